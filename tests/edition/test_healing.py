"""Plates that cannot be trusted are not served, and come back by themselves."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from broadsheet.edition import baking, follow
from broadsheet.edition.baker import Baker
from broadsheet.edition.bell import EPOCH
from broadsheet.edition.edge import Edge
from broadsheet.edition.shelf import Shelf, begin_anew, let_go, shared
from broadsheet.news import actions
from broadsheet.news.models import ArticlePage
from tests.edition.test_edge import application, put
from tests.press import HOST, Press, ask, open_connection

SOURCE = str(Path(__file__).resolve().parents[2] / "src")
NOBODY = 65534


def cut_short(index: Path) -> None:
    os.truncate(index, index.stat().st_size // 2)


def fill_with_rubbish(index: Path) -> None:
    index.write_bytes(b"rubbish" * 5000)


def empty(index: Path) -> None:
    index.write_bytes(b"x")


@pytest.fixture
def story(file_article: Callable[..., ArticlePage]) -> ArticlePage:
    return file_article("River rises")


@contextmanager
def a_full_disk() -> Iterator[None]:
    """No file can be written: what the system says is what it says of a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def database_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def broken(*_: Any, **__: Any) -> None:
        raise OperationalError("the database is away")

    with monkeypatch.context() as patch:
        patch.setattr("django.db.backends.utils.CursorWrapper.execute", broken)
        yield


