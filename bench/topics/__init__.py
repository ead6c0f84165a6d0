"""How well and how fast `topics/` reads."""
