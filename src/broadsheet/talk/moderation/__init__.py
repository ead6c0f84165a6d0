"""The newsroom's screens: the queue of what waits, and the log of what was decided."""
