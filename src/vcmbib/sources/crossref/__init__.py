"""The Crossref source: requests, and records of works."""
