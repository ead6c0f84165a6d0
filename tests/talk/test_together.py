"""Writes that come in the same moment share a transaction."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, connection, transaction

from broadsheet.foundation import together as together_module
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import JobRun, LimitCount
from broadsheet.foundation.together import in_one_piece, together

# The order of files is kept (see pyproject.toml): those that empty the database come last.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def a_writer_of_its_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    writer = together_module.Writer()
    monkeypatch.setattr(together_module, "_writer", writer)
    yield
    writer.stop()


def at_once(number: int, act: Any) -> list[Any]:
    return side_by_side(number, lambda place: together(lambda: act(place)))


def side_by_side(number: int, act: Any) -> list[Any]:
    barrier = threading.Barrier(number)
    found: list[Any] = [None] * number

    def run(place: int) -> None:
        barrier.wait()
        try:
            found[place] = act(place)
        except Exception as error:  # looked at by the test
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def write(place: int) -> str:
    return JobRun.objects.create(name=f"job {place}").name


def test_each_gets_its_own_answer_and_all_is_written() -> None:
    assert at_once(8, write) == [f"job {place}" for place in range(8)]
    assert JobRun.objects.count() == 8


def test_one_that_fails_takes_back_its_own_part_only() -> None:
    def act(place: int) -> str:
        name = write(place)
        if place % 2:
            raise ValueError(name)
        return name

    found = at_once(6, act)
    assert [str(one) for one in found] == [f"job {place}" for place in range(6)]
    assert [isinstance(one, ValueError) for one in found] == [False, True] * 3
    assert set(JobRun.objects.values_list("name", flat=True)) == {"job 0", "job 2", "job 4"}


class Held:
    """The writer, busy until what is handed in is all waiting: then it is one group."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, waiting: int) -> None:
        self.groups: list[int] = []
        written, go = together_module._written, threading.Event()

        def spied(group: list[Any], join: Any) -> bool:
            answered = written(group, join)
            self.groups.append(len(group))
            return answered

        monkeypatch.setattr(together_module, "_written", spied)
        writer = together_module._writer
        assert writer is not None
        begun = threading.Event()

        def be_busy() -> None:
            begun.set()
            go.wait(10)

        threading.Thread(target=lambda: together(be_busy)).start()
        assert begun.wait(10)

        def let_go() -> None:
            while writer._waiting.qsize() < waiting:
                time.sleep(0.001)
            go.set()

        threading.Thread(target=let_go, daemon=True).start()


def test_what_waits_shares_one_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held(monkeypatch, waiting=8)
    assert at_once(8, write) == [f"job {place}" for place in range(8)]
    assert held.groups == [1, 8]


def test_one_that_fails_has_its_neighbours_done_each_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def act(place: int) -> str:
        name = write(place)
        if place == 3:
            raise ValueError(name)
        return name

    held = Held(monkeypatch, waiting=5)
    found = at_once(5, act)
    assert [isinstance(one, ValueError) for one in found] == [False, False, False, True, False]
    assert held.groups == [1, 5, 1, 1, 1, 1, 1]
    assert sorted(JobRun.objects.values_list("name", flat=True)) == ["job 0", "job 1", "job 2", "job 4"]


def test_one_whose_commit_is_refused_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def act(place: int) -> str:
        if place == 1:  # of a type that is not there: seen when the transaction ends
            Permission.objects.create(name="x", codename="x", content_type_id=999_999)
        return write(place)

    Held(monkeypatch, waiting=3)
    found = at_once(3, act)
    assert [isinstance(one, IntegrityError) for one in found] == [False, True, False]
    assert sorted(JobRun.objects.values_list("name", flat=True)) == ["job 0", "job 2"]


def test_who_was_written_is_thanked_whatever_follows(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise RuntimeError("the plates are gone")

    def act(place: int) -> str:
        transaction.on_commit(fail)
        return write(place)

    assert at_once(1, act) == ["job 0"]
    assert at_once(2, lambda place: write(place + 1)) == ["job 1", "job 2"]  # it writes on
    assert "the plates are gone" in caplog.text


def test_what_is_of_one_kind_is_done_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces: list[list[int]] = []

    def write_all(places: Any) -> list[Any]:
        pieces.append(list(places))
        return [ValueError(f"not {place}") if place == 3 else write(place) for place in places]

    Held(monkeypatch, waiting=6)
    found = side_by_side(6, lambda place: in_one_piece(write_all, place))
    assert [sorted(piece) for piece in pieces] == [list(range(6))]
    assert str(found.pop(3)) == "not 3"
    assert found == [f"job {place}" for place in (0, 1, 2, 4, 5)]
    assert JobRun.objects.count() == 5  # one that is refused takes back nothing


def test_a_piece_that_fails_is_done_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def write_all(places: Any) -> list[str]:
        if len(places) > 1:
            raise IntegrityError("two in the same moment")
        return [write(place) for place in places]

    Held(monkeypatch, waiting=4)
    found = side_by_side(4, lambda place: in_one_piece(write_all, place))
    assert found == [f"job {place}" for place in range(4)]


def test_eight_threads_count_in_order() -> None:
    """Each reads the number and writes the next one: none is lost, none comes twice."""
    count = LimitCount.objects.create(key="all", window=now())

    def next_number() -> int:
        kept = LimitCount.objects.select_for_update().get(pk=count.pk)
        kept.uses += 1
        kept.save()
        return kept.uses

    def act(place: int) -> list[int]:
        return [together(next_number) for _ in range(20)]

    found: list[list[int]] = side_by_side(8, act)
    assert all(numbers == sorted(numbers) for numbers in found)
    assert sorted(number for numbers in found for number in numbers) == list(range(1, 161))
    assert LimitCount.objects.get().uses == 160
