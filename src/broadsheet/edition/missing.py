"""Addresses at which there is nothing: asked for again and again, answered once by Django.

Pure Python: the edge uses this before Django is there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from broadsheet.edition.plates import Answer

MOST = 2000  # addresses in each process; nobody can fill the house with invented ones
SECONDS = 30.0  # then Django is asked again, whatever the bell says
NOT_FOUND = "404 Not Found"


class Missing:
    """Answers of a few addresses without a page, until something on the shelf changes.

    They hold one body between them: the page says the same at every address.
    """

    def __init__(self) -> None:
        self._answers: dict[str, Answer] = {}
        self._changes = -1

    def find(self, key: str, *, changes: int) -> Answer | None:
        """The answer for an address in an encoding, if nothing has changed since."""
        if changes != self._changes:
            return None
        found = self._answers.get(key)
        return found if found is not None and found.until > time.time() else None

    def ask(
        self, key: str, application: Callable[..., Iterable[bytes]], environ: dict[str, Any],
        start_response: Callable[..., Any], *, changes: Callable[[], int],
    ) -> Iterable[bytes]:  # fmt: skip
        """Django's answer, remembered when there is no such page.

        Args:
            changes: tells whether something changed while Django answered.
        """
        before = changes()
        told: list[Any] = []

        def listen(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            told[:] = [status, headers]
            return start_response(status, headers, *more)

        chunks = application(environ, listen)
        if not told or told[0] != NOT_FOUND or not _is_page(told[1]):
            return chunks
        body = b"".join(chunks)
        getattr(chunks, "close", _nothing)()
        if environ["REQUEST_METHOD"] == "GET" and changes() == before:
            self._remember(key, told[1], body, before)
        return [body]

    def _remember(self, key: str, headers: list[tuple[str, str]], body: bytes, changes: int) -> None:
        if changes != self._changes or len(self._answers) >= MOST:
            self._answers, self._changes = {}, changes
        etag = next(value for name, value in headers if name == "ETag")
        known = next((one for one in self._answers.values() if one.etag == etag), None)
        if known is not None:
            headers, body = known.headers, known.body
        self._answers[key] = Answer(
            NOT_FOUND, headers, etag, time.time() + SECONDS, length=len(body), body=body
        )


def _is_page(headers: list[tuple[str, str]]) -> bool:
    """Whether this is the paper's own page for what is not there, the same for every stranger."""
    names = {name for name, _value in headers}
    return "ETag" in names and "Set-Cookie" not in names


def _nothing() -> None:
    return None
