"""Likely mistakes on the command line, and the command that was probably meant."""
