"""Moving in and moving out: a WordPress export into SQLite, and an archive out of it.

The export has generated stories of 400 words in the three ways in which WordPress has kept
them (blocks, paragraphs, bare text), each with an author, a category, two tags and an old
address; some have a date to come or a quote, which are read out of them at publication.
Each measurement is a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench import paper, report

CATEGORIES, TAGS, AUTHORS = 12, 300, 60
NEWEST = datetime(2026, 1, 1, 12, tzinfo=UTC)
STORIES = 10_000
MANY = 200_000
LONG = bool(os.environ.get("BROADSHEET_BENCH_LONG"))
MEGABYTES = int(os.environ.get("BROADSHEET_BENCH_MB", "2048"))
RATE_GOAL, SLOWER_GOAL, MEMORY_GOAL = 300, 0.7, 500  # stories a second, of it, MB
EXPORT_GOAL, GROWTH_GOAL = 2_000, 1.1  # articles a second, times the peak of the first tenth
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
    ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:wp="http://wordpress.org/export/1.2/">\n<channel><title>The Old Paper</title>'
    "<link>https://old.example.org</link><wp:wxr_version>1.2</wp:wxr_version>"
    "<wp:base_blog_url>https://old.example.org</wp:base_blog_url>\n"
)
SAYS = ("The council meets again on 4 June 2031.", "“We shall see,” said Ann Lee.", "")
Part = tuple[list[dict[str, Any]], str]


# The file -------------------------------------------------------------------


def write_export(*, path: Path, stories: int = sys.maxsize, megabytes: int = 0) -> int:
    """A WordPress export of this many stories, or of this size; always the same.

    Returns how many stories it has.
    """
    number = 0
    texts = paper.texts(min(stories, MANY) if stories < sys.maxsize else 5_000)
    kept = list(texts) if megabytes else None
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        file.writelines(_head())
        while number < stories and (not megabytes or file.tell() < megabytes << 20):
            headline, text = kept[number % len(kept)] if kept else next(texts)
            file.write(_item(number, headline, text))
            number += 1
        file.write("</channel></rss>\n")
    return number


def _head() -> Iterator[str]:
    for n in range(AUTHORS):
        yield (
            f"<wp:author><wp:author_id>{n}</wp:author_id><wp:author_login>author{n}</wp:author_login>"
            f"<wp:author_display_name>Author {n}</wp:author_display_name></wp:author>\n"
        )
    for n in range(CATEGORIES):
        yield (
            f"<wp:category><wp:term_id>{n}</wp:term_id><wp:category_nicename>part-{n}"
            f"</wp:category_nicename><wp:cat_name>Part {n}</wp:cat_name></wp:category>\n"
        )


def _item(number: int, headline: str, text: str) -> str:
    words = text.split()
    paragraphs = [" ".join(words[at : at + 50]) + "." for at in range(0, len(words), 50)]
    paragraphs[1] += f" {SAYS[number % len(SAYS)]}"
    shapes = ("<!-- wp:paragraph -->\n<p>{}</p>\n<!-- /wp:paragraph -->", "<p>{}</p>", "{}")
    body = "\n\n".join(shapes[number // len(SAYS) % len(shapes)].format(one) for one in paragraphs)
    tags = "".join(
        f'<category domain="post_tag" nicename="tag-{tag}">Tag {tag}</category>'
        for tag in (number % TAGS, (number * 7 + 1) % TAGS)
    )
    when = NEWEST - timedelta(minutes=37 * (MANY - number % MANY))
    part = number % CATEGORIES
    return (
        f"<item><title>{headline}</title><link>https://old.example.org/{when:%Y/%m}/s{number}/</link>"
        f"<dc:creator>author{number % AUTHORS}</dc:creator>"
        f'<guid isPermaLink="false">https://old.example.org/?p={number}</guid>'
        f"<content:encoded><![CDATA[{body}]]></content:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_name>s{number}</wp:post_name>"
        f"<wp:post_date_gmt>{when:%Y-%m-%d %H:%M:%S}</wp:post_date_gmt>"
        "<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>"
        f'<category domain="category" nicename="part-{part}">Part {part}</category>{tags}</item>\n'
    )


# What is measured -----------------------------------------------------------


def moving() -> Part:
    """Stories a second from a file to published articles, and from articles to an archive."""
    rows: list[dict[str, Any]] = []
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as folder:
        few = _moved_in(Path(folder) / "few", STORIES, rows, wrong)
        _moved_out(Path(folder) / "few", STORIES, rows, wrong)
        if LONG:
            many = _moved_in(Path(folder) / "many", MANY, rows, wrong)
            of_few = many["cpu rate"] / few["cpu rate"]
            note = f"of a processor's time; on the clock {many['rate'] / few['rate']:.2f}"
            rows.append(_more(f"rate at {MANY:,} beside {STORIES:,}", of_few, SLOWER_GOAL, "x", note))
            _moved_out(Path(folder) / "many", MANY, rows, wrong)
    return rows, "; ".join(wrong)


def reading() -> Part:
    """The memory that a file far larger than it needs to be read."""
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as folder:
        file = Path(folder) / "large.xml"
        number = write_export(path=file, megabytes=MEGABYTES)
        done = _apart("read", Path(folder) / "paper", file)
    note = f"{number:,} stories, {number / done['cpu']:.0f} a second of a processor's time"
    row = report.row(
        f"memory, an export of {MEGABYTES:,} MB read",
        done["peak"],
        goal=MEMORY_GOAL,
        unit="MB",
        note=note,
    )
    return [row], "" if done["stories"] == number else "not every story of the large file was read"


def _moved_in(home: Path, number: int, rows: list[dict[str, Any]], wrong: list[str]) -> dict[str, float]:
    home.mkdir()
    file = home / "export.xml"
    write_export(path=file, stories=number)
    done = _apart("import", home, file)
    note = f"on the clock, {done['wall']:.0f} s; {done['cpu rate']:.0f}/s of a processor's time"
    rows.append(_more(f"WXR to published articles, {number:,}", done["rate"], RATE_GOAL, "/s", note))
    rows.append(
        _more(f"the same, of one processor's time, {number:,}", done["cpu rate"], RATE_GOAL, "/s", "")
    )
    rows.append(
        report.row(
            f"memory of it, {number:,}", done["peak"], goal=MEMORY_GOAL, unit="MB",
            note=f"{done['half']:.0f} MB after half of it",
        )
    )  # fmt: skip
    counted = {name: done[name] for name in ("live", "indexed", "versions", "redirects", "stories")}
    if set(counted.values()) != {number}:
        wrong.append(f"of {number} stories came {counted}")
    return done


def _moved_out(home: Path, number: int, rows: list[dict[str, Any]], wrong: list[str]) -> None:
    done = _apart("export", home, home / "paper.zip")
    note = f"on the clock, {done['wall']:.0f} s; {done['cpu rate']:.0f}/s of a processor's time"
    rows.append(_more(f"archive export, {number:,} articles", done["rate"], EXPORT_GOAL, "/s", note))
    growth = done["peak"] / done["tenth"]
    note = f"{done['peak']:.0f} MB against {done['tenth']:.0f} MB after a tenth"
    rows.append(
        report.row(f"memory of the export, {number:,}", growth, goal=GROWTH_GOAL, unit="x", note=note)
    )
    if done["stories"] != number or done["lines"] != number:
        wrong.append(f"of {number} articles {done['lines']} went out")


def _more(what: str, value: float, goal: float, unit: str, note: str) -> dict[str, Any]:
    value = round(value, 2) if value < 10 else round(value)
    return {"what": what, "unit": unit, "value": value, "goal": goal, "better": "higher",
            "met": value >= goal, "note": note}  # fmt: skip


# In processes of their own --------------------------------------------------


def _apart(verb: str, home: Path, file: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.wire_moving", verb, str(home), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


class Memory:
    """What this process has of its own, in MB, looked at again and again.

    Pages of the database's file that SQLite has mapped (up to 256 MB) are not counted: they
    are the system's cache, and are given up when somebody needs them.
    """

    peak = 0.0

    def look(self) -> float:
        """The most until now."""
        said = dict(re.findall(r"(RssAnon|RssShmem):\s+(\d+) kB", Path("/proc/self/status").read_text()))
        self.peak = max(self.peak, sum(map(int, said.values())) / 1024)
        return self.peak


memory = Memory()


def main(verb: str, home: Path, file: Path) -> None:
    paper.set_up(home=home)
    start, cpu = time.perf_counter(), time.process_time()
    found = {"import": _import, "export": _export, "read": _read}[verb](file)
    wall, cpu = (
        found.pop("wall", time.perf_counter() - start),
        found.pop("cpu", time.process_time() - cpu),
    )
    stories = found["stories"]
    print(
        json.dumps(
            found
            | {
                "wall": wall,
                "cpu": cpu,
                "rate": stories / wall,
                "cpu rate": stories / cpu,
                "peak": memory.look(),
            }
        )
    )


def _import(file: Path) -> dict[str, float]:
    from wagtail.contrib.redirects.models import Redirect

    from broadsheet.news.models import ArticlePage, SearchEntry
    from broadsheet.wire.api import Options, Outcome, Progress, import_file

    half = 0.0

    def watch(event: Any) -> None:
        nonlocal half
        peak = memory.look() if isinstance(event, Progress) else 0
        if peak and not half and event.fraction >= 0.75:  # it is read twice
            half = peak

    start, cpu = time.perf_counter(), time.process_time()
    result = import_file(path=file, report=watch, options=Options(pictures=False))
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    public = ArticlePage.objects.filter(live=True)
    return {
        "stories": result.of("story", Outcome.NEW), "wall": wall, "cpu": cpu, "half": half,
        "live": public.count(), "indexed": SearchEntry.objects.count(),
        "versions": public.filter(live_revision__isnull=False).count(),
        "redirects": Redirect.objects.count(),
    }  # fmt: skip


def _export(file: Path) -> dict[str, float]:
    import zipfile

    from broadsheet.news.models import ArticlePage
    from broadsheet.wire.api import Progress, export

    total = ArticlePage.objects.count()
    tenth = 0.0

    def watch(event: Any) -> None:
        nonlocal tenth
        if not isinstance(event, Progress) or event.stories % 50:
            return
        memory.look()
        if not tenth and event.stories >= total / 10:
            tenth = memory.peak

    start, cpu = time.perf_counter(), time.process_time()
    done = export(path=file, report=watch)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    with zipfile.ZipFile(file).open("stories.jsonl") as lines:
        number = sum(1 for _ in lines)
    return {"stories": done.stories, "lines": number, "wall": wall, "cpu": cpu, "tenth": tenth}


def _read(file: Path) -> dict[str, float]:
    from django.utils import timezone

    from broadsheet.wire.formats import format_of
    from broadsheet.wire.reading import Options
    from broadsheet.wire.story import Story

    found = format_of(file).read(file, Options(pictures=False))
    stories = 0
    for one in found.items(lambda _: timezone.now()):
        stories += isinstance(one, Story)
        if not stories % 50:
            memory.look()
    return {"stories": stories}


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
