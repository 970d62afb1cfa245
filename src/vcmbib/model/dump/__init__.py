"""The dump of a library: its values, and its lines of JSON, written and read."""
