"""The fediverse: the paper and its sections can be followed from Mastodon and its like."""
