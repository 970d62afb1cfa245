"""Parse BibTeX: blocks, entries, macros, preambles, inheritance, and repair of broken entries."""
