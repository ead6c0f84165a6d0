"""Finding the registry's names in a text, in one pass."""
