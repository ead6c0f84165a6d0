"""A press: the edge in front of Django, a shelf of its own, a baker by hand."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from broadsheet.edition import baking, follow
from broadsheet.edition.edge import Edge
from broadsheet.edition.shelf import Shelf, let_go, shared

HOST = "testserver"


def environ(path: str, *, method: str = "GET", **headers: str) -> dict[str, Any]:
    """A WSGI request; headers as `HTTP_ACCEPT_ENCODING="gzip"`."""
    bare, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": bare.encode().decode("latin-1"),
        "QUERY_STRING": query, "HTTP_HOST": HOST, "SERVER_NAME": HOST, "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(), **headers,
    }  # fmt: skip


@dataclass
class Answered:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(application: Any, path: str, **more: Any) -> Answered:
    """What a WSGI application answers."""
    got: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
        got["status"], got["headers"] = int(status.split()[0]), {n.title(): v for n, v in headers}

    chunks = application(environ(path, **more), start_response)
    body = b"".join(chunks)
    if hasattr(chunks, "close"):
        chunks.close()
    return Answered(got["status"], got["headers"], body)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    folder = tmp_path / "plates"
    yield shared(folder)
    let_go(folder)


@contextmanager
def open_connection() -> Iterator[None]:
    """A served request closes its connection at the end; a test's transaction must outlive it."""
    watched = (request_started, request_finished)
    for signal in watched:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in watched:
            signal.connect(close_old_connections)


class Press:
    """The paper as a stranger reads it through the edge."""

    def __init__(self, shelf: Shelf, commits: Callable[..., Any]) -> None:
        self.shelf = shelf
        self._commits = commits
        self.rendered: list[str] = []
        self.edge = Edge(folder=shelf.folder, host=HOST, load=self._load)

    def _load(self) -> Any:
        django = WSGIHandler()

        def counted(environment: Any, start_response: Any) -> Any:
            self.rendered.append(environment["PATH_INFO"])
            return django(environment, start_response)

        return counted

    def read(self, path: str, **more: Any) -> Answered:
        with open_connection():
            return ask(self.edge, path, **more)

    def fresh(self, path: str) -> bytes:
        """The page as Django renders it now, whatever is kept."""
        with open_connection():
            made = baking.render(f"{HOST}{path.encode().decode('latin-1')}")
        assert made, f"{path} is no page that is kept"
        return made[0].bodies[0]

    @contextmanager
    def committed(self) -> Iterator[None]:
        """What the block changes is committed when it ends, as far as plates can tell."""
        with self._commits(execute=True):
            yield

    def bake(self) -> int:
        """What the background process does after a change; how many pages it made."""
        follow.catch_up(self.shelf)
        with open_connection():
            return sum(itertools.takewhile(bool, iter(lambda: baking.bake_waiting(self.shelf), 0)))


@pytest.fixture
def press(
    shelf: Shelf, settings: Any, db: None, django_capture_on_commit_callbacks: Callable[..., Any]
) -> Press:
    settings.EDITION_FOLDER = shelf.folder
    return Press(shelf, django_capture_on_commit_callbacks)
