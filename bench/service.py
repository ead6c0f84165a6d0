"""How long the read API takes over 100,000 articles (`make bench-service`)."""

from __future__ import annotations

import os
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from bench import paper, report

GOAL = 100  # ms of server time for twenty articles
ROUNDS = 20
ADDRESS = "/api/v1/articles"


def main() -> None:
    home = Path(os.environ.get("BROADSHEET_BENCH_HOME") or tempfile.mkdtemp(prefix="broadsheet-bench-"))
    paper.set_up(home=home)
    paper.fill()
    client = with_key()
    report.write("service", [*measure(client), check(client)])


def measure(client: Any) -> list[dict[str, Any]]:
    rows = []
    for what, asked in questions().items():
        both = report.both_times(partial(ask, client, **asked), rounds=ROUNDS)
        taken, cpu = ([one[place] for one in both] for place in (0, 1))
        note = f"p95 {report.p95(taken):.0f} ms, of the process {report.p50(cpu):.0f} ms; SQLite"
        rows.append(report.row(what, report.p50(taken), goal=GOAL, note=note))
    return rows


def questions() -> dict[str, dict[str, Any]]:
    from broadsheet.news.models import Author, SectionPage

    section, author = SectionPage.objects.first(), Author.objects.first()
    assert section
    assert author
    return {
        "twenty of the newest": {},
        "of a section": {"section": section.slug},
        "of an author": {"author": author.slug},
        "with their texts": {"body": "html"},
        "from the beginning of the changes": {"changed_since": "2000-01-01"},
        "nothing has changed": {"changed_since": "2100-01-01"},
        "a rare word": {"q": paper.vocabulary()[15_000]},
    }


def ask(client: Any, **asked: Any) -> Any:
    answer = client.get(ADDRESS, asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def with_key() -> Any:
    from django.conf import settings
    from django.test import Client

    from broadsheet.foundation.models import User
    from broadsheet.wire.models import Customer
    from broadsheet.wire.service import keys

    settings.ALLOWED_HOSTS = ["*"]
    by, _made = User.objects.get_or_create(email="bench@example.org")
    Customer.objects.filter(name="The benchmark").delete()
    customer = Customer(name="The benchmark", per_minute=30_000, others_copy=True)
    return Client(headers={"Authorization": f"Bearer {keys.make(customer=customer, by=by)}"})


def check(client: Any) -> dict[str, Any]:
    """Whether following the list gives the newest thousand, each once and in order."""
    from broadsheet.news.queries import published

    wanted = [str(key) for key in published().values_list("translation_key", flat=True)[:1000]]
    seen: list[str] = []
    asked: dict[str, Any] = {"limit": 100, "fields": "id"}
    while len(seen) < len(wanted):
        part = ask(client, **asked)
        seen += [one["id"] for one in part["articles"]]
        asked["cursor"] = part["next"].partition("cursor=")[2].partition("&")[0]
    return report.correct(seen == wanted, "the newest thousand, part by part")


if __name__ == "__main__":
    main()
