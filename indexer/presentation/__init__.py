"""Answers put into words and JSON, the same for terminal and web."""
