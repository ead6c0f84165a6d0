"""The paper as a wire: its articles for other systems, under /api/v1/."""
