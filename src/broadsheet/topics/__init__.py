"""People, places, organisations, events and subjects the paper writes about."""
