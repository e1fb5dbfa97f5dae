"""The corpus compared with the last generation, read and written; begin with ``pipeline.py``."""
