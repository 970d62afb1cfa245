"""BibTeX syntax: blocks, entries, macros, inheritance, repair of broken entries."""
