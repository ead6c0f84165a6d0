"""Comments and forum: one engine, and its moderation."""
