"""Questions to the user on a terminal. Loaded only where a question is asked."""
