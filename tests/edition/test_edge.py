"""The edge: what it answers by itself, and what it hands on."""

from __future__ import annotations

import gzip
import logging
import time
from pathlib import Path
from typing import Any

import brotli
import pytest

from broadsheet.edition import edge as edges
from broadsheet.edition import plates
from broadsheet.edition.addresses import PERSONAL_COOKIES
from broadsheet.edition.edge import Edge
from broadsheet.edition.shelf import Shelf
from tests.press import HOST, ask

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
BODY = "<p>Өзен деңгейі көтерілді</p>" * 20


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"django"]


@pytest.fixture
def edge(shelf: Shelf) -> Edge:
    put(shelf, f"{HOST}/", BODY)
    return Edge(folder=shelf.folder, host=HOST, load=lambda: application)


def put(
    shelf: Shelf, address: str, body: str, *, until: float = 0, tags: tuple[str, ...] = ("x",),
    kind: str = "text/html", status: int = 200,
) -> None:  # fmt: skip
    made = plates.make(
        address=address, status=status, headers=[("Content-Type", kind)], body=body.encode(),
        tags=tags, made_at=time.time(), until=until,
    )  # fmt: skip
    with shelf.writing() as work:
        work.keep(made, since=0)


@pytest.mark.parametrize(
    ("accepted", "named", "unpack"),
    [
        ("", None, bytes),
        ("gzip, deflate", "gzip", gzip.decompress),
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("gzip;q=0", None, bytes),
    ],
)
def test_a_page_comes_in_the_smallest_form_a_browser_takes(
    edge: Edge, accepted: str, named: str | None, unpack: Any
) -> None:
    got = ask(edge, "/", HTTP_ACCEPT_ENCODING=accepted)
    assert got.headers.get("Content-Encoding") == named
    assert unpack(got.body).decode() == BODY
    assert int(got.headers["Content-Length"]) == len(got.body)
    assert "Accept-Encoding" in got.headers["Vary"]


def test_a_copy_that_is_still_good_is_not_sent_again(edge: Edge) -> None:
    first = ask(edge, "/", HTTP_ACCEPT_ENCODING="gzip")
    tag, when = first.headers["Etag"], first.headers["Last-Modified"]
    for headers in (
        {"HTTP_IF_NONE_MATCH": tag},
        {"HTTP_IF_NONE_MATCH": f'"other", W/{tag}'},
        {"HTTP_IF_NONE_MATCH": "*"},
        {"HTTP_IF_MODIFIED_SINCE": when},
        {"HTTP_IF_MODIFIED_SINCE": "Fri, 01 Jan 2100 00:00:00 GMT"},
    ):
        again = ask(edge, "/", HTTP_ACCEPT_ENCODING="gzip", **headers)
        assert (again.status, again.body) == (304, b""), headers
        assert again.headers["Etag"] == tag
        assert "Content-Length" not in again.headers
    for headers in (
        {"HTTP_IF_NONE_MATCH": '"other"', "HTTP_IF_MODIFIED_SINCE": when},
        {"HTTP_IF_MODIFIED_SINCE": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"HTTP_IF_MODIFIED_SINCE": "yesterday"},
    ):
        assert ask(edge, "/", HTTP_ACCEPT_ENCODING="gzip", **headers).status == 200, headers


def test_head_has_the_headers_and_no_body(edge: Edge) -> None:
    got = ask(edge, "/", method="HEAD")
    assert got.body == b""
    assert int(got.headers["Content-Length"]) == len(BODY.encode())


@pytest.mark.parametrize(
    "cookie",
    ["sessionid=abc", "a=b; own=1", "a=b;own=1", "messages=x; c=d", "__Host-sessionid=abc", "own =1"],
)
def test_a_reader_with_pages_of_their_own_is_handed_on(edge: Edge, cookie: str) -> None:
    assert ask(edge, "/", HTTP_COOKIE=cookie).text == "django"


@pytest.mark.parametrize(
    "cookie", ["csrftoken=abc; theme=dark", "popupshown=1", "a=own=1", "my.messages=2; own_=3", ""]
)
def test_other_cookies_change_nothing(edge: Edge, cookie: str) -> None:
    assert ask(edge, "/", HTTP_COOKIE=cookie).text == BODY


@pytest.mark.parametrize("server", ["nginx.conf", "Caddyfile", "varnish.vcl"])
def test_servers_in_front_know_the_same_cookies(server: str) -> None:
    assert PERSONAL_COOKIES.pattern in (DEPLOY / server).read_text()


