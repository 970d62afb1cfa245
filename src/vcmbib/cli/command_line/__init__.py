"""What a command line names: the library, the papers, and commands in hints."""
