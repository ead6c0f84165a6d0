"""Sources that are looked at again and again, and the wire list that they fill."""
