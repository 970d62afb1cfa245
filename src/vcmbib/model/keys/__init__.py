"""Citation keys: the default key, and the patterns that a user can write for keys."""
