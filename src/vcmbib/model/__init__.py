"""What a bibliography is made of. Pure: imports nothing but the errors."""
