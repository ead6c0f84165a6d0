"""Programs that draw the pictures of the demo edition."""
