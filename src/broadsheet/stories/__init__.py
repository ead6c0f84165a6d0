"""“Send your stories”: what readers send in, and the newsroom's queue of it."""
