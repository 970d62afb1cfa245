"""Tests of cli/dialog."""
