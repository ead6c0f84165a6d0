"""Parts of addresses: slugs in any script, and keys that a database can hold."""


class UnicodeSlug:
    """A slug that may hold letters of any alphabet, as Wagtail's slugs do."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Number:
    """A number that is written in one way only: each address is a page that may be kept."""

    regex = ""

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class Key(Number):
    """A primary key. More digits than a database holds are no address at all."""

    regex = "[1-9][0-9]{0,17}"  # the largest 64-bit number has 19


class Block(Number):
    """The number of a part, from nought."""

    regex = "0|[1-9][0-9]{0,17}"


class Year(Number):
    regex = "[1-9][0-9]{3}"


class Month(Number):
    regex = "1[0-2]|[1-9]"


class Day(Number):
    regex = "3[01]|[12][0-9]|[1-9]"
