"""Readers follow authors, topics, two topics together and sections."""
