"""Choose papers on a terminal: with `fzf` if it is installed, else in a list of our own."""
