"""Mail to partners: a link and no story; deciding happens on the page behind it."""
