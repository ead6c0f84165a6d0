"""Parts of addresses: slugs in any script, and keys that a database can hold."""


class UnicodeSlug:
    """A slug that may hold letters of any alphabet, as Wagtail's slugs do."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Key:
    """A primary key. More digits than a database holds are no address at all."""

    regex = "[0-9]{1,18}"  # the largest 64-bit number has 19

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)
