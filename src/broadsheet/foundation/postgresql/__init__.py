"""Django's PostgreSQL, with a cursor for what is said again and again."""
