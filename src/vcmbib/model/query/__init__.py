"""The query language: its parser, its fields and the tree that a query becomes."""
