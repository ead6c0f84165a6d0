"""The pictures, grouped by section."""
