"""Tests of `vcmbib.cli.command_line`."""
