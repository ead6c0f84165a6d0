"""The newsroom's start screen, its list of articles, and its reports."""
