"""Words and signs that several stages look for: names of months and days, separators."""
