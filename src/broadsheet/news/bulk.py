"""Many articles filed at once, as an archive brings them.

What `filing.file_and_publish` does for each of them, with a few statements for all: the
rows go into the tables without the models' own signals, and what those would have done is
done here or, where no reader sees it, by one task in the background.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageLogEntry, Revision

from broadsheet.edition.api import gathering, stale
from broadsheet.foundation.clock import now
from broadsheet.foundation.prepared import insert
from broadsheet.news import languages, links, queries, readings, search, shown
from broadsheet.news.filing import Copy, make_public, new_article
from broadsheet.news.models import (
    ArticleByline,
    ArticlePage,
    ArticleTally,
    ArticleTopic,
    Correction,
)
from broadsheet.news.signals import article_published, articles_filed
from broadsheet.news.slugs import children_of, free_slug, stem_of
from broadsheet.news.tasks import index_new
from broadsheet.topics.models import Topic

CHILDREN = {"bylines": ArticleByline, "article_topics": ArticleTopic, "corrections": Correction}
NEIGHBOURS = 500  # articles of a section that are looked through together
# Checked by the database, or made here from what is right already.
UNCHECKED = {field.name for field in ArticlePage._meta.concrete_fields if field.is_relation} | {
    "path", "depth", "numchild", "url_path", "body", "translation_key",
}  # fmt: skip


def file_all(*, copies: Sequence[Copy]) -> list[ArticlePage]:
    """File each of `copies` and make it public, all or none; the articles in their order.

    Sends `article_published` for each and `articles_filed` for all.

    Args:
        copies: each of which `filing.comes_out_at_once`, without entries of a live coverage.

    Raises:
        ValidationError, DataError, IntegrityError: one of them cannot be stored.
    """
    if not copies:
        return []
    with transaction.atomic(), gathering():
        articles = _placed(copies)
        for article in articles:
            article.clean_fields(exclude=UNCHECKED)
        _insert(articles)
        _keep_revisions(articles)
        _note_publication(articles, copies)
        articles_filed.send(ArticlePage, articles=articles)
        for article in articles:
            article_published.send(ArticlePage, article=article, filed=True)
        index_new.enqueue("news.articlepage", [article.pk for article in articles])
    return articles


# The tree -------------------------------------------------------------------------


def _placed(copies: Sequence[Copy]) -> list[ArticlePage]:
    """The articles with their places under their sections, whose rows are locked."""
    wanted = {copy.section.pk: 0 for copy in copies}
    locked = Page.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    sections = {page.pk: page for page in locked}
    places = {pk: _places_under(section) for pk, section in sections.items()}
    slugs = list(_free_slugs(copies))
    articles = []
    for copy, slug in zip(copies, slugs, strict=True):
        section = sections[copy.section.pk]
        article = new_article(copy, slug=slug)
        make_public(article, copy)
        article.path, article.depth = next(places[section.pk]), section.depth + 1
        article.url_path = f"{section.url_path}{slug}/"
        article.locale_id, article.draft_title = section.locale_id, article.title
        article.edition = languages.kept_as(languages.of_page(section))
        wanted[section.pk] += 1
        articles.append(article)
    for pk, number in wanted.items():
        Page.objects.filter(pk=pk).update(numchild=F("numchild") + number)
    return articles


def _places_under(section: Page) -> Iterator[str]:
    """Paths of the tree that come after the last child of a section."""
    last = children_of(section).order_by("-path").first()
    node = Page(path=last.path if last else Page._get_path(section.path, section.depth + 1, 0))
    while True:
        node.path = node._inc_path()
        yield node.path


def _free_slugs(copies: Sequence[Copy]) -> Iterator[str]:
    """A slug for each copy that no page beside it has."""
    stems = [stem_of(copy.slug or copy.headline) for copy in copies]
    there = Page.objects.filter(slug__in=set(stems)).values_list("slug", "path")
    taken = {(slug, path[: -Page.steplen]) for slug, path in there}
    given: dict[str, set[str]] = {}
    for copy, stem in zip(copies, stems, strict=True):
        beside = given.setdefault(copy.section.path, set())
        slug = stem
        if stem in beside or (stem, copy.section.path) in taken:
            slug = free_slug(stem, parent=copy.section, taken_too=beside)
        beside.add(slug)
        yield slug


# Rows -----------------------------------------------------------------------------


def _insert(articles: list[ArticlePage]) -> None:
    pages = [
        Page(**{field.attname: getattr(article, field.attname) for field in Page._meta.concrete_fields})
        for article in articles
    ]
    insert(pages)
    for article, page in zip(articles, pages, strict=True):
        article.pk = article.id = page.pk
        setattr(article, COMMENTS_RELATION_NAME, [])  # new: nobody need ask for any
    insert(articles)
    for name, model in CHILDREN.items():
        rows = []
        for article in articles:
            for row in getattr(article, name).all():
                row.page = article
                rows.append(row)
        insert(rows)
        assert all(isinstance(row, model) for row in rows)


def _keep_revisions(articles: list[ArticlePage]) -> None:
    """The first and only version of each article, public, and its history."""
    kind, base = (ContentType.objects.get_for_model(one) for one in (ArticlePage, Page))
    moment = now()
    revisions = [
        Revision(
            content_type=kind,
            base_content_type=base,
            object_id=str(article.pk),
            object_str=str(article),
            created_at=moment,
            content=article.serializable_data(),
        )
        for article in articles
    ]
    insert(revisions)
    insert(
        PageLogEntry(
            content_type=kind,
            label=article.title,
            action=action,
            timestamp=moment,
            page=article,
            content_changed=True,
            revision=revision if action == "wagtail.publish" else None,
        )
        for article, revision in zip(articles, revisions, strict=True)
        for action in ("wagtail.create", "wagtail.publish")
    )
    for article, revision in zip(articles, revisions, strict=True):
        article.latest_revision = article.live_revision = revision
        article.latest_revision_created_at = moment
    _set_revisions(articles, moment)


def _set_revisions(articles: list[ArticlePage], moment: datetime) -> None:
    quote = connection.ops.quote_name
    columns = ("latest_revision_id", "live_revision_id", "latest_revision_created_at")
    sets = ", ".join(f"{quote(name)} = %s" for name in columns)
    when = connection.ops.adapt_datetimefield_value(moment)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(Page._meta.db_table)} SET {sets} WHERE {quote('id')} = %s",  # noqa: S608 - names
            [(one.latest_revision_id, one.live_revision_id, when, one.pk) for one in articles],
        )


# What follows ---------------------------------------------------------------------


def _note_publication(articles: list[ArticlePage], copies: Sequence[Copy]) -> None:
    """What `actions.note_publication` does for an article that was not public before."""
    insert(search.new_entries(articles))
    tallies = [ArticleTally(article_id=one.pk, lists=shown.standing_of(one)) for one in articles]
    insert(tallies)
    keys = {topic.pk for copy in copies for topic in copy.topics}
    known = {one.pk: one for one in Topic.objects.filter(pk__in=keys).prefetch_related("names")}
    about = [[known[topic.pk] for topic in copy.topics if topic.pk in known] for copy in copies]
    readings.note_first_readings(read=list(zip(articles, about, strict=True)))
    stale(
        *[f"article:{one.pk}" for one in articles],
        *[links.address_tag(one.pk) for one in articles],
        *([languages.tag(one.translation_key) for one in articles] if languages.several() else []),
        *[tag for tally in tallies for tag in tally.lists],
        *[f"article:{pk}" for pk in _neighbours(articles)],
    )


def _neighbours(articles: list[ArticlePage]) -> set[int]:
    """Articles whose pages show one of these as what came before them."""
    by_section: dict[int | None, list[ArticlePage]] = {}
    for article in articles:
        by_section.setdefault(article.section_id, []).append(article)
    return {pk for new in by_section.values() for pk in _just_after(new)}


def _just_after(new: list[ArticlePage]) -> Iterable[int]:
    """The same for articles of one section."""
    times = [article.published_at for article in new if article.published_at]
    mine = {article.pk for article in new}
    beside = ArticlePage.objects.filter(live=True, section_id=new[0].section_id).order_by(
        "published_at", "pk"
    )
    between = beside.filter(published_at__gt=min(times), published_at__lte=max(times))
    others = between.exclude(pk__in=mine).values_list("published_at", "pk")[:NEIGHBOURS]
    if len(others) == NEIGHBOURS:
        return [other.pk for one in new for other in queries.just_after(article=one)]
    after = beside.filter(published_at__gt=max(times)).values_list("published_at", "pk")
    own = [(article.published_at, article.pk) for article in new if article.published_at]
    all_of_them = sorted([*others, *after[: queries.MORE_FROM_SECTION], *own])
    found: set[int] = set()
    for time in times:
        first = bisect_right(all_of_them, time, key=lambda one: one[0])
        found.update(pk for _, pk in all_of_them[first : first + queries.MORE_FROM_SECTION])
    return found - mine
