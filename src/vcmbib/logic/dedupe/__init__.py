"""Find duplicates: prepare, block, compare, decide, cluster."""
