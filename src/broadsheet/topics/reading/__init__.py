"""What a text says beside its names: dates, quotes, and names nobody registered yet."""
