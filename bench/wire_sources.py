"""What a look at a source costs, and finding what is alike (`make bench-wire-sources`).

On SQLite. The request itself is left out: another site's answer is given from
memory, because the goal is what comes on top of it. Of the stories in which
something alike is looked up, one of fifty is a text of 400 made-up words with
the frequencies of a language; the others have signatures drawn at random.
"""

from __future__ import annotations

import os
import random
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench import paper, report

STORIES = int(os.environ.get("BROADSHEET_BENCH_STORIES", "1000000"))
TEXTS = STORIES // 50
ITEMS = 50
LOOKS = 100
LOOKED_UP = 200
POLL_GOAL = 5.0  # ms of CPU
ALIKE_GOAL = 10.0  # ms
BATCH = 5_000
Part = tuple[list[dict[str, Any]], str]


def main() -> None:
    """Measure both; the stories are kept where `BROADSHEET_BENCH_HOME` says."""
    kept = os.environ.get("BROADSHEET_BENCH_HOME")
    paper.set_up(home=Path(kept or tempfile.mkdtemp(prefix="broadsheet-bench-")) / "wire")
    found = [polls(), alike()]
    rows = [row for part, _ in found for row in part]
    wrong = "; ".join(filter(None, (told for _, told in found)))
    right = report.correct(
        not wrong, wrong or "nothing new came in, and each look-up found what it should"
    )
    report.write("wire_sources", [*rows, right])


def polls() -> Part:
    """CPU of a look at a feed of 50 items with nothing new in it."""
    from broadsheet.foundation import outside
    from broadsheet.wire.models import Item, Source
    from broadsheet.wire.sources import looking

    Source.objects.filter(name="Feed").delete()
    source = Source.objects.create(name="Feed", address="https://feed.example.org/")
    answers = [_answer(_feed(0))]
    outside.get = lambda *_, **__: answers.pop()
    looking.look(source=source)
    before = Item.objects.count()
    kinds = {
        "the server says so (304)": [outside.Answer(status=304, address="") for _ in range(LOOKS + 1)],
        "the same feed again": [_answer(_feed(0)) for _ in range(LOOKS + 1)],
        "the same items, dated anew": [_answer(_feed(n)) for n in range(LOOKS + 1)],
    }
    rows = []
    for kind, prepared in kinds.items():
        answers[:] = prepared
        taken = report.both_times(lambda: looking.look(source=source), rounds=LOOKS)
        note = f"CPU; on the clock {report.p50([wall for wall, _ in taken]):.1f} ms"
        cpu = report.p50([cpu for _, cpu in taken])
        what = f"look at 50 items, nothing new: {kind}"
        rows.append(report.row(what, cpu, goal=POLL_GOAL, note=note))
    right = before == Item.objects.count() and source.items.count() == ITEMS and not source.failures
    return rows, "" if right else "a look at nothing new changed something"


def _answer(body: bytes) -> Any:
    from broadsheet.foundation.outside import Answer

    return Answer(status=200, address="https://feed.example.org/", body=body)


def _feed(moment: int) -> bytes:
    items = "".join(
        f"<item><title>{headline}</title><guid>{number}</guid>"
        f"<link>https://feed.example.org/{number}</link>"
        f"<pubDate>Mon, 04 Mar 2024 12:{number:02}:00 GMT</pubDate>"
        f"<description>{text[:200]}</description>"
        f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded></item>"
        for number, (headline, text) in enumerate(paper.texts(ITEMS))
    )
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Feed</title><lastBuildDate>{moment}</lastBuildDate>{items}</channel></rss>"
    ).encode()


