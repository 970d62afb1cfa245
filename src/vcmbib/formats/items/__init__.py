"""What the readers of all formats share: the account of the items of a file."""
