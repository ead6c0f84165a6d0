"""How long the newsroom's list of articles takes with many articles (`make bench-articles`)."""

from __future__ import annotations

import os
import re
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from bench import paper, report

GOAL = 100  # ms of server time
ROUNDS = 20


def main() -> None:
    home = Path(os.environ.get("BROADSHEET_BENCH_HOME") or tempfile.mkdtemp(prefix="broadsheet-bench-"))
    database = os.environ.get("BROADSHEET_BENCH_POSTGRES", "")
    paper.set_up(home=home, database=database)
    paper.fill()
    kind = "PostgreSQL" if database else "SQLite"
    rows = [*measure(kind), check()]
    report.write("articles-postgresql" if database else "articles", rows)


def measure(kind: str) -> list[dict[str, Any]]:
    client = signed_in()

    rows = []
    for what, filters in screens().items():
        both = report.both_times(partial(show, client, filters), rounds=ROUNDS)
        taken, cpu = ([one[place] for one in both] for place in (0, 1))
        note = f"p95 {report.p95(taken):.0f} ms, of the process {report.p50(cpu):.0f} ms; {kind}"
        rows.append(report.row(what, report.p50(taken), goal=GOAL, note=note))
    return rows


def screens() -> dict[str, dict[str, Any]]:
    from broadsheet.news.models import Author, SectionPage

    section, author = SectionPage.objects.first(), Author.objects.first()
    words = paper.vocabulary()
    assert section
    assert author
    states = {f"state {name}": {"state": name} for name in (
        "draft", "review", "scheduled", "public", "changed", "withdrawn")}  # fmt: skip
    return {
        "first screen": {},
        **states,
        "section": {"section": section.pk},
        "section and state": {"section": section.pk, "state": "draft"},
        "author": {"author": author.pk},
        "a month": {"since": "2020-03-01", "until": "2020-03-31"},
        "a month, oldest first": {"since": "2020-03-01", "until": "2020-03-31", "order": "oldest"},
        "a frequent word": {"words": words[0]},
        "a beginning of many words": {"words": words[0][:2]},
        "a rare word": {"words": words[15_000]},
        "a word in a section": {"words": words[100], "section": section.pk},
        "all filters": {"words": words[5], "section": section.pk, "author": author.pk,
                        "state": "public", "since": "2019-01-01"},
        "screen 100": {"p": 100},
        "newest first": {"order": "newest"},
    }  # fmt: skip


def signed_in() -> Any:
    from django.test import Client

    from broadsheet.desk.actions import Role, give_role
    from broadsheet.foundation.models import User

    user, _ = User.objects.get_or_create(email="editor@example.org")
    give_role(user=user, role=Role.EDITOR)
    client = Client()
    client.force_login(user)
    return client


def show(client: Any, filters: dict[str, Any]) -> list[int]:
    """The articles of a screen, by their links to the editor."""
    response = client.get("/newsroom/articles/", filters)
    assert response.status_code == 200
    return [int(number) for number in re.findall(r"/pages/(\d+)/edit/", response.content.decode())]


def check() -> dict[str, Any]:
    """The same screens, found the slow way."""
    from broadsheet.desk.listing import PER_SCREEN
    from broadsheet.news.models import ArticlePage, SectionPage

    client, word = signed_in(), paper.vocabulary()[100]
    section = SectionPage.objects.first()
    assert section
    newest = ArticlePage.objects.order_by("-published_at").values_list("pk", flat=True)
    slow = newest.filter(section=section, title__iregex=rf"(^| ){word}")
    found = show(client, {"words": word, "section": section.pk, "order": "newest"})
    right = found == list(slow[:PER_SCREEN]) and show(client, {}) == list(newest[:PER_SCREEN])
    return report.correct(right, "the same articles as a search through all of them")


if __name__ == "__main__":
    main()
