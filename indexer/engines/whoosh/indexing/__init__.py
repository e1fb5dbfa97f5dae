"""Writing a version of the index: tokens, posting lists, segments."""
