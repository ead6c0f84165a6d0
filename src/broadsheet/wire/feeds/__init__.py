"""Feeds of other papers, read as stories: RSS and Atom in all their kinds, and JSON Feed."""
