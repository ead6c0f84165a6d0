"""What every room may use: the user, the clock, signing, limits, text."""
