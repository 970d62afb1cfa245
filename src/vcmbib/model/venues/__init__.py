"""Venues: the types, the shipped table of known venues, and the search in it."""
