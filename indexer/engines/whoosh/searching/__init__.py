"""An opened index, and queries executed over its arrays."""
