"""Broadsheet: a complete online newspaper that a newsroom owns."""

__version__ = "0.1.0"
