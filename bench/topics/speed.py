"""How fast a text is tagged against a large registry, and what that takes (`make bench-topics`)."""

from __future__ import annotations

import gc
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from itertools import accumulate
from pathlib import Path
from typing import Any

from bench import paper, report

NAMES = 100_000
ARTICLE = 600  # words
TAGGING_GOAL, MEMORY_GOAL = 5, 250  # ms, MB
ROUNDS = 200
ARTICLES, TOPICS = 1_000_000, 5000
SHOWN = 20  # articles on a page
RELATION_GOAL = 100  # ms
SEED = 20101110
LANGUAGES = {"en": "en", "ru": "ru", "zh": "zh-hans"}
_LATIN = "al ber con dar el fin gor har is jun kel lo mar nor os pel qui ros sen tor ul ven wal"
_CYRILLIC = "ал бер вон гар дел ени жар зим ил кал лор мир нов ос пет рос сен тул уль фед хар цев"
_SYLLABLES = {"en": _LATIN.split(), "ru": _CYRILLIC.split()}
_HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]


def main() -> None:
    home = Path(os.environ.get("BROADSHEET_BENCH_HOME") or tempfile.mkdtemp(prefix="broadsheet-bench-"))
    paper.set_up(home=home)
    rows = [row for language in LANGUAGES for row in _apart(language)]
    report.write("topics", [*rows, relation(), check()])


def made_up_names(language: str, number: int = NAMES) -> list[str]:
    """Different names of one to three words (of two to six letters in Chinese)."""
    chance = random.Random(SEED)
    found: dict[str, None] = {}
    while len(found) < number:
        found[_name(chance, language)] = None
    return list(found)


def article(language: str, names: list[str]) -> str:
    """A text of `ARTICLE` words (as many letters times two in Chinese) with some thirty names in it."""
    chance = random.Random(SEED + 1)
    if language == "zh":
        letters = [chance.choice(_HAN) for _ in range(ARTICLE * 2)]
        for place in range(0, len(letters), 40):
            letters[place] = chance.choice(names)
        return "，".join("".join(letters[place : place + 15]) for place in range(0, len(letters), 15))
    said = [
        "".join(chance.choices(_SYLLABLES[language], k=chance.randint(1, 3))) for _ in range(ARTICLE)
    ]
    for place in range(0, len(said), 20):
        said[place] = chance.choice(names)
    return " ".join(word + ("." if place % 15 == 14 else "") for place, word in enumerate(said))


def measure(language: str) -> list[dict[str, Any]]:
    """In a process of its own: build, tag, and see how much memory came on top."""
    from broadsheet.topics.tagging.choosing import suggest
    from broadsheet.topics.tagging.names import Facts, Name, Names

    code = LANGUAGES[language]
    texts = made_up_names(language)
    text = article(language, texts)
    gc.collect()
    before = _memory()
    compiled = Names(
        (Name(number, name) for number, name in enumerate(texts, 1)),
        facts={number: Facts("place") for number in range(1, NAMES + 1)},
        language=code,
    )
    gc.collect()
    took = _memory() - before
    both = report.both_times(lambda: suggest(text, code, names=compiled), rounds=ROUNDS)
    walls, cpus = ([one[place] for one in both] for place in (0, 1))
    note = (
        f"p95 {report.p95(walls):.1f} ms, of the process {report.p50(cpus):.1f} ms; {len(text)} letters"
    )
    found = len(suggest(text, code, names=compiled))
    return [
        report.row(f"tag {ARTICLE} words, {NAMES} names, {language}", report.p50(cpus),
                   goal=TAGGING_GOAL, note=f"{note}, {found} names found"),
        report.row(f"memory of {NAMES} names, {language}", took / 1e6, goal=MEMORY_GOAL, unit="MB",
                   note="the growth of the process while they are compiled"),
    ]  # fmt: skip


def relation() -> dict[str, Any]:
    """A page of two topics, rendered, where the paper has `ARTICLES` articles with three topics each.

    The table of pairs has the rows of all of them. Of the articles themselves only those that the
    page shows are there: it reads no others.
    """
    from django.db import connection
    from django.test import Client

    first, second = _pairs()
    client = Client()
    address = f"/topic/{first.slug}/and/{second.slug}/"
    answer = client.get(address)
    shown = answer.content.decode().count("runs from")
    assert answer.status_code == 200, answer.status_code
    assert shown == SHOWN, f"{shown} of {SHOWN} articles with their sentences"
    both = report.both_times(lambda: client.get(address), rounds=20)
    walls, cpus = ([one[place] for one in both] for place in (0, 1))
    total = _count(first, second)
    note = (
        f"p95 {report.p95(walls):.0f} ms, of the process {report.p50(cpus):.0f} ms; {connection.vendor}"
    )
    note += f"; {total} articles about both, {SHOWN} shown with their sentences"
    return report.row(f"page of two topics, {ARTICLES} articles", report.p50(walls),
                      goal=RELATION_GOAL, note=note)  # fmt: skip


