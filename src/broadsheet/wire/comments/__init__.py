"""Readers' comments alone, in and out: for a paper that moves only its discussion."""
