"""How fast readers' comments are taken, read and moderated, beside Isso (`make bench-talk`).

Both take comments over HTTP from eight connections, durably, in interleaved
rounds; Isso comes from PyPI into a folder of its own. Needs wrk (Debian). PostgreSQL
is measured where it is installed, a disk that takes longer where there is a C compiler.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

os.environ["BROADSHEET_BENCH_ARTICLES"] = "200"

from bench import paper, postgres, report, serving, slow_disk

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
SECONDS = serving.SECONDS
CONNECTIONS = 8
THREADS = 100
ENTRIES = 10_000
HELD = 100_000
LONG_THREAD = 5_000
Row = dict[str, Any]

ISSO = """\
[general]
dbpath = {folder}/comments.db
host = http://127.0.0.1:{port}/
[server]
listen = http://127.0.0.1:{port}/
[guard]
enabled = false
[moderation]
enabled = false
"""
WORDS = [
    "bridge",
    "river",
    "market",
    "school",
    "council",
    "road",
    "winter",
    "money",
    "doctor",
    "paper",
    "train",
    "teacher",
    "water",
    "garden",
    "hospital",
    "mayor",
    "ticket",
    "window",
    "letter",
    "summer",
    "factory",
    "museum",
    "station",
    "concert",
]
OURS = """
local words = {{ {words} }}
local n = 0
request = function()
  n = n + 1
  local said = {{}}
  for i = 1, 40 do said[i] = words[math.random(#words)] end
  local body = "name=Reader+" .. n .. "&email=&website=&hinted=&place=article&stamp={stamp}&text=" ..
    n .. "+" .. table.concat(said, "+")
  local from = math.random(1, 223) .. "." .. math.random(0, 255) .. "." .. math.random(0, 255) .. ".7"
  return wrk.format("POST", "/talk/article/" .. ({first} + n % {threads}) .. "/", {{
    ["Host"] = "{host}", ["Content-Type"] = "application/x-www-form-urlencoded",
    ["X-Forwarded-For"] = from }}, body)
end
init = function() math.randomseed({seed}) end
"""
THEIRS = """
local words = {{ {words} }}
local n = 0
request = function()
  n = n + 1
  local said = {{}}
  for i = 1, 40 do said[i] = words[math.random(#words)] end
  local body = '{{"author": "Reader ' .. n .. '", "title": "Thread", "text": "' .. n .. ' ' ..
    table.concat(said, " ") .. '"}}'
  return wrk.format("POST", "/new?uri=/thread-" .. n % {threads} .. "/", {{
    ["Host"] = "127.0.0.1:{port}", ["Content-Type"] = "application/json" }}, body)
end
init = function() math.randomseed({seed}) end
"""


def main() -> None:
    if sys.argv[1:2] == ["inside"]:
        return inside(Path(sys.argv[2]))
    home, isso = _new_home(), _install_isso()
    _child("fill", home, "")
    rows, right = posting(home, isso, what="SQLite", goal=2)
    rows += reading(home, isso)
    _child("rest", home, "")
    rows += report.read(home / "rows.json")
    more, right_too = _on_postgres(isso, what="PostgreSQL")
    rows, right = rows + more, right and right_too
    if slow_disk.can_be_had():
        disk = f"a disk that takes {slow_disk.SYNC_MS:g} ms"
        other = _new_home()
        _child("fill", other, "")
        with slow_disk.slow_disk():
            slowly, right_again = posting(other, isso, what=f"SQLite, {disk}", goal=2)
            more, right_too = _on_postgres(isso, what=f"PostgreSQL, {disk}")
        rows, right = rows + slowly + more, right and right_again and right_too
    report.write("talk", [*rows, report.correct(right, "every thank-you is one comment, counts kept")])
    return None


def _on_postgres(isso: Path, *, what: str) -> tuple[list[Row], bool]:
    """Posting into a paper of its own on PostgreSQL; nothing where that is not installed."""
    if postgres.programs() is None:
        return [], True
    home = _new_home()
    with postgres.server() as address:
        _child("fill", home, address)
        return posting(home, isso, what=what, goal=4)


def _new_home() -> Path:
    return Path(tempfile.mkdtemp(prefix="broadsheet-talk-"))


# Posting -------------------------------------------------------------------


def posting(home: Path, isso: Path, *, what: str, goal: float) -> tuple[list[Row], bool]:
    """Accepted comments a second, ours and Isso's in turn."""
    found: dict[str, list[tuple[float, float]]] = {"ours": [], "isso": []}
    stored = 0
    first = int((home / "first").read_text())
    with _isso(isso) as port, serving.paper(home) as (own, _pid):
        serving.wait_for(own, path="/")
        time.sleep(3)  # Django is imported by now
        stamp = (home / "stamp").read_text()
        for turn in range(ROUNDS + 1):
            ours = OURS.format(
                words=_quoted(), stamp=stamp, first=first, threads=THREADS, seed=turn,
                host=serving.HOST,
            )  # fmt: skip
            mine = _post(own, ours)
            theirs = _post(port, THEIRS.format(words=_quoted(), threads=THREADS, port=port, seed=turn))
            stored += mine[2]
            if turn:  # the first warms up
                found["ours"].append(mine[:2])
                found["isso"].append(theirs[:2])
    _child("count", home, "")
    number, matches = (home / "counted").read_text().split()
    rate, peer = (statistics.median(r for r, _p in found[who]) for who in ("ours", "isso"))
    p99 = statistics.median(p for _r, p in found["ours"])
    p99_peer = statistics.median(p for _r, p in found["isso"])
    note = f"{rate:.0f}/s against {peer:.0f}/s"
    rows = [
        _higher(f"comments taken, {what}", rate / peer, goal, "of Isso", note),
        report.row(f"p99 of it, {what}", p99, goal=60, note=f"Isso {p99_peer:.0f} ms"),
    ]
    return rows, stored <= int(number) <= stored + CONNECTIONS * (ROUNDS + 1) and matches == "True"


def _post(port: int, script: str) -> tuple[float, float, int]:
    """Rate, p99 in milliseconds, and how many were accepted."""
    path = Path(tempfile.mktemp(suffix=".lua"))
    path.write_text(script)
    done = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS:g}s", "--latency", "-s", str(path),
         f"http://127.0.0.1:{port}"], capture_output=True, text=True, check=True,
    )  # fmt: skip
    path.unlink()
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    if refused:
        raise SystemExit(f"{refused.group(1)} comments were not taken:\n{done.stdout}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout).group(1))  # type: ignore[union-attr]
    p99 = re.search(r"99%\s+([\d.]+\w+)", done.stdout).group(1)  # type: ignore[union-attr]
    number = int(re.search(r"(\d+) requests in", done.stdout).group(1))  # type: ignore[union-attr]
    return rate, serving._milliseconds(p99), number


# Reading -------------------------------------------------------------------


def reading(home: Path, isso: Path) -> list[Row]:
    """A thread of twenty: from its plate, made anew as JSON and as a page, and Isso's JSON."""
    path = (home / "thread").read_text()
    json = path.replace("/forum/", "/talk/") + "comments.json"
    baked: list[float] = []
    anew: list[float] = []
    pages: list[float] = []
    peer: list[float] = []
    with _isso(isso) as port, serving.paper(home) as (own, pid):
        serving.wait_for(own, path=path)
        time.sleep(3)
        _say_twenty(port)
        for _ in range(ROUNDS):
            baked.append(serving.load(own, pid, paths=[path], connections=CONNECTIONS).rate)
            for found, asked in ((anew, json), (pages, path)):
                found.append(
                    serving.load(
                        own, pid, paths=[asked], connections=CONNECTIONS, headers={"Cookie": "own=1"}
                    ).rate
                )
            peer.append(
                serving.load(port, os.getpid(), paths=["/?uri=/twenty/"], connections=CONNECTIONS).rate
            )
    one, two, page, theirs = map(statistics.median, (baked, anew, pages, peer))
    note = f"{one:.0f}/s against {theirs:.0f}/s: the whole page against JSON"
    like = f"{two:.0f}/s, JSON against JSON; as a whole page {page:.0f}/s"
    return [
        _higher("a thread of 20, baked", one / theirs, 100, "of Isso", note),
        _higher("a thread of 20, not baked", two / theirs, 10, "of Isso", like),
    ]


def _say_twenty(port: int) -> None:
    import requests

    for number in range(20):
        body = {"author": f"Reader {number}", "title": "T", "text": " ".join(WORDS)}
        answer = requests.post(f"http://127.0.0.1:{port}/new?uri=/twenty/", json=body, timeout=20)
        answer.raise_for_status()


# Isso ----------------------------------------------------------------------


def _install_isso() -> Path:
    folder = Path(os.environ.get("BENCH_ISSO", tempfile.gettempdir())) / "broadsheet-isso"
    if not (folder / "bin/isso").exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(folder / "bin/pip"), "install", "-q", "isso", "setuptools<81"], check=True)
    return folder / "bin/isso"


