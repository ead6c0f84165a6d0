"""How a page reaches a reader: made once, kept, served, made again."""
