"""Partners' own systems, by Standard Webhooks 1.0 both ways: what they get, and what they answer."""
