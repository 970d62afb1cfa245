"""The arXiv source: its requests, its feed and its records."""
