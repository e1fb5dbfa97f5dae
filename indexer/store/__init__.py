"""Generations of the index on disk: written, verified, switched, opened."""
