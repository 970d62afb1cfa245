"""The group reader: siblings of a list are read in the form that most of them share."""
