"""The text of help: the overview of all commands, examples, and pages of the documentation."""
