"""The query language: the parser, the fields and the tree of a query."""
