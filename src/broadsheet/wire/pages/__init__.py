"""A news page of the web, read as a story: the article in it, and what it says of itself."""
