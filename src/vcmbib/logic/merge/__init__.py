"""Merge: fill a paper from a record, and merge two papers."""
