"""What stands in this room's addresses, beside what the news room registers."""

from __future__ import annotations

from django.urls import register_converter

from broadsheet.outreach.models import PAIR, Subject

KEY = "[1-9][0-9]{0,17}"  # as the news room writes a number in an address


class FeedFormat:
    """The end of a feed's address."""

    regex = "rss|atom|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Followable:
    """What can be followed: “author/7”; “topics/3-5” and “topics/5-3” are the same two topics."""

    regex = f"(?:author|topic|section)/{KEY}|{PAIR}/{KEY}-{KEY}"

    def to_python(self, value: str) -> Subject:
        """Raises ValueError, so that the address leads nowhere, for a topic together with itself."""
        kind, _, numbers = value.partition("/")
        keys = tuple(sorted(map(int, numbers.split("-"))))
        if len(set(keys)) < len(keys):
            raise ValueError("A topic is no pair with itself.")
        return Subject(kind, keys)

    def to_url(self, value: Subject) -> str:
        return str(value)


register_converter(FeedFormat, "feed")
register_converter(Followable, "followable")
