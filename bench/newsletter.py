"""How fast a newsletter goes out, beside Django's own way (`make bench-newsletter`).

Both send the same issue, with each reader's name, link and list headers, into
the same sink on this machine, in turns: Django's `EmailMultiAlternatives` over
one open connection, which keeps no state; ours with a durable row a copy.
BROADSHEET_BENCH_POSTGRES=postgres://… measures that database instead of SQLite;
BENCH_SINK=aiosmtpd sends into aiosmtpd instead of bench/sink.py.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ["BROADSHEET_BENCH_ARTICLES"] = "200"

from bench import paper, report

READERS = int(os.environ.get("BENCH_READERS", "100000"))
TURNS = 10
OWN = int(os.environ.get("BENCH_DJANGO", "400"))  # letters Django's own way sends in each turn
STORIES = 8
AIOSMTPD = """
import signal, sys, json, time
from aiosmtpd.controller import Controller
class Sink:
    took = 0
    async def handle_DATA(self, server, session, envelope):
        Sink.took += 1
        return "250 OK"
import socket
with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
controller = Controller(Sink(), hostname="127.0.0.1", port=port)
controller.start()
print(port, flush=True)
signal.sigwait([signal.SIGTERM])
print(json.dumps({"letters": Sink.took, "readers": Sink.took, "most": 1, "bytes": 0}))
controller.stop()
"""


@contextmanager
def sink() -> Iterator[tuple[int, dict[str, int]]]:
    """A mail server in a process of its own: its port, and afterwards what it took."""
    lean = os.environ.get("BENCH_SINK") != "aiosmtpd"
    command = [sys.executable, *(["-m", "bench.sink"] if lean else ["-c", AIOSMTPD])]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    took: dict[str, int] = {}
    try:
        yield int(process.stdout.readline()), took
    finally:
        process.send_signal(signal.SIGTERM)
        took |= json.loads(process.stdout.readline())
        process.wait()


def main() -> None:
    home = Path(tempfile.mkdtemp(prefix="broadsheet-letters-"))
    database = os.environ.get("BROADSHEET_BENCH_POSTGRES", "")
    with sink() as (port, took):
        os.environ["BROADSHEET_EMAIL"] = f"smtp://127.0.0.1:{port}"
        paper.set_up(home=home, database=database)
        paper.fill(say=lambda text: None)
        issue = prepare()
        theirs, ours, memory = in_turns(issue)
    kinds = ["postgres"] * bool(database) + ["aiosmtpd"] * (os.environ.get("BENCH_SINK") == "aiosmtpd")
    report.write("-".join(["newsletter", *kinds]), rows(issue, theirs, ours, memory, took))


def prepare() -> Any:
    """An issue of eight stories on its way to everybody."""
    from broadsheet.foundation.clock import now
    from broadsheet.news.models import ArticlePage
    from broadsheet.outreach.models import Issue, IssueStory, Subscriber, SubscriberState
    from broadsheet.outreach.newsletter import sending

    Subscriber.objects.all().delete()
    moment = now()
    Subscriber.objects.bulk_create(
        [
            Subscriber(
                email=f"reader{number}@mail{number % 500}.example.org", name=f"Reader {number}",
                state=SubscriberState.CONFIRMED, confirmed_at=moment,
            )
            for number in range(READERS)
        ],
        batch_size=2000,
    )  # fmt: skip
    issue = Issue(subject="The week in eight stories", intro="Good morning.\n\nIt rained.")
    articles = ArticlePage.objects.live().order_by("-pk")[:STORIES]
    issue.stories = [IssueStory(article=article) for article in articles]
    issue.save()
    sending.start(issue=issue, by=None)
    issue.refresh_from_db()
    return issue


def in_turns(issue: Any) -> tuple[list[float], list[float], list[int]]:
    """Letters a second of both in each turn, and memory after each of ours in MB."""
    from broadsheet.outreach.newsletter import sending

    sending.BATCH = READERS // TURNS
    theirs, ours, memory = [], [], []
    for turn in range(TURNS):
        start = time.perf_counter()
        djangos_own(issue, turn)
        theirs.append(OWN / (time.perf_counter() - start))
        before = sent(issue)
        start = time.perf_counter()
        sending.deliver_waiting(issue=issue)
        taken = time.perf_counter() - start
        ours.append((sent(issue) - before) / taken)
        memory.append(now_in_memory())
        print(
            f"turn {turn + 1}: Django {theirs[-1]:.0f}/s, ours {ours[-1]:.0f}/s, {memory[-1]} MB",
            flush=True,
        )
    while sending.deliver_waiting(issue=issue):
        pass
    return theirs, ours, memory


def djangos_own(issue: Any, turn: int) -> None:
    """The same letters as a Django project would send them, over one connection; no state is kept."""
    from django.conf import settings
    from django.core.mail import EmailMultiAlternatives, get_connection

    from broadsheet.outreach.addresses import absolute
    from broadsheet.outreach.models import Subscriber
    from broadsheet.outreach.newsletter import tokens
    from broadsheet.outreach.newsletter.writing import GREETING_HERE, LEAVE_HERE

    found = Subscriber.objects.order_by("pk").values_list("pk", "email", "name")
    connection = get_connection()
    connection.open()
    for key, email, name in found[turn * OWN : (turn + 1) * OWN]:
        link = absolute(f"/newsletter/leave/{tokens.to_leave(key)}/")
        message = EmailMultiAlternatives(
            subject=issue.subject,
            body=issue.plain.replace(LEAVE_HERE, link).replace(GREETING_HERE, f"Dear {name},\n\n"),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[f'"{name}" <own-{email}>'],
            headers={
                "List-Unsubscribe": f"<{link}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "List-Id": "The Benchmark <newsletter.testserver>",
                "Precedence": "bulk",
            },
            connection=connection,
        )
        html = issue.html.replace(LEAVE_HERE, link).replace(GREETING_HERE, f"<p>Dear {name},</p>")
        message.attach_alternative(html, "text/html")
        message.send()
    connection.close()


def sent(issue: Any) -> int:
    return int(issue.deliveries.filter(state="sent").count())


def now_in_memory() -> int:
    """Megabytes of this process now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 1_000_000


