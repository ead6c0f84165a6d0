"""What can be wrong with a file, in sentences."""


class ImportRefused(Exception):
    """The file cannot be read as a paper; the sentence says why and where."""


class PictureMissing(Exception):
    """A picture cannot be had; the sentence says why."""


class Refused(Exception):
    """Another room does not take a thing; the sentence says why."""
