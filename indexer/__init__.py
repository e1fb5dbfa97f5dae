"""Pressmark: an archive of scraped pages made readable and searchable."""
