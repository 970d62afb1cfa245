"""Tests of `vcmbib.cli.picker`."""
