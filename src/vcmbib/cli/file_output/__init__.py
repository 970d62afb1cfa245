"""Write the files of a command without losing what is in them."""
