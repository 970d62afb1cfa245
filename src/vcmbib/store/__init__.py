"""The library file. Only this package contains SQL."""
