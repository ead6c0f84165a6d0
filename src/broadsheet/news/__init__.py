"""Articles, sections, the front page, authors, and the pages readers read."""
