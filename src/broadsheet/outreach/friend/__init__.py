"""Send an article to a friend."""
