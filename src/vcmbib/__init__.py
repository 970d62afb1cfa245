"""vcmbib: a bibliography manager for curators, authors and reviewers."""

__version__ = "0.1.0"
