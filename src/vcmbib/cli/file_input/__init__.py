"""Files that a command reads: which kinds of files are opened, and how much is read."""
