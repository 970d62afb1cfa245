"""From entries to records: identifiers, groups, and passes over a whole file."""
