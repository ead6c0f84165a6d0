"""SQLite's writers stand in line."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from broadsheet.foundation.sqlite.line import Line
from broadsheet.site import databases

HOLD = """
import sys, time
from broadsheet.foundation.sqlite.line import Line
line = Line.beside(sys.argv[1])
assert line.take(seconds=5)
print("mine", flush=True)
time.sleep(60)
"""


def line(folder: Path) -> Line:
    found = Line.beside(str(folder / "paper.sqlite3"))
    assert found is not None
    return found


def test_one_has_the_turn_until_it_is_given_back(tmp_path: Path) -> None:
    one, other = line(tmp_path), line(tmp_path)
    assert one.take(seconds=0)
    assert not other.take(seconds=0.02)
    one.give_back()
    assert other.take(seconds=0)


def test_who_writes_without_a_pause_lets_others_in(tmp_path: Path) -> None:
    """SQLite alone would let the other one in only by chance: every tenth of a second it asks."""
    busy, stop, turns = line(tmp_path), threading.Event(), 0

    def write_on() -> None:
        nonlocal turns
        while not stop.is_set():
            assert busy.take(seconds=5)
            time.sleep(0.002)  # its transaction
            turns += 1
            busy.give_back()

    thread = threading.Thread(target=write_on)
    thread.start()
    try:
        other, passed = line(tmp_path), []
        for _ in range(21):
            before = turns
            assert other.take(seconds=5)
            passed.append(turns - before)
            other.give_back()
        # The one in hand, and one more that began before the other could ask.
        assert sorted(passed)[10] <= 2
    finally:
        stop.set()
        thread.join()


def test_a_process_that_is_killed_leaves_the_line(tmp_path: Path) -> None:
    words = [sys.executable, "-c", HOLD, str(tmp_path / "paper.sqlite3")]
    process = subprocess.Popen(words, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"mine\n"
    own = line(tmp_path)
    assert not own.take(seconds=0.02)
    process.kill()
    process.communicate()
    assert own.take(seconds=1)


def test_where_nothing_can_be_written_there_is_no_line(tmp_path: Path) -> None:
    assert Line.beside(str(tmp_path / "no such folder" / "paper.sqlite3")) is None


@pytest.mark.django_db
class TestTransactions:
    @pytest.fixture
    def two(self, tmp_path: Path) -> Iterator[tuple[Any, Any]]:
        """Two connections to one database; both wait a moment only."""
        settings = databases.settings(address="", home=tmp_path)
        settings["OPTIONS"] |= {"timeout": 0.05}
        handlers = [ConnectionHandler({"default": settings}) for _ in range(2)]
        one, other = (handler["default"] for handler in handlers)
        yield one, other
        one.close()
        other.close()

    def begin(self, connection: Any) -> None:
        connection.ensure_connection()
        connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)

    def may_write(self, connection: Any) -> bool:
        try:
            self.begin(connection)
        except OperationalError:
            return False
        connection.rollback()
        connection.set_autocommit(True)
        return True

    @pytest.mark.parametrize("ends", ["commit", "rollback", "close"])
    def test_the_turn_ends_with_the_transaction(self, two: tuple[Any, Any], ends: str) -> None:
        one, other = two
        self.begin(one)
        assert not self.may_write(other)
        getattr(one, ends)()
        assert self.may_write(other)

    def test_who_could_not_begin_keeps_no_turn(self, two: tuple[Any, Any]) -> None:
        one, other = two
        one.ensure_connection()
        with one.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE")  # past the line
            assert not self.may_write(other)
            cursor.execute("ROLLBACK")
        assert self.may_write(one)
        assert self.may_write(other)