@contextmanager
def _isso(program: Path) -> Iterator[int]:
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-isso-"))
    port = serving.free_port()
    (folder / "isso.conf").write_text(ISSO.format(folder=folder, port=port))
    process = subprocess.Popen(
        [str(program), "-c", str(folder / "isso.conf"), "run"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    serving.wait_for(port)
    yield port
    process.terminate()
    process.wait()


# In a process of its own, with Django ----------------------------------------


def _child(act: str, home: Path, database: str) -> None:
    env = os.environ | {"BENCH_ACT": act}
    if database:
        (home / "database").write_text(database)
    subprocess.run([sys.executable, "-m", "bench.talk", "inside", str(home)], env=env, check=True)


def inside(home: Path) -> None:
    database = (home / "database").read_text() if (home / "database").exists() else ""
    if os.environ["BENCH_ACT"] == "fill":
        _fill(home, database)
    else:
        _django(home)
        {"count": _count, "rest": _rest}[os.environ["BENCH_ACT"]](home)


def _django(home: Path) -> None:
    os.environ |= {"BROADSHEET_HOME": str(home), "DJANGO_SETTINGS_MODULE": "bench.settings"}
    import django

    django.setup()


def _fill(home: Path, database: str) -> None:
    """A paper with articles, a full word list and a thread of twenty."""
    paper.set_up(home=home, database=database)
    with (home / "broadsheet.toml").open("a") as file:
        file.write('trusted_proxies = ["127.0.0.1/32"]\n')
        if database:
            file.write(f'database = "{database}"\n')
    paper.fill(say=lambda _words: None)
    from broadsheet.foundation import stamps
    from broadsheet.foundation.clock import now
    from broadsheet.news.models import ArticlePage
    from broadsheet.talk.api import CommentCopy, import_comments
    from broadsheet.talk.models import ListEntry
    from broadsheet.talk.pipeline.folding import phrase

    ListEntry.objects.bulk_create(
        [ListEntry(phrase=w, folded=phrase(w), kind="hold") for w in _entries()], batch_size=1000
    )
    live = ArticlePage.objects.filter(live=True).order_by("pk")
    keys = list(live.values_list("pk", flat=True))
    start = next(key for key in keys if set(range(key, key + THREADS)) <= set(keys))
    article = live.last()
    assert article is not None
    import_comments(
        article=article,
        comments=[
            CommentCopy(key=str(n), name=f"Reader {n}", text=" ".join(WORDS), when=now())
            for n in range(20)
        ],
    )
    (home / "first").write_text(str(start))
    (home / "thread").write_text(f"/forum/article/{article.pk}/")
    (home / "stamp").write_text(stamps.stamp(purpose="comment again").replace(" ", "+"))
    serving.broadsheet("prepare", "--home", str(home))


def _entries() -> list[str]:
    """Words that nobody writes."""
    return [f"zz{word}{number}" for number in range(10) for word in paper.vocabulary()[:1000]][:ENTRIES]


def _count(home: Path) -> None:
    """How many were stored, and whether every count agrees with a recount."""
    from django.db.models import Count, Q

    from broadsheet.talk.models import Post, Thread

    posts = Post.objects.exclude(writer="")
    shown = Thread.objects.annotate(real=Count("posts", filter=Q(posts__state="published")))
    right = all(thread.posts_shown == thread.real for thread in shown)
    right = right and not posts.values("text").annotate(n=Count("pk")).filter(n__gt=1).exists()
    (home / "counted").write_text(f"{posts.count()} {right}")


def _rest(home: Path) -> None:
    """What needs no client: the pipeline, a long thread, a long queue."""
    import json

    rows = [*_pipeline(), *_long_thread(), _queue()]
    (home / "rows.json").write_text(json.dumps(rows))


def _pipeline() -> list[Row]:
    from broadsheet.news.models.paper import CommentMode
    from broadsheet.talk.drafts import Draft, Writer
    from broadsheet.talk.pipeline.assessing import Place, assess

    def taking(length: int) -> float:
        text = " ".join(WORDS * (length // 100 + 1))[:length]
        draft = Draft(writer=Writer(key="guest:1", address_hash="x"), name="Aru", text=text)
        taken = report.times(lambda: assess(draft=draft, place=Place(mode=CommentMode.HELD)), rounds=100)
        return report.p50(taken)

    usual, long, longer = taking(500), taking(10_000), taking(20_000)
    return [
        report.row("pipeline, a comment of 500 letters", usual, goal=2,
                   note=f"{ENTRIES} list entries, with its database queries"),
        report.row("20,000 letters against 10,000", longer / long, goal=2.2, unit="x",
                   note=f"{longer:.1f} ms against {long:.1f} ms: linear"),
    ]  # fmt: skip


def _long_thread() -> list[Row]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from broadsheet.foundation.clock import now
    from broadsheet.news.models import ArticlePage
    from broadsheet.talk.api import CommentCopy, import_comments

    articles = list(ArticlePage.objects.filter(live=True).order_by("-pk")[1:3])
    questions, taken, first = [], 0.0, 0.0
    for article, size in zip(articles, (50, LONG_THREAD), strict=True):
        comments = [
            CommentCopy(key=f"{n}", name=f"Reader {n}", text=f"{n} " + " ".join(WORDS), when=now(),
                        parent_key=str(n - n % 5) if n % 5 else "")
            for n in range(size)
        ]  # fmt: skip
        import_comments(article=article, comments=comments)
        client, path = Client(headers={"host": "testserver"}), f"/forum/article/{article.pk}/"
        client.cookies["own"] = "1"  # not from its plate
        client.get("/forum/")  # the templates are read
        begun = time.perf_counter()
        client.get(path)
        first = 1000 * (time.perf_counter() - begun)
        taken = report.p50(report.times(partial(client.get, path), rounds=20))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        questions.append(len(asked))
    note = f"{questions[1]} queries, {questions[0]} for a thread of 50; {first:.0f} ms the first time"
    line = report.row(f"first page of a thread of {LONG_THREAD}", taken, goal=60, note=note)
    return [line | {"met": line["met"] and questions[0] == questions[1]}]


def _queue() -> Row:
    from django.contrib.auth import get_user_model
    from django.test import Client

    from broadsheet.talk.models import Post, Thread

    thread = Thread.objects.filter(article__isnull=False).first()
    assert thread is not None
    for start in range(0, HELD, 5000):
        Post.objects.bulk_create(
            Post(thread=thread, name=f"R {n}", text=f"{n} " + " ".join(WORDS), digest=str(n),
                 writer=f"guest:{n % 5000}", state="held", waits=True, score=(n * 37 % 1000) / 1000,
                 risk=(n * 37 % 1000) / 1000)
            for n in range(start, start + 5000)
        )  # fmt: skip
    admin = get_user_model().objects.create_superuser("bench@example.org", "x")
    client = Client(headers={"host": "testserver"})
    client.force_login(admin)
    taken = report.times(lambda: client.get("/newsroom/moderation/"), rounds=20)
    assert client.get("/newsroom/moderation/").status_code == 200
    return report.row(f"queue of {HELD} held comments, first screen", report.p50(taken), goal=150)


def _higher(what: str, value: float, goal: float, unit: str, note: str) -> Row:
    line = report.row(what, value, goal=goal, unit=unit, note=note)
    return line | {"better": "higher", "met": line["value"] >= goal}


def _quoted() -> str:
    return ", ".join(f'"{word}"' for word in WORDS)


if __name__ == "__main__":
    main()
