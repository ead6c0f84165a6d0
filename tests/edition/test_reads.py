"""What readers open is counted, and nothing about the readers."""

from __future__ import annotations

import json
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from broadsheet.edition import gatherer
from broadsheet.edition.edge import Edge
from broadsheet.edition.reads import MOST_ADDRESSES, Reads, is_browser
from broadsheet.edition.shelf import Shelf
from tests.edition.test_edge import application, put
from tests.press import HOST, ask

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
BY_A_READER = {"REQUEST_METHOD": "GET", "HTTP_USER_AGENT": FIREFOX}


@pytest.fixture
def reads(tmp_path: Path) -> Reads:
    return Reads(folder=tmp_path / "reads", one_in=1)


@pytest.fixture
def edge(shelf: Shelf, reads: Reads) -> Edge:
    put(shelf, f"{HOST}/world/river/", "The river")
    return Edge(folder=shelf.folder, host=HOST, load=lambda: application, reads=reads)


def counted(reads: Reads, folder: Path) -> dict[str, int]:
    reads.hand_over()
    return {
        path: number for file in folder.glob("*.json")
        for path, number in json.loads(file.read_bytes())["reads"].items()
    }  # fmt: skip


def test_readers_count_and_machines_and_preparing_browsers_do_not(
    edge: Edge, reads: Reads, tmp_path: Path
) -> None:
    for more in (
        {"HTTP_USER_AGENT": FIREFOX},
        {"HTTP_USER_AGENT": FIREFOX, "HTTP_IF_NONE_MATCH": "*"},  # opened once more
        {"HTTP_USER_AGENT": FIREFOX, "method": "HEAD"},
        {"HTTP_USER_AGENT": FIREFOX, "HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_USER_AGENT": FIREFOX, "HTTP_PURPOSE": "prefetch"},
        {"HTTP_USER_AGENT": FIREFOX, "HTTP_COOKIE": "sessionid=1"},
        {"HTTP_USER_AGENT": "curl/8.5.0"},
        {},
    ):
        ask(edge, "/world/river/", **more)
    assert counted(reads, tmp_path / "reads") == {"/world/river/": 2}


@pytest.mark.parametrize(
    ("agent", "reader"),
    [
        (FIREFOX, True),
        ("Mozilla/5.0 (Linux; Android 13; CUBOT P80) Chrome/126.0 Mobile Safari/537.36", True),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari/604.1", True),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", False),
        ("Mozilla/5.0 (Linux; Android 6.0.1) Chrome/99.0 Mobile (compatible; GPTBot/1.1)", False),
        ("Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/126.0 Safari/537.36", False),
        ("facebookexternalhit/1.1", False),
        ("python-requests/2.32", False),
    ],
)  # fmt: skip
def test_who_says_it_is_a_machine_is_believed(agent: str, reader: bool) -> None:
    assert is_browser(agent) is reader


def test_what_is_sampled_stands_for_all(tmp_path: Path) -> None:
    reads = Reads(folder=tmp_path, one_in=8)
    assert reads.share == 1 / 8
    for _ in range(3):
        reads.note(f"{HOST}/өзен/".encode().decode("latin-1"), BY_A_READER)
    assert counted(reads, tmp_path) == {"/өзен/": 24}


def test_invented_addresses_cannot_fill_the_memory(reads: Reads) -> None:
    for number in range(MOST_ADDRESSES + 10):
        reads.note(f"{HOST}/{number}/", BY_A_READER)
    assert len(reads._counts) == MOST_ADDRESSES


def test_nothing_of_a_reader_is_in_what_is_kept(edge: Edge, reads: Reads, tmp_path: Path) -> None:
    ask(edge, "/world/river/?utm_source=me", HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="203.0.113.9",
        HTTP_REFERER="https://elsewhere.example/", HTTP_COOKIE="theme=dark")  # fmt: skip
    reads.hand_over()
    (file,) = (tmp_path / "reads").iterdir()
    told = json.loads(file.read_bytes())
    assert told == {"until": told["until"], "reads": {"/world/river/": 1}}


def test_files_are_taken_up_once_and_a_damaged_one_holds_up_none(
    db: None, reads: Reads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    taken: list[tuple[datetime, dict[str, int]]] = []
    monkeypatch.setattr(gatherer, "_takers", [lambda *told: taken.append(told)])
    folder = tmp_path / "reads"
    folder.mkdir()
    (folder / "1-1.json").write_text('{"until": 1, "rea')
    reads.note(f"{HOST}/a/", BY_A_READER)
    reads.hand_over()
    assert gatherer.gather(folder) == 2
    assert gatherer.gather(folder) == 0
    ((until, told),) = taken
    assert told == {"/a/": 1}
    assert abs(until.timestamp() - time.time()) < 60
    assert "is left out" in caplog.text
