"""Benchmarks; see `python -m bench --help` and README.md."""
