"""Ghost's export: its tables, its two kinds of documents and their cards."""
