"""Queries whose SQL is written once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import LimitCount
from broadsheet.foundation.prepared import Prepared, PreparedForMany, Slot, cursor, insert

pytestmark = pytest.mark.django_db

lately = Prepared(
    lambda: LimitCount.objects.filter(key=Slot("key"), window__gt=Slot("since")).order_by("window")
)
keys = Prepared(lambda: LimitCount.objects.filter(uses__gte=Slot("uses")).values_list("key", flat=True))
locked = Prepared(lambda: LimitCount.objects.select_for_update().filter(key=Slot("key")))


def test_it_answers_for_each_value_anew() -> None:
    moment = now()
    rows = [
        LimitCount(key=key, window=moment - timedelta(hours=hours), uses=hours)
        for key in ("a", "b")
        for hours in (1, 2, 3)
    ]
    insert(rows)
    found = lately(key="a", since=moment - timedelta(hours=2, minutes=30))
    assert [(row.key, row.uses, row.window) for row in found] == [
        ("a", 2, moment - timedelta(hours=2)), ("a", 1, moment - timedelta(hours=1)),
    ]  # fmt: skip
    assert [row.key for row in lately(key="b", since=moment - timedelta(days=1))] == ["b"] * 3
    assert lately(key="c", since=moment) == []
    assert sorted(keys(uses=3)) == ["a", "b"]
    assert lately.first(key="b", since=moment) is None


def test_it_asks_about_as_many_as_there_are() -> None:
    moment = now()
    insert([LimitCount(key=f"k{number}", window=moment, uses=number) for number in range(9)])
    of_each = PreparedForMany(
        lambda slots: LimitCount.objects.filter(key__in=slots("key"), uses__gt=Slot("more")).order_by(
            "key"
        )
    )
    for number in (1, 2, 3, 5, 8, 3):
        wanted = [f"k{place}" for place in range(1, number + 1)]
        assert [row.key for row in of_each(key=wanted, more=0)] == wanted
    assert [row.uses for row in of_each(key=["k1", "k7", "k8"], more=6)] == [7, 8]


def test_it_sees_what_was_written_since() -> None:
    assert keys(uses=1) == []
    insert([LimitCount(key="new", window=now(), uses=1)])
    assert keys(uses=1) == ["new"]
    LimitCount.objects.update(uses=0)
    assert keys(uses=1) == []


def test_it_locks_inside_a_transaction() -> None:
    insert([LimitCount(key="one", window=now(), uses=1)])
    for _ in range(2):
        with transaction.atomic():
            row = locked.first(key="one")
            assert row is not None
            row.uses += 1
            row.save()
    assert LimitCount.objects.get().uses == 3


def test_rows_put_in_have_their_keys_and_can_be_saved() -> None:
    rows = [LimitCount(key=f"{number}", window=now(), uses=number) for number in range(1200)]
    insert(rows)
    assert LimitCount.objects.count() == 1200
    assert {row.pk: row.key for row in rows} == dict(LimitCount.objects.values_list("pk", "key"))
    rows[7].uses = 70
    rows[7].save()
    assert LimitCount.objects.get(key="7").uses == 70
    insert([])


def test_a_row_that_may_not_be_is_refused() -> None:
    moment = now()
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([LimitCount(key="x", window=moment), LimitCount(key="x", window=moment)])
    assert not LimitCount.objects.exists()


def test_postgresql_keeps_the_plan_of_what_it_hears_again() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps what it has compiled by itself")
    for number in range(4):
        keys(uses=number)
    with connection.cursor() as asking:
        asking.execute("SELECT statement FROM pg_prepared_statements")
        kept = [statement for (statement,) in asking.fetchall()]
    asked = [statement for statement in kept if LimitCount._meta.db_table in statement]
    assert len(asked) == 1
    assert "$1" in asked[0]


def test_what_was_taken_back_is_heard_anew() -> None:
    def ask_and_take_back() -> None:
        with transaction.atomic():
            for number in range(4):
                keys(uses=number)
            transaction.set_rollback(True)

    for _ in range(2):
        ask_and_take_back()
        assert keys(uses=1) == []


def test_what_its_cursor_said_is_shown_with_the_values() -> None:
    with CaptureQueriesContext(connection) as seen:
        for number in range(5):
            with cursor() as asking:
                asking.execute("SELECT %s", [f"word {number}"])
                assert asking.fetchall() == [(f"word {number}",)]
    assert [query["sql"] for query in seen] == [f"SELECT 'word {number}'" for number in range(5)]
