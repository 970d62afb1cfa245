"""The DataCite source: requests, and records of works."""
