"""Slugs in any script."""


class UnicodeSlug:
    """A slug that may hold letters of any alphabet, as Wagtail's slugs do."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
