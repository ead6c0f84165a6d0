"""Which numbers of changes are missing, and for how long."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.edition.gaps import Gap, holes, still_missing


@given(st.sets(st.integers(11, 60)), st.integers(0, 70))
def test_holes_and_numbers_are_everything_between(numbers: set[int], before: int) -> None:
    found = list(holes(10, sorted(numbers), before))
    missing = {number for first, last in found for number in range(first, last + 1)}
    assert missing == set(range(11, max([before, *numbers]))) - numbers
    assert all(first <= last for first, last in found)


def test_a_gap_stays_while_a_transaction_of_its_time_is_under_way() -> None:
    old = Gap(5, 9, ends=100, noticed=time.time() - 3600)
    open_, closed = (
        still_missing([old], [7, 12], applied=11, oldest=oldest, following=lambda: 130)
        for oldest in (99, 100)
    )
    assert [(gap.first, gap.last) for gap in open_] == [(5, 6), (8, 9)]
    assert closed == []


def test_a_gap_is_not_closed_in_the_instant_it_was_noticed() -> None:
    new = still_missing([], [12, 15], applied=11, oldest=1, following=lambda: 130)
    assert [(gap.first, gap.last, gap.ends) for gap in new] == [(13, 14, 130)]
    assert still_missing(new, [], applied=15, oldest=130, following=lambda: 131) == new
