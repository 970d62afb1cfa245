"""The commands: one module a command, with a function `run` whose annotations typer reads."""
