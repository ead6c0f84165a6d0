"""How fast finished pages are served, made and made anew (`make bench-edition`).

nginx, Django's own rendering and the edition side by side, in interleaved
rounds; medians. Needs nginx and wrk (Debian: nginx wrk).
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

os.environ.setdefault("BROADSHEET_BENCH_ARTICLES", "10000")

from bench import paper, report, serving
from bench.serving import HOST, Load

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
CHANGES = int(os.environ.get("BENCH_CHANGES", "30"))
SHOWN_ON = 200
OTHER_TRAFFIC = 50  # requests a second while something is published
Row = dict[str, Any]


def main() -> None:
    if sys.argv[1:2] == ["rendering"]:
        return rendering()
    kept = os.environ.get("BROADSHEET_BENCH_HOME")
    home = Path(kept or tempfile.mkdtemp(prefix="broadsheet-bench-"))
    paper.set_up(home=home)
    paper.fill(say=lambda words: print(words, file=sys.stderr))
    serving.broadsheet("prepare", "--home", str(home))
    rows = [*baking(home), *starting(home), *serving_rows(home), *changing(home), *_rendered()]
    right, note = is_right(home)
    report.write("edition", [*rows, report.correct(right, note)])
    return None


def higher(what: str, value: float, *, goal: float, unit: str, note: str = "") -> Row:
    """A line of the report; larger is better."""
    line = report.row(what, value, goal=goal, unit=unit, note=note)
    return line | {"better": "higher", "met": line["value"] >= goal}


# Making --------------------------------------------------------------------


def baking(home: Path) -> list[Row]:
    """A full bake on one core and on two."""
    one, two = _bake(home, 1), _bake(home, 2)
    pages = two[0]
    return [
        report.row("full bake on two cores", two[1], goal=240, unit="s", note=f"{pages} pages"),
        higher("two cores against one", one[1] / two[1], goal=1.8, unit="x",
               note=f"{one[1]:.0f} s on one"),
    ]  # fmt: skip


def _bake(home: Path, processes: int) -> tuple[int, float]:
    begun = time.perf_counter()
    done = serving.broadsheet("edition", "bake", "--home", str(home), "--processes", str(processes))
    return int(done.stdout.split()[0]), time.perf_counter() - begun


# Serving -------------------------------------------------------------------


def starting(home: Path) -> list[Row]:
    taken = []
    for _ in range(ROUNDS):
        port = serving.free_port()
        begun = time.perf_counter()
        process = serving.start(home, port)
        serving.wait_for(port, path="/")
        taken.append((time.perf_counter() - begun) * 1000)
        process.terminate()
        process.wait()
    return [report.row("first plate after serve begins", statistics.median(taken), goal=250,
                       note=f"of {ROUNDS}: {min(taken):.0f} to {max(taken):.0f}")]  # fmt: skip


def serving_rows(home: Path) -> list[Row]:
    """Rates against nginx with the very same bodies."""
    from broadsheet.edition.baking import unpolished
    from broadsheet.edition.shelves import open_shelf

    shelf = open_shelf()
    assert shelf
    paths = _article_paths()
    bodies = {f"/{number}.html": _plate(path) for number, path in enumerate(paths)}
    with serving.nginx(bodies) as static, serving.paper(home) as served:
        # as a paper is some minutes after a full bake
        _until(lambda: not unpolished(shelf), seconds=600, pause=2)
        base = serving.pss_mb(serving.web_processes(served[1]))
        hot = _pairs(static, served, ["/0.html"], [paths[0]])
        spread = _pairs(static, served, list(bodies), paths)
        beyond = serving.pss_mb(serving.web_processes(served[1])) - base
        again = _pairs_304(static, served, paths[0])
        rendered = serving.load(*served, paths=[paths[0]], connections=8, headers={"Cookie": "own=1"})
        slow = serving.steady(served[0], path=paths[0], rate=_rate(hot["edition"]) / 2)
    return [
        _against("one hot article", hot, goal=0.65),
        higher("one hot article against Django", _rate(hot["edition"]) / rendered.rate, goal=400,
               unit="x",
               note=f"Django renders {rendered.rate:.0f}/s"),
        _against(f"{len(paths)} articles, uniform", spread, goal=0.6),
        report.row("memory beyond Django", beyond, goal=120, unit="MB", note=f"{base:.0f} MB before"),
        higher("requests a CPU-second", _cpu(hot["edition"]) / _cpu(hot["nginx"]), goal=0.45,
               unit="of nginx", note=f"{_cpu(hot['edition']):.0f} against {_cpu(hot['nginx']):.0f}"),
        _against("not modified (304)", again, goal=0.65),
        report.row("p99 at half the peak rate", slow.p99_ms, goal=5, note=f"at {slow.rate:.0f}/s"),
    ]  # fmt: skip


def _pairs(
    static: tuple[int, int], served: tuple[int, int], files: list[str], paths: list[str]
) -> dict[str, list[Load]]:
    found: dict[str, list[Load]] = {"nginx": [], "edition": []}
    for _ in range(ROUNDS):
        found["nginx"].append(serving.load(*static, paths=files))
        found["edition"].append(serving.load(*served, paths=paths))
    return found


def _pairs_304(static: tuple[int, int], served: tuple[int, int], path: str) -> dict[str, list[Load]]:
    found: dict[str, list[Load]] = {"nginx": [], "edition": []}
    tags = [_get(port, one)[1]["ETag"] for port, one in ((static[0], "/0.html"), (served[0], path))]
    # wrk writes the header into a Lua string
    quoted = [tag.replace('"', '\\"') for tag in tags]
    for _ in range(ROUNDS):
        found["nginx"].append(
            serving.load(*static, paths=["/0.html"], headers={"If-None-Match": quoted[0]})
        )
        found["edition"].append(
            serving.load(*served, paths=[path], headers={"If-None-Match": quoted[1]})
        )
    return found


def _against(what: str, found: dict[str, list[Load]], *, goal: float) -> Row:
    ours, theirs = _rate(found["edition"]), _rate(found["nginx"])
    p99 = statistics.median(load.p99_ms for load in found["edition"])
    return higher(what, ours / theirs, goal=goal, unit="of nginx",
                  note=f"{ours:.0f}/s against {theirs:.0f}/s, p99 {p99:.1f} ms")  # fmt: skip


def _rate(loads: list[Load]) -> float:
    return statistics.median(load.rate for load in loads)


def _cpu(loads: list[Load]) -> float:
    return statistics.median(load.per_cpu_second for load in loads)


# Changing ------------------------------------------------------------------


def changing(home: Path) -> list[Row]:
    """From a change to its being seen, with other readers about."""
    with serving.paper(home) as (port, _):
        time.sleep(5)
        stop = threading.Event()
        traffic = threading.Thread(target=_traffic, args=(port, stop))
        traffic.start()
        published = [_publish_and_see(port, number) for number in range(CHANGES)]
        approved = [_approve_and_see(port, number) for number in range(CHANGES)]
        stop.set()
        traffic.join()
        seconds, slowest = _change_what_many_show(port)
    return [
        report.row("publish to visible: article, front, section, feed (p95)", report.p95(published),
                   goal=500, note=f"p50 {report.p50(published):.0f}, {OTHER_TRAFFIC} other requests/s"),
        report.row("comment approved to visible (p95)", report.p95(approved), goal=500,
                   note=f"p50 {report.p50(approved):.0f}"),
        report.row(f"an article on {SHOWN_ON} plates changes", seconds, goal=5, unit="s",
                   note=f"slowest reader meanwhile {slowest:.0f} ms"),
    ]  # fmt: skip


def _publish_and_see(port: int, number: int) -> float:
    from broadsheet.news import actions
    from broadsheet.news.filing import Copy, file_story
    from broadsheet.news.models import SectionPage

    section = SectionPage.objects.order_by("pk")[number % len(paper.SECTIONS)]
    headline = f"Bench story {os.getpid()} {number}"
    draft = file_story(
        copy=Copy(headline=headline, section=section, body=[("text", f"<p>{headline}</p>")])
    )
    actions.publish(article=draft)
    done = time.perf_counter()
    for path in (draft.url, "/", section.url, "/feeds/paper.rss"):
        _until(partial(_shows, port, path, headline))
    return (time.perf_counter() - done) * 1000


def _approve_and_see(port: int, number: int) -> float:
    from broadsheet.foundation.clock import now
    from broadsheet.foundation.models import User
    from broadsheet.news.models import ArticlePage
    from broadsheet.talk.actions import approve
    from broadsheet.talk.api import CommentCopy, import_comments
    from broadsheet.talk.models import Post

    article = ArticlePage.objects.filter(live=True).order_by("-pk")[number]
    key, text = f"{os.getpid()}-{number}", f"Bench comment {os.getpid()} {number}"
    copy = CommentCopy(key=key, name="Reader", text=text, when=now(), state="held")
    import_comments(article=article, comments=[copy])
    moderator, _ = User.objects.get_or_create(email="moderator@example.org")
    _get(port, article.url)
    approve(post=Post.objects.get(origin_key=key), by=moderator)
    done = time.perf_counter()
    _until(lambda: text in _get(port, article.url)[2])
    return (time.perf_counter() - done) * 1000


def _change_what_many_show(port: int) -> tuple[float, float]:
    """Seconds until every page is fresh, and the longest a reader waited meanwhile (ms)."""
    from django.db import transaction

    from broadsheet.edition.api import stale
    from broadsheet.edition.shelves import open_shelf
    from broadsheet.news.models import ArticlePage

    newest = list(ArticlePage.objects.filter(live=True).order_by("-published_at")[: SHOWN_ON + 1])
    shown, others = newest[0], newest[1:]
    with transaction.atomic():
        for article in others:
            article.body = [*article.body.raw_data, {"type": "related", "value": {
                "title": "", "articles": [shown.pk]}}]  # fmt: skip
            ArticlePage.objects.filter(pk=article.pk).update(
                body=article.body.stream_block.get_prep_value(article.body)
            )
            stale(f"article:{article.pk}")
    for article in others:
        _get(port, article.url)
    shelf = open_shelf()
    assert shelf
    _until(lambda: not shelf.waiting_count(), seconds=120)
    title = f"Changed {os.getpid()} {time.time():.0f}"
    shown.title = title
    shown.save_revision().publish()
    done = time.perf_counter()
    slowest = 0.0
    stale_still = [article.url for article in others]
    while stale_still:  # each is asked for until it is fresh: asking for all takes a core of its own
        begun = time.perf_counter()
        fresh = title in _get(port, stale_still[-1])[2]
        slowest = max(slowest, (time.perf_counter() - begun) * 1000)
        if fresh:
            stale_still.pop()
        else:
            time.sleep(1 / OTHER_TRAFFIC)
    return time.perf_counter() - done, slowest


def _traffic(port: int, stop: threading.Event) -> None:
    paths = _article_paths()
    number = 0
    while not stop.wait(1 / OTHER_TRAFFIC):
        number += 1
        _get(port, paths[number * 7919 % len(paths)])


def _shows(port: int, path: str, headline: str) -> bool:
    return headline in _get(port, path)[2]


def _until(holds: Callable[[], bool], *, seconds: float = 30, pause: float = 0.005) -> None:
    deadline = time.perf_counter() + seconds
    while not holds():
        if time.perf_counter() > deadline:
            raise SystemExit("what was waited for never came")
        time.sleep(pause)


# Rendering -----------------------------------------------------------------


def _rendered() -> list[Row]:
    """Rendering without plates, in papers of 1,000 and 100,000 articles."""
    rows: list[Row] = []
    for number in (1_000, 100_000):
        with tempfile.NamedTemporaryFile() as found:
            subprocess.run(
                [sys.executable, "-m", "bench.edition", "rendering"],
                env=os.environ | {"BROADSHEET_BENCH_ARTICLES": str(number), "BENCH_FOUND": found.name},
                check=True,
            )
            rows += json.loads(Path(found.name).read_text())
    return rows


def rendering() -> None:
    """Time and count queries of an article and of the front page, in a process of its own."""
    home = Path(tempfile.mkdtemp(prefix="broadsheet-bench-"))
    paper.set_up(home=home)
    paper.fill(say=lambda words: print(words, file=sys.stderr))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from broadsheet.edition import baking as ovens

    rows = []
    for what, path in (("an article", _article_paths()[0]), ("the front page", "/")):
        taken = report.times(partial(ovens.render, f"{HOST}{path}"), rounds=30)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            ovens.render(f"{HOST}{path}")
        note = f"{len(asked)} queries (at most 25), p95 {report.p95(taken):.0f} ms"
        line = report.row(
            f"rendering {what}, {paper.ARTICLES} articles", report.p50(taken), goal=40, note=note
        )
        rows.append(line | {"met": line["met"] and len(asked) <= 25})
    Path(os.environ["BENCH_FOUND"]).write_text(json.dumps(rows))


# Being right ---------------------------------------------------------------


def is_right(home: Path) -> tuple[bool, str]:
    """Plates against fresh renderings, and against what a reader is sent."""
    verified = serving.broadsheet("edition", "verify", "--sample", "300", "--home", str(home))
    with serving.paper(home) as (port, _):
        same = all(_get(port, path)[2].encode() == _plate(path) for path in _article_paths()[:200])
    return verified.returncode == 0 and same, verified.stdout.strip().splitlines()[-1]


def _article_paths() -> list[str]:
    from broadsheet.news import public

    return list(public.article_paths())[: paper.ARTICLES]


def _plate(path: str) -> bytes:
    from broadsheet.edition.shelves import open_shelf

    shelf = open_shelf()
    found = shelf.find(f"{HOST}{path}", 0) if shelf else None
    if found is None:
        raise SystemExit(f"{path} has no plate")
    return found.body


def _get(port: int, path: str) -> tuple[int, Any, str]:
    request = Request(f"http://127.0.0.1:{port}{path}", headers={"Host": HOST})
    try:
        with urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except HTTPError as error:
        return error.code, error.headers, ""


if __name__ == "__main__":
    main()
