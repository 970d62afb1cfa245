"""Tests of cli/display."""
