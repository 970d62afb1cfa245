"""The commands: one module per command, with a function `run` whose annotations typer reads."""
