"""How long setting type takes (`make bench-print`): an article, a share card, a newspaper.

Over the demonstration edition, whose articles have pictures, tables and boxes
in five languages. The second of two readings of the clock is the processor's:
what it would be on a machine with nothing else to do.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from typing import Any

from bench import report

ARTICLE, EDITION, STORIES = 150, 5000, 40  # ms, ms, articles


def main() -> None:
    home = os.environ.get("BROADSHEET_BENCH_HOME") or tempfile.mkdtemp(prefix="broadsheet-bench-")
    subprocess.run(
        [sys.executable, "-m", "broadsheet", "demo", "--load-only", "--home", home], check=True
    )
    os.environ |= {"BROADSHEET_HOME": home, "DJANGO_SETTINGS_MODULE": "bench.settings"}
    import django

    django.setup()
    from django.conf import settings

    settings.PRINT_FOLDER = tempfile.mkdtemp(prefix="broadsheet-bench-")  # nothing is kept from before
    report.write("print", measure())


def measure() -> list[dict[str, Any]]:
    """Each thing is set once, the first time in this process: the typesetter remembers what it set."""
    from broadsheet.news import queries
    from broadsheet.outreach.printing import cards, matter

    articles = list(queries.whole().filter(published_at__isnull=False))
    for article in articles:  # sizes of pictures are made once in a paper's life
        pictures = matter.Pictures()
        matter.blocks_of(article, pictures)
        for picture in [*pictures.found.values(), *([article.picture] if article.picture else [])]:
            matter.bytes_of(picture)
    sheet(articles.pop())  # reads the faces
    taken = [once(lambda one=article: sheet(one)) for article in articles]
    before = _memory()
    papers = newspapers(articles)
    drawn = [once(lambda one=article: cards.card_png(one)) for article in articles]
    rows = []
    for what, found in (("an article", taken), ("a share card", drawn)):
        for which, place in (("clock", 0), ("processor", 1)):
            times = [one[place] for one in found]
            note = f"{len(times)} articles of the demonstration edition, the slowest {max(times):.0f} ms"
            name, value = f"{what}, p95 of the {which}", report.p95(times)
            rows.append(report.row(name, value, goal=ARTICLE, note=note))
    memory = report.row("memory behind the newspapers beside before them", _memory() / before, goal=2,
                        unit="×", note=f"{before} MB before")  # fmt: skip
    right, said = is_right(articles)
    return [*rows, *papers, memory, report.correct(right, said)]


def once(act: Any) -> tuple[float, float]:
    """Milliseconds of the clock and of the processor."""
    start, cpu = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - start) * 1000, (time.process_time() - cpu) * 1000


def sheet(article: Any) -> bytes:
    """What a reader waits for when no file is kept."""
    from broadsheet.outreach.printing import matter, press, sheets

    pictures = matter.Pictures()
    told = sheets.article_sheet(article, pictures)
    return press.set_type(form="article", **sheets.ready(told, pictures))


def newspapers(articles: list[Any]) -> list[dict[str, Any]]:
    from datetime import date

    from broadsheet.outreach.printing.newspaper import setting
    from broadsheet.outreach.printing.newspaper.formats import FORMATS

    stories = (articles * 2)[:STORIES]
    rows = []
    for paper in FORMATS.values():
        made: list[int] = []

        def make(paper: Any = paper, made: list[int] = made) -> None:
            made.append(setting.newspaper(articles=stories, day=date(2026, 1, 1), paper=paper)[1])

        for which, value in zip(("clock", "processor"), once(make), strict=True):
            note = f"{made[0]} pages, {STORIES} stories, {len(articles)} of them different"
            name = f"a newspaper, {paper.name}, {which}"
            rows.append(report.row(name, value, goal=EDITION, note=note))
    return rows


def is_right(articles: list[Any]) -> tuple[bool, str]:
    """Whether each PDF holds the words of its article, as another program reads it."""
    from pypdf import PdfReader

    right = 0
    latin = [article for article in articles if article.language in {"en", "ru", "kk"}]
    for article in latin:
        pages = PdfReader(BytesIO(sheet(article))).pages
        text = " ".join(" ".join(page.extract_text().split()) for page in pages)
        right += article.title in text and article.url in text
    return right == len(latin), f"headline and address read back from {right} of {len(latin)}"


def _memory() -> int:
    """The most this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
