"""How long a reader's search takes in a large archive (`make bench-search`).

On SQLite, and on PostgreSQL where `BROADSHEET_BENCH_POSTGRES` gives its address.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench import paper, report

GOAL = 50  # ms: the promise of the reading pages
QUERIES = 40  # of each kind
# Places in the vocabulary: its first words are in half of all articles, its last in one of 700.
FREQUENT, MIDDLE, RARE = range(QUERIES), range(800, 800 + QUERIES), range(18_000, 18_000 + QUERIES)


def main() -> None:
    """Measure one database in this process; PostgreSQL in one of its own."""
    if sys.argv[1:] == ["one"]:
        return one(os.environ.get("BENCH_DATABASE", ""))
    rows = _run("")
    if address := os.environ.get("BROADSHEET_BENCH_POSTGRES"):
        rows += _run(address)
    right = all(row["met"] for row in rows if row["what"] == "correct")
    rows = [row for row in rows if row["what"] != "correct"]
    report.write("search", [*rows, report.correct(right, "the same articles as reading every text")])
    return None


def _run(database: str) -> list[dict[str, Any]]:
    with tempfile.NamedTemporaryFile() as found:
        subprocess.run(
            [sys.executable, "-m", "bench.search", "one"],
            env=os.environ | {"BENCH_DATABASE": database, "BENCH_FOUND": found.name},
            check=True,
        )
        rows: list[dict[str, Any]] = json.loads(Path(found.name).read_text())
    return rows


def one(database: str) -> None:
    kept = os.environ.get("BROADSHEET_BENCH_HOME")
    home = Path(kept or tempfile.mkdtemp(prefix="broadsheet-bench-"))
    paper.set_up(home=home, database=database)
    paper.fill(say=lambda words: print(words, file=sys.stderr))
    rows = [*measure("PostgreSQL" if database else "SQLite"), check()]
    Path(os.environ["BENCH_FOUND"]).write_text(json.dumps(rows))


def measure(kind: str) -> list[dict[str, Any]]:
    rows = []
    for what, (words, filters) in searches().items():
        taken = _times(words, filters)
        for name, value in (("p50", report.p50(taken)), ("p95", report.p95(taken))):
            note = f"{kind}, {paper.ARTICLES} articles of {paper.WORDS} words"
            rows.append(report.row(f"{kind}: {what}, {name}", value, goal=GOAL, note=note))
    return rows


def searches() -> dict[str, tuple[list[str], dict[str, Any]]]:
    """Each kind of search: its words and its filters."""
    from datetime import date

    from broadsheet.news.models import SectionPage
    from broadsheet.news.search import Order

    words = paper.vocabulary()
    section = SectionPage.objects.first()
    frequent, middle, rare = ([words[place] for place in places] for places in (FREQUENT, MIDDLE, RARE))
    pairs = [f"{one} {other}" for one, other in pairwise([*frequent, words[QUERIES]])]
    newest = {"order": Order.NEWEST}
    dates = {"since": date(2022, 1, 1), "until": date(2022, 3, 31)}
    return {
        "a frequent word": (frequent, {}),
        "a word of middling frequency": (middle, {}),
        "a rare word": (rare, {}),
        "two frequent words": (pairs, {}),
        "a phrase": ([f'"{pair}"' for pair in pairs], {}),
        "a frequent word, newest first": (frequent, newest),
        "a rare word, newest first": (rare, newest),
        "a frequent word in a section": (frequent, {"section": section}),
        "a frequent word in three months": (frequent, dates),
        "a middling word in a section in three months, newest first": (
            middle, newest | dates | {"section": section},
        ),
        "a frequent word without another": ([f"{one} -{words[500]}" for one in frequent], {}),
    }  # fmt: skip


def _times(words: list[str], filters: dict[str, Any]) -> list[float]:
    """Milliseconds of each search, after three that are not counted."""
    from broadsheet.news import search

    taken = []
    for word in [*words[:3], *words]:
        start = time.perf_counter()
        search.find(words=word, **filters)
        taken.append((time.perf_counter() - start) * 1000)
    return taken[3:]


def check() -> dict[str, Any]:
    """What is found, against reading every text."""
    from broadsheet.news import search
    from broadsheet.news.models import SearchEntry
    from broadsheet.news.search import Order

    words = paper.vocabulary()
    right = True
    for word in (words[3], words[900], words[18_010]):
        slow = _reading_all(SearchEntry.objects.order_by("-place"), word)
        newest = search.find(words=word, order=Order.NEWEST)
        best = search.find(words=word)
        right &= [result.article.pk for result in newest.found] == slow[: search.PER_PAGE]
        right &= newest.count == best.count == min(len(slow), search.COUNT_LIMIT)
        right &= {result.article.pk for result in best.found} <= set(slow)
    return report.correct(right, "the same articles as reading every text")


def _reading_all(entries: Any, word: str) -> list[int]:
    marked = re.compile(rf"\b{word}\b", re.IGNORECASE)
    texts = entries.values_list("article_id", "title", "text").iterator(chunk_size=2000)
    return [key for key, title, text in texts if marked.search(title) or marked.search(text)]


if __name__ == "__main__":
    main()