@pytest.mark.parametrize("damage", [cut_short, fill_with_rubbish, empty])
def test_a_damaged_index_makes_room_for_a_new_one(
    shelf: Shelf, damage: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(300):
        put(shelf, f"{HOST}/{number}/", "before")
    let_go(shelf.folder)
    damage(shelf.folder / "shelf-0" / "index" / "data.mdb")
    edge = Edge(folder=shelf.folder, host=HOST, load=lambda: application)
    assert ask(edge, "/7/").text == "django"
    assert [r for r in caplog.records if "are damaged" in r.message]
    put(shared(shelf.folder), f"{HOST}/7/", "anew")
    assert ask(edge, "/7/").text == "anew"
    assert not (shelf.folder / "shelf-0").exists()


def test_an_entry_that_cannot_be_read_is_no_answer_and_no_trap(shelf: Shelf) -> None:
    put(shelf, f"{HOST}/", "before")
    with shelf._index.begin(write=True) as change:
        change.put(f"{HOST}/".encode(), b"rubbish", db=shelf.plates)
    edge = Edge(folder=shelf.folder, host=HOST, load=lambda: application)
    assert ask(edge, "/").text == "django"
    put(shared(shelf.folder), f"{HOST}/", "anew")
    assert ask(edge, "/").text == "anew"


def test_every_process_leaves_a_damaged_shelf(shelf: Shelf) -> None:
    put(shelf, f"{HOST}/", "before")
    edge = Edge(folder=shelf.folder, host=HOST, load=lambda: application)
    assert ask(edge, "/").text == "before"
    script = (
        "import sys; from pathlib import Path\n"
        "from broadsheet.edition.shelf import begin_anew; begin_anew(Path(sys.argv[1]), epoch=0)"
    )
    subprocess.run(
        [sys.executable, "-c", script, str(shelf.folder)], check=True, env={"PYTHONPATH": SOURCE}
    )
    assert ask(edge, "/").text == "django"
    put(shared(shelf.folder), f"{HOST}/", "anew")
    assert ask(edge, "/").text == "anew"


def test_two_that_notice_the_damage_make_one_new_shelf(shelf: Shelf) -> None:
    for _ in range(2):
        begin_anew(shelf.folder, epoch=0)
    assert shelf.bell.read(EPOCH) == 1


def test_a_folder_that_somebody_removed_is_noticed(shelf: Shelf) -> None:
    put(shelf, f"{HOST}/", "before")
    edge = Edge(folder=shelf.folder, host=HOST, load=lambda: application)
    assert ask(edge, "/").text == "before"
    shutil.rmtree(shelf.folder)
    edge.look_again()
    assert ask(edge, "/").text == "django"
    put(shared(shelf.folder), f"{HOST}/", "anew")
    assert ask(edge, "/").text == "anew"


def test_what_cannot_be_taken_off_a_full_disk_is_not_served(
    press: Press, story: ArticlePage, caplog: pytest.LogCaptureFixture
) -> None:
    assert press.read(story.url).status == press.read("/").status == 200
    press.bake()
    with a_full_disk(), press.committed():
        actions.withdraw(article=story)
    assert press.shelf.find(f"{HOST}{story.url}", 0)  # it could not be taken away
    assert press.read(story.url).status == 410
    assert "River rises" not in press.read("/").text
    assert len([r for r in caplog.records if "Plates cannot be kept" in r.message]) == 1
    press.rendered.clear()
    turn(press)
    assert not press.shelf.halted()
    press.bake()
    press.read(story.url)
    press.rendered.clear()
    assert press.read(story.url).status == 410
    assert "River rises" not in press.read("/").text
    assert press.rendered == []


def test_a_disk_that_stays_full_keeps_plates_halted(press: Press, story: ArticlePage) -> None:
    press.read(story.url)
    press.bake()
    baker = Baker(stop=threading.Event())
    with a_full_disk():
        with press.committed():
            actions.withdraw(article=story)
        with pytest.raises(Exception, match="File too large"):
            baker._turn(press.shelf)
        assert press.shelf.halted()
        assert press.read(story.url).status == 410


def test_a_halt_that_came_meanwhile_is_not_lifted(shelf: Shelf) -> None:
    shelf.halt()
    first = shelf.halted()
    time.sleep(0.001)
    shelf.halt()
    shelf.trust(first)
    assert shelf.halted()
    shelf.trust(shelf.halted())
    assert not shelf.halted()


def test_a_withdrawal_reaches_the_plates_without_the_database(
    press: Press, story: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.read(story.url)
    with database_away(monkeypatch), pytest.raises(OperationalError):
        follow.after_withdrawal([f"article:{story.pk}"])
    assert press.shelf.find(f"{HOST}{story.url}", 0) is None


def test_old_pages_stay_while_the_database_is_away(
    press: Press, story: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.read(story.url)
    with press.committed():
        actions.announce(text="Dam holds", article=story)
    follow.catch_up(press.shelf)
    with database_away(monkeypatch):
        with open_connection(), pytest.raises(baking.NotNow):
            baking.bake_waiting(press.shelf)
        assert press.read(story.url).status == 200
    press.bake()
    assert "Dam holds" in press.read(story.url).text


def test_a_page_whose_time_is_over_serves_while_the_database_is_away(
    press: Press, story: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    front = press.read("/")
    tomorrow = time.time() + 2 * 86400
    monkeypatch.setattr("broadsheet.edition.edge.time.time", lambda: tomorrow)
    with database_away(monkeypatch):
        assert press.read("/").text == front.text
        assert press.read("/?page=2").status == 503
    press.rendered.clear()
    assert press.read("/").status == 200
    assert press.rendered == ["/"]


def test_a_folder_that_may_only_be_read_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "plates").mkdir(mode=0o555)
    tmp_path.chmod(0o755)
    script = (
        "import logging, os, sys; from pathlib import Path\n"
        "from broadsheet.edition import edge as edges; edges.REOPEN_SECONDS = 0\n"
        "logging.basicConfig(stream=sys.stdout, format='%(message)s')\n"
        f"os.getuid() or os.setuid({NOBODY})\n"  # root may write anywhere
        "def django(environ, start): start('200 OK', []); return [b'django']\n"
        "edge = edges.Edge(folder=Path('plates'), host='testserver', load=lambda: django)\n"
        "asked = {'REQUEST_METHOD': 'GET', 'PATH_INFO': '/', 'HTTP_HOST': 'testserver'}\n"
        "for _ in range(5): print(edge(asked, lambda *_: None)[0].decode())\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, cwd=tmp_path,
        env={"PYTHONPATH": SOURCE},
    ).stdout.splitlines()  # fmt: skip
    assert told.count("django") == 5
    assert len([line for line in told if "Permission denied" in line]) == 1


def turn(press: Press) -> None:
    """One look around of the background process."""
    with open_connection():
        Baker(stop=threading.Event())._turn(press.shelf)
