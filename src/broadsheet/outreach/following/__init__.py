"""Readers follow authors, topics and sections."""
