"""The arXiv source: requests, the Atom feed of the response, and records."""
