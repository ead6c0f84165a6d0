"""Why a request is refused, in a sentence."""

from __future__ import annotations


class Refused(Exception):
    """A request that is not answered.

    Args:
        status: of HTTP.
        sentence: what is wrong and what to do.
        parameter: the one that is wrong, "" where it is none.
        retry_after: seconds after which to ask again.
    """

    def __init__(self, status: int, sentence: str, *, parameter: str = "", retry_after: int = 0) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.parameter = parameter
        self.retry_after = retry_after


def wrong(parameter: str, sentence: str) -> Refused:
    """A parameter that cannot be understood, or names what is not there."""
    return Refused(400, sentence, parameter=parameter)
