"""Measures the understanding on messages that no training has seen: `make eval` writes docs/understanding.md."""
