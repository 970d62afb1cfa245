"""The library file. The only place with SQL."""
