"""What to do about it: matching, merging, planning. Pure: imports only the model."""
