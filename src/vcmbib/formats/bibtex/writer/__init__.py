"""From papers to entries and files: fields, sharing, updates of an existing file."""
