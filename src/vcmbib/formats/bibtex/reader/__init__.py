"""Read BibTeX entries into records: identifiers, groups, and checks over a whole file."""