def _pairs() -> tuple[Any, Any]:
    """The pairs of a million articles about a few busy topics and many quiet ones."""
    from datetime import timedelta

    from django.db import connection, transaction

    from broadsheet.news.filing import Copy, file_and_publish
    from broadsheet.news.layout import lay_out_paper, open_section
    from broadsheet.news.matching import ARTICLES as PLACES
    from broadsheet.news.models import SectionPage, TopicPair
    from broadsheet.topics.models import Topic

    if TopicPair.objects.exists():
        return Topic.objects.get(slug="place-0"), Topic.objects.get(slug="place-1")
    lay_out_paper(name="The Benchmark", url="http://testserver")
    section = open_section(name="World")
    Topic.objects.bulk_create(
        [Topic(name=f"Place {number}", slug=f"place-{number}", kind="place") for number in range(TOPICS)]
    )
    topics = list(Topic.objects.order_by("pk"))
    chance = random.Random(SEED)
    weights = list(accumulate(1 / (rank + 3) for rank in range(TOPICS)))
    keys = [topic.pk for topic in topics]
    rows: list[tuple[int, int, int, int, int]] = []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")  # of the articles only the newest are made
        with transaction.atomic():
            for place in range(ARTICLES):
                moment = paper.NEWEST - timedelta(minutes=8 * (ARTICLES - place) + 60)
                number = int(moment.timestamp()) * PLACES + 10_000 + place
                about = sorted(set(chance.choices(keys, cum_weights=weights, k=3)))
                rows += [(10_000 + place, one, two, moment.year, number)
                         for at, one in enumerate(about) for two in about[at + 1 :]]  # fmt: skip
                if len(rows) > 50_000 or place == ARTICLES - 1:
                    cursor.executemany(
                        "INSERT INTO news_topicpair (article_id, first_id, second_id, year, place) "
                        "VALUES (%s, %s, %s, %s, %s)",
                        rows,
                    )
                    rows = []
        cursor.execute("PRAGMA foreign_keys = ON")
    for number in range(SHOWN):
        body = [("text", f"<p>{'It rained. ' * 40}</p><p>A train runs from Place 0 to Place 1.</p>")]
        when = paper.NEWEST - timedelta(minutes=number)
        file_and_publish(copy=Copy(
            headline=f"Train {number}", section=SectionPage.objects.get(pk=section.pk), body=body,
            topics=topics[:2], published_at=when))  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return topics[0], topics[1]


def _count(first: Any, second: Any) -> int:
    from broadsheet.news.relations import of_both

    return of_both(first, second).count()


def check() -> dict[str, Any]:
    """What is found, against looking for each name in turn."""
    from broadsheet.topics.tagging.choosing import suggest
    from broadsheet.topics.tagging.names import Facts, Name, Names

    names = made_up_names("en")
    text = article("en", names)
    compiled = Names(
        (Name(number, name) for number, name in enumerate(names)),
        facts=dict.fromkeys(range(len(names)), Facts("place")),
    )
    found = {mention.name for mention in suggest(text, "en", names=compiled)}
    slow = {name for name in names if name in text and re.search(rf"\b{name}\b", text)}
    longest = {name for name in slow if not any(name != other and name in other for other in slow)}
    return report.correct(
        longest <= found <= slow | found & set(names), f"{len(found)} names, as one by one"
    )


def _apart(language: str) -> list[dict[str, Any]]:
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        subprocess.run([sys.executable, "-m", "bench.topics.speed", language, file.name], check=True)
        rows: list[dict[str, Any]] = json.loads(Path(file.name).read_text())
        return rows


def _memory() -> int:
    """Bytes of this process in memory (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _name(chance: random.Random, language: str) -> str:
    if language == "zh":
        return "".join(chance.choices(_HAN, k=chance.randint(2, 6)))
    parts = [
        "".join(chance.choices(_SYLLABLES[language], k=chance.randint(2, 4))).capitalize()
        for _ in range(chance.choices((1, 2, 3), (2, 5, 2))[0])
    ]
    return " ".join(parts)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[2]).write_text(json.dumps(measure(sys.argv[1])))
    else:
        main()
