"""Measured by hand, not by the tests; README.md says how."""
