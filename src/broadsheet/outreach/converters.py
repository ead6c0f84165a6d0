"""What stands in this room's addresses, beside what the news room registers."""

from __future__ import annotations

from django.urls import register_converter


class FeedFormat:
    """The end of a feed's address."""

    regex = "rss|atom|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Followable:
    """What can be followed."""

    regex = "author|topic|section"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FeedFormat, "feed")
register_converter(Followable, "followable")
