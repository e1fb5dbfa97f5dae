"""The command ``indexer``: its options, what it prints, how it ends."""
