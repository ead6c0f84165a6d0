"""Newsletter, feeds, e-mail a friend, reading list: reaching the reader."""
