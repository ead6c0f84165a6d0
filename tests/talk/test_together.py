"""Writes that come in the same moment share a transaction."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from broadsheet.foundation import together as together_module
from broadsheet.foundation.models import JobRun
from broadsheet.foundation.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def a_writer_of_its_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    writer = together_module.Writer()
    monkeypatch.setattr(together_module, "_writer", writer)
    yield
    writer.stop()


def at_once(number: int, act: Any) -> list[Any]:
    barrier = threading.Barrier(number)
    found: list[Any] = [None] * number

    def run(place: int) -> None:
        barrier.wait()
        try:
            found[place] = together(lambda: act(place))
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
