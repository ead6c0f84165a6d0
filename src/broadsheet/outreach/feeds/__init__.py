"""Feeds of the paper: what is in them (`channels`), and how it is written (`formats`)."""