def alike() -> Part:
    """How long it takes to find the one of a million stories that says nearly the same."""
    from broadsheet.wire.sources.alike import signature_of
    from broadsheet.wire.sources.taking import first_like

    fill()
    texts = [text for _, text in paper.texts(TEXTS + LOOKED_UP)]
    known = [(pk, _changed(text)) for pk, text in _some(texts)]
    unknown = [(None, text) for text in texts[TEXTS:]]
    alone = report.p50(report.times(lambda: signature_of(unknown[0][1]), rounds=LOOKED_UP))
    rows, missed = [], 0
    for what, cases in (("there is one", known), ("there is none", unknown)):
        asked = iter([cases[0], *cases])
        found: list[int | None] = []

        def look(asked: Iterator[Any] = asked, found: list[int | None] = found) -> None:
            found.append(first_like(signature=signature_of(next(asked)[1])))

        taken = report.both_times(look, rounds=len(cases))
        missed += sum(one != right for one, (right, _) in zip(found[1:], cases, strict=True))
        walls = [wall for wall, _ in taken]
        note = f"p95 {report.p95(walls):.1f} ms; of it the signature {alone:.1f} ms"
        what = f"look-up among {STORIES:,} stories, {what}"
        rows.append(report.row(what, report.p50(walls), goal=ALIKE_GOAL, note=note))
    return rows, f"{missed} of {2 * LOOKED_UP} look-ups found another story" if missed else ""


def fill() -> None:
    """A million stories with their bands, straight into the tables."""
    from django.db import connection

    from broadsheet.foundation.clock import now
    from broadsheet.wire.models import Item, Source

    source, _ = Source.objects.get_or_create(name="Million", address="https://million.example.org/")
    if source.items.count() == STORIES:
        Item.objects.filter(source=source).update(arrived_at=now() - timedelta(days=1))
        return
    source.items.all().delete()
    connection.close()
    database = sqlite3.connect(connection.settings_dict["NAME"])
    database.execute("PRAGMA synchronous=OFF")
    database.execute("PRAGMA cache_size=-200000")
    database.execute("DROP INDEX wire_band_value")
    first = (database.execute("SELECT MAX(id) FROM wire_item").fetchone()[0] or 0) + 1
    batch: list[tuple[int, bytes, list[int]]] = []
    for number, (signature, bands) in enumerate(_signed()):
        batch.append((first + number, signature, bands))
        if len(batch) == BATCH:
            _insert(database, batch, source.pk, str(now() - timedelta(days=1)))
            batch = []
            print(f"\r{number + 1:,} stories", end="", file=sys.stderr)
    database.execute("CREATE INDEX wire_band_value ON wire_band (value, item_id)")
    database.execute("ANALYZE")
    database.commit()
    database.close()


def _insert(
    database: sqlite3.Connection, batch: list[tuple[int, bytes, list[int]]], source: int, when: str
) -> None:
    database.executemany(
        "INSERT INTO wire_item (id, source_id, key, digest, headline, text, story, before, version,"
        " urgency, arrived_at, state, signature, listed)"
        " VALUES (?, ?, ?, '', 'A headline', '', '{}', '', 1, 0, ?, 'new', ?, 1)",
        ((pk, source, f"{pk}", when, signature) for pk, signature, _ in batch),
    )
    database.executemany(
        "INSERT INTO wire_band (item_id, value) VALUES (?, ?)",
        ((pk, value) for pk, _, bands in batch for value in bands),
    )
    database.commit()


def _signed() -> Iterator[tuple[bytes, list[int]]]:
    """Signatures with their bands; a band of a random signature is a random number."""
    from broadsheet.wire.sources.alike import BANDS, PLACES, bands_of, signature_of

    for _, text in paper.texts(TEXTS):
        signature = signature_of(text)
        yield signature, bands_of(signature)
    chance = random.Random(paper.SEED)
    for _ in range(STORIES - TEXTS):
        yield (
            chance.randbytes(PLACES * 4),
            [chance.getrandbits(64) - 2**63 for _ in range(BANDS)],
        )


def _some(texts: list[str]) -> Iterator[tuple[int, str]]:
    """Every so many of the texts, with the story that has it."""
    from broadsheet.wire.models import Item

    stories = Item.objects.filter(source__name="Million").order_by("pk")
    first = stories.values_list("pk", flat=True)[0]
    step = TEXTS // LOOKED_UP
    for number in range(0, step * LOOKED_UP, step):
        yield first + number, texts[number]


def _changed(text: str) -> str:
    """As another desk would print it: the end cut, one word in thirty replaced."""
    words = text.split()[: int(paper.WORDS * 0.9)]
    return " ".join("other" if place % 30 == 7 else word for place, word in enumerate(words))


if __name__ == "__main__":
    main()
