"""The library as a file: its state, for a missing, damaged or newer one too."""
