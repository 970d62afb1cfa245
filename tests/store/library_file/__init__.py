"""Tests of `vcmbib.store.library_file`."""