def rows(
    issue: Any, theirs: list[float], ours: list[float], memory: list[int], took: dict[str, int]
) -> list[dict[str, Any]]:
    own, mine = statistics.median(theirs), statistics.median(ours)
    times = round(mine / own, 1)
    lean = os.environ.get("BENCH_SINK") != "aiosmtpd"
    where = "bench/sink.py" if lean else "aiosmtpd"
    size = took["bytes"] // max(took["letters"], 1)
    right = (
        sent(issue) == READERS
        and took["letters"] == took["readers"] == READERS + TURNS * OWN
        and took["most"] == 1
    )
    return [
        {"what": "times Django's own rate", "unit": "×", "value": times, "goal": 8, "better": "higher",
         "met": times >= 8, "note": f"medians of {TURNS} turns, interleaved; into {where}"},
        {"what": "letters a second", "unit": "/s", "value": round(mine), "goal": round(8 * own),
         "better": "higher", "met": mine >= 8 * own,
         "note": f"{READERS} readers, {size} bytes a letter, one durable row each"},
        {"what": "Django's EmailMultiAlternatives", "unit": "/s", "value": round(own), "goal": 0,
         "better": "higher", "met": True, "note": "one connection, no state; for comparison"},
        report.row("memory of the last turn beside the second", memory[-1] / memory[1], goal=1.1,
                   unit="×", note=f"{memory[1]} MB after {READERS * 2 // TURNS} letters, "
                   f"{memory[-1]} MB after {READERS}"),
        report.correct(right, "every reader got one letter, and every row says so"),
    ]  # fmt: skip


if __name__ == "__main__":
    main()
