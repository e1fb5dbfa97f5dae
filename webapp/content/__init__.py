"""What the pages show, computed into frozen values that templates only have to write out."""
