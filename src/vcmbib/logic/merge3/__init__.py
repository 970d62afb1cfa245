"""Three-way merge of libraries, as `git merge` asks for."""
