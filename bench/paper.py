"""A paper of many generated articles, for the benchmarks.

Rows go straight into the tables; what the actions would have written beside
them (search index, newsroom's index, tallies) is written too. The paper is
kept in its folder and used again when it has the right size.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ARTICLES = int(os.environ.get("BROADSHEET_BENCH_ARTICLES", "100000"))
WORDS = 400
BATCH = 1000
SEED = 20101110
SECTIONS = ("World", "City", "Business", "Science", "Culture", "Sport")
AUTHORS = 60
SYLLABLES = (
    "al", "ber", "con", "dar", "el", "fin", "gor", "har", "is", "jun", "kel", "lo", "mar",
    "nor", "os", "pel", "qui", "ros", "sen", "tor", "ul", "ven", "wal", "xan", "yor", "zel",
)  # fmt: skip
NEWEST = datetime(2026, 1, 1, 12, tzinfo=UTC)


def set_up(*, home: Path, database: str = "") -> None:
    """Django over a paper in `home` (or in the database at this address)."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "broadsheet.toml").write_text('name = "The Benchmark"\nurl = "http://testserver"\n')
    (home / "secret.key").write_text("for benchmarks only " * 5)
    os.environ |= {"BROADSHEET_HOME": str(home), "DJANGO_SETTINGS_MODULE": "bench.settings"}
    os.environ.pop("BROADSHEET_DATABASE", None)
    if database:
        os.environ["BROADSHEET_DATABASE"] = database
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def vocabulary() -> list[str]:
    """20,000 made-up words, the most frequent first."""
    chance = random.Random(SEED)
    words: dict[str, None] = {}
    while len(words) < 20_000:
        words["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))] = None
    return list(words)


def texts(number: int) -> Iterator[tuple[str, str]]:
    """Headline and text of each article; word frequencies fall as 1/rank (Zipf)."""
    chance, words = random.Random(SEED + 1), vocabulary()
    total, cumulative = 0.0, []
    for rank in range(len(words)):
        total += 1 / (rank + 10)
        cumulative.append(total)
    for _ in range(number):
        drawn = chance.choices(words, cum_weights=cumulative, k=WORDS + 8)
        yield " ".join(drawn[:8]).capitalize(), " ".join(drawn[8:])


def fill(*, say: Any = print) -> None:
    """Bring the paper to `ARTICLES` articles."""
    from broadsheet.news.models import ArticlePage

    if ArticlePage.objects.count() == ARTICLES:
        return
    if ArticlePage.objects.exists():
        raise SystemExit("The benchmark's folder holds a paper of another size: remove it first.")
    sections, authors = _lay_out()
    batch: list[tuple[int, str, str]] = []
    for place, (headline, text) in enumerate(texts(ARTICLES)):
        batch.append((place, headline, text))
        if len(batch) == BATCH or place == ARTICLES - 1:
            _insert(batch, sections, authors)
            batch = []
            if (place + 1) % 20_000 == 0:
                say(f"{place + 1} articles")
    _finish()


def _lay_out() -> tuple[list[Any], list[Any]]:
    from broadsheet.desk.actions import set_up_newsroom
    from broadsheet.news.layout import lay_out_paper, open_section
    from broadsheet.news.models import Author

    lay_out_paper(name="The Benchmark", url="http://testserver")
    set_up_newsroom()
    sections = [open_section(name=name) for name in SECTIONS]
    Author.objects.bulk_create(
        [Author(name=f"Author {number}", slug=f"author-{number}") for number in range(AUTHORS)]
    )
    return sections, list(Author.objects.order_by("pk"))


def stage_of(place: int) -> str:
    """One in 200 is not simply public."""
    rare = ("draft", "review", "scheduled", "changed", "withdrawn")
    return rare[place // 200 % 5] if place % 200 == 0 else "public"


def published_at(place: int) -> datetime:
    return NEWEST - timedelta(minutes=37 * (ARTICLES - place))


def _insert(batch: list[tuple[int, str, str]], sections: list[Any], authors: list[Any]) -> None:
    from django.db import transaction
    from wagtail.models import Page

    from broadsheet.desk.models import DeskEntry
    from broadsheet.news import search
    from broadsheet.news.models import ArticleByline, ArticlePage, ArticleTally, SearchEntry

    made = [_article(*one, sections[one[0] % len(sections)]) for one in batch]
    with transaction.atomic():
        pages = [_page(article) for article in made]
        Page.objects.bulk_create(pages)
        for article, page in zip(made, pages, strict=True):
            article.pk = article.page_ptr_id = page.pk
        _insert_own_columns(ArticlePage, made)
        ArticleTally.objects.bulk_create(
            [ArticleTally(article_id=a.pk, comments=a.pk % 7) for a in made]
        )
        ArticleByline.objects.bulk_create(
            [ArticleByline(page_id=a.pk, author=authors[a.pk % AUTHORS]) for a in made]
        )
        SearchEntry.objects.bulk_create(
            [
                SearchEntry(
                    article_id=a.pk,
                    place=search.place_of(a),
                    section_id=a.section_id,
                    title=a.title,
                    text=text,
                )
                for a, (_place, _headline, text) in zip(made, batch, strict=True)
                if a.live
            ]
        )
        DeskEntry.objects.bulk_create(
            [_entry(a, place) for a, (place, *_) in zip(made, batch, strict=True)]
        )


def _article(place: int, headline: str, text: str, section: Any) -> Any:
    from broadsheet.news.models import ArticlePage

    live = stage_of(place) in {"public", "changed"}
    article = ArticlePage(
        title=headline,
        draft_title=headline,
        slug=f"story-{place}",
        path=f"{section.path}{ArticlePage._int2str(place + 1).rjust(4, '0')}",
        depth=section.depth + 1,
        url_path=f"{section.url_path}story-{place}/",
        locale_id=section.locale_id,
        live=live,
        has_unpublished_changes=not live,
        first_published_at=published_at(place),
        last_published_at=published_at(place),
        latest_revision_created_at=published_at(place),
        section_id=section.pk,
        published_at=published_at(place),
        standfirst=text[:160],
    )
    article.body = json.dumps([{"type": "text", "value": f"<p>{text}</p>"}])
    return article


def _page(article: Any) -> Any:
    from wagtail.models import Page

    return Page(
        **{f.attname: getattr(article, f.attname) for f in Page._meta.concrete_fields if f.name != "id"}
    )


def _insert_own_columns(model: Any, made: list[Any]) -> None:
    """The columns of the article beside those of its page (Django's bulk_create does not)."""
    from django.db import connection
    from django.db.models import sql

    fields = model._meta.local_concrete_fields
    for start in range(0, len(made), 200):
        query = sql.InsertQuery(model)
        query.insert_values(fields, made[start : start + 200], raw=False)
        query.get_compiler(connection=connection).execute_sql()


def _entry(article: Any, place: int) -> Any:
    from broadsheet.desk.models import DeskEntry

    return DeskEntry(
        article_id=article.pk,
        title=article.title,
        stage=stage_of(place),
        live=article.live,
        section_id=article.section_id,
        dated_at=article.published_at,
        touched_at=article.published_at,
    )


def _finish() -> None:
    from django.db import connection
    from wagtail.models import Page

    from broadsheet.news.models import SectionPage

    for section in SectionPage.objects.all():
        count = Page.objects.filter(path__startswith=section.path, depth=section.depth + 1).count()
        Page.objects.filter(pk=section.pk).update(numchild=count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "postgresql" else "PRAGMA optimize")