def test_what_is_no_page_is_handed_on(edge: Edge) -> None:
    for path, more in (("/", {"method": "POST"}), ("/other/", {}), ("/?x=1", {}), ("/?page=0", {})):
        assert ask(edge, path, **more).text == "django", path


@pytest.mark.parametrize("query", ["utm_source=mail", "fbclid=abc&gclid=1", "mc_cid=1"])
def test_marks_of_other_sites_lead_to_the_same_plate(edge: Edge, query: str) -> None:
    assert ask(edge, f"/?{query}").text == BODY


def test_pages_of_a_list_are_plates_of_their_own(edge: Edge, shelf: Shelf) -> None:
    put(shelf, f"{HOST}/?page=2", "second")
    assert ask(edge, "/?page=2").text == "second"
    assert ask(edge, "/?page=2&utm_source=x").text == "second"
    assert ask(edge, "/").text == BODY


def test_a_plate_whose_time_is_over_is_not_served(edge: Edge, shelf: Shelf) -> None:
    put(shelf, f"{HOST}/today/", "today", until=time.time() + 0.3)
    assert ask(edge, "/today/").text == "today"
    time.sleep(0.35)
    assert ask(edge, "/today/").text == "django"


def test_a_new_plate_replaces_the_one_in_memory(edge: Edge, shelf: Shelf) -> None:
    assert ask(edge, "/").text == BODY
    put(shelf, f"{HOST}/", "newer")
    assert ask(edge, "/").text == "newer"
    with shelf.writing() as work:
        work.drop(["x"])
    assert ask(edge, "/").text == "django"


def test_memory_is_bounded(edge: Edge, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edges, "BODY_BYTES", 50_000)
    monkeypatch.setattr(edges, "ANSWERS", 50)
    for number in range(60):
        put(shelf, f"{HOST}/{number}/", "y" * 3000)
    for number in [*range(60), *range(60)]:
        assert len(ask(edge, f"/{number}/").body) == 3000
    held = sum(len(one.body) for part in (edge._recent, edge._older) for one in part.values())
    assert held <= 50_000
    assert len(edge._recent) + len(edge._older) <= 50


def test_a_damaged_shelf_is_said_once_a_minute_and_readers_notice_nothing(
    edge: Edge, shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    [pack] = shelf.folder.rglob("pack-*")
    pack.write_bytes(b"rubbish")
    with caplog.at_level(logging.WARNING):
        for _ in range(5):
            assert ask(edge, "/").text == "django"
    assert len([r for r in caplog.records if "cannot be read" in r.message]) == 1


def test_the_edge_answers_before_django_is_there(shelf: Shelf) -> None:
    def never() -> Any:
        raise AssertionError("Django was asked for")

    put(shelf, f"{HOST}/", BODY)
    assert ask(Edge(folder=shelf.folder, host=HOST, load=never), "/").text == BODY


# Where there is no page --------------------------------------------------------------


def nothing(asked: list[str], *headers: tuple[str, str]) -> Any:
    """A paper without pages, which notes what it was asked for."""

    def answer(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        asked.append(environ["PATH_INFO"])
        start_response("404 Not Found", list(headers))
        return [b"not here"]

    return answer


def test_that_there_is_no_page_is_said_again_without_django(shelf: Shelf) -> None:
    asked: list[str] = []
    edge = Edge(folder=shelf.folder, host=HOST, load=lambda: nothing(asked, ("ETag", '"x"')))
    for _ in range(3):
        got = ask(edge, "/nowhere/")
        assert (got.status, got.body) == (404, b"not here")
    assert asked == ["/nowhere/"]
    assert ask(edge, "/nowhere/", HTTP_COOKIE="sessionid=1").status == 404
    assert asked == ["/nowhere/"] * 2
    put(shelf, f"{HOST}/", BODY)
    put(shelf, f"{HOST}/", BODY + "!")  # something changed
    ask(edge, "/nowhere/")
    assert asked == ["/nowhere/"] * 3


def test_only_the_papers_own_page_is_said_again_and_few_of_it(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    plain = Edge(folder=shelf.folder, host=HOST, load=lambda: nothing(asked))
    ask(plain, "/static/gone.js")
    ask(plain, "/static/gone.js")
    assert len(asked) == 2
    monkeypatch.setattr("broadsheet.edition.missing.MOST", 50)
    edge = Edge(folder=shelf.folder, host=HOST, load=lambda: nothing(asked, ("ETag", '"x"')))
    for number in range(500):
        ask(edge, f"/{number}/")
    assert len(edge._missing._answers) <= 50
    assert len({id(one.body) for one in edge._missing._answers.values()}) == 1
