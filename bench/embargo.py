"""How exactly what is scheduled comes out (`make bench-embargo`).

A served paper, articles scheduled for moments some seconds apart; in between the
background process is killed with -9 and comes back by itself. Somebody without a
cookie asks for each article and for the front page again and again, from a
second and a half before its moment.
"""

from __future__ import annotations

import http.client
import os
import signal
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

os.environ["BROADSHEET_BENCH_ARTICLES"] = "200"

from bench import paper, report, serving

ARTICLES = 12
FIRST = timedelta(seconds=40)  # after the paper is up
APART = timedelta(seconds=1.7)  # so that every part of a second is met
KILLED_BEFORE = 25  # the background process is killed so many seconds before the first
PATIENCE = 10.0  # seconds after the last
EARLY = 1.5  # seconds before its moment somebody begins to ask for an article
GOAL_MS = 1000.0


def main() -> None:
    home = Path(tempfile.mkdtemp(prefix="broadsheet-embargo-"))
    paper.set_up(home=home, database="")
    paper.fill(say=lambda text: None)
    with serving.paper(home) as (port, server):
        serving.wait_for(port, path="/")
        due = schedule()
        seen = watch(port, server, due)
    write(due, seen)


def schedule() -> dict[str, datetime]:
    """Articles with the moments at which they are to come out, by their addresses."""
    from django.utils import timezone

    from broadsheet.news.filing import Copy, file_story
    from broadsheet.news.models import SectionPage

    section = SectionPage.objects.order_by("path").first()
    assert section is not None
    first = timezone.now() + FIRST
    due = {}
    for number in range(ARTICLES):
        moment = first + APART * number
        body = [("text", f"<p>Scheduled {number}.</p>")]
        article = file_story(
            copy=Copy(headline=f"Scheduled {number}", section=section, body=body, go_live_at=moment)
        )
        article.latest_revision.publish()
        due[f"{section.url}{article.slug}/"] = moment
    return due


def watch(port: int, server: int, due: dict[str, datetime]) -> dict[str, list[float]]:
    """Seconds after its moment at which each was seen: at its address, and on the front page."""
    seen: dict[str, list[float]] = {path: [0.0, 0.0] for path in due}
    missing = {(path, place) for path in due for place in (0, 1)}
    first, last = min(due.values()), max(due.values())
    killed = False
    while missing and (datetime.now(UTC) - last).total_seconds() < PATIENCE:
        if not killed and (first - datetime.now(UTC)).total_seconds() < KILLED_BEFORE:
            killed = kill_background(server)
        near = datetime.now(UTC) + timedelta(seconds=EARLY)
        asked = sorted(one for one in missing if due[one[0]] < near)
        front = ask(port, "/")[1] if asked else b""
        at_front = datetime.now(UTC)
        for path, place in asked:
            is_there = path.encode() in front if place else ask(port, path)[0] == 200
            if is_there:
                moment = at_front if place else datetime.now(UTC)
                seen[path][place] = (moment - due[path]).total_seconds()
                missing.discard((path, place))
        time.sleep(0.01)
    return seen if not missing and killed else {}


def ask(port: int, path: str) -> tuple[int, bytes]:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        link.request("GET", path, headers={"Host": serving.HOST})
        answer = link.getresponse()
        return answer.status, answer.read()
    finally:
        link.close()


def kill_background(server: int) -> bool:
    """End the process that publishes as a crash would."""
    for pid in serving.tree(server)[1:]:
        if b"serving.background" in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(pid, signal.SIGKILL)
            return True
    return False


def write(due: dict[str, datetime], seen: dict[str, list[float]]) -> None:
    late: dict[str, list[float]] = {
        "article": [found[0] * 1000 for found in seen.values()],
        "front page": [found[1] * 1000 for found in seen.values()],
    }
    early = [ms for taken in late.values() for ms in taken if ms < 0]
    rows: list[dict[str, Any]] = []
    for name, taken in late.items():
        if taken:
            note = f"median {report.p50(taken):.0f} ms of {len(taken)}, the process killed before"
            what = f"{name}: latest after its moment"
            rows.append(report.row(what, max(taken), goal=GOAL_MS, note=note))
    note = f"{len(due)} scheduled, {len(seen)} seen, {len(early)} too early"
    rows.append(report.correct(len(seen) == len(due) and not early, note))
    report.write("embargo", rows)


if __name__ == "__main__":
    main()
