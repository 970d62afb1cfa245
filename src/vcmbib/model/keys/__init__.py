"""Citation keys: the default key, patterns of keys, and how a pattern is parsed."""
