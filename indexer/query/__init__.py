"""Text and parameters in, a ``Query`` out; no engine is known here."""
