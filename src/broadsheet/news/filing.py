"""Copy becomes an article: from the wire, an archive, or a reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news import actions, languages
from broadsheet.news.models import (
    ArticleByline,
    ArticlePage,
    ArticleTally,
    ArticleTopic,
    Author,
    Correction,
    LiveEntry,
    Picture,
    SectionPage,
    Source,
    StandingPage,
)
from broadsheet.news.slugs import free_slug
from broadsheet.topics.models import Topic

HEADLINE_LENGTH = 255
PROPOSED = "news.propose"  # in an article's history


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A correction that stands on the article, with the words before and after where they are known."""

    when: datetime
    text: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An entry of a live coverage; `key` is its lasting name."""

    key: UUID
    at: datetime
    text: str
    headline: str = ""
    is_key: bool = False
    is_pinned: bool = False
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """All of an article that can be filed at once.

    `body` is StreamField data as `ArticlePage.body` takes it: pairs of a
    block's name and its value, or the dicts in which it is stored; its HTML
    must be clean already. `key` is the article's lasting name in exports.
    """

    headline: str
    section: SectionPage
    body: Sequence[Any] = ()
    key: UUID | None = None
    slug: str = ""
    kicker: str = ""
    standfirst: str = ""
    language: str = ""
    dateline_place: str = ""
    dateline_date: date | None = None
    source: Source | None = None
    authors: Sequence[Author] = ()
    topics: Sequence[Topic] = ()
    picture: Picture | None = None
    picture_caption: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    go_live_at: datetime | None = None
    live_coverage: bool = False
    entries: Sequence[Happened] = ()
    comment_mode: str = ""
    contributed_by: str = ""
    corrections: Sequence[Noted] = ()
    seo_title: str = ""
    search_description: str = ""
    killed: bool = False  # then it is filed as a draft
    legal_hold: bool = False


def file_story(*, copy: Copy, by: User | None = None) -> ArticlePage:
    """Put `copy` into the newsroom as a draft article with its first revision."""
    with transaction.atomic():
        article = _new(copy, by)
        article.live = False
        copy.section.add_child(instance=article)
        _file_entries(article, copy)
        article.save_revision(user=by, clean=False)
    return article


def file_and_publish(*, copy: Copy, by: User | None = None) -> ArticlePage:
    """File `copy` and make it public, or scheduled where its time is still to come.

    Its times are those of the copy: an archive does not come out anew.
    """
    with transaction.atomic():
        if not comes_out_at_once(copy):
            return actions.publish(article=file_story(copy=copy, by=by), by=by)
        return _file_public(copy, by)


def comes_out_at_once(copy: Copy) -> bool:
    """Whether a copy that is filed to be published is public from then on."""
    return not any(time and time > now() for time in (copy.go_live_at, copy.published_at))


def _file_public(copy: Copy, by: User | None) -> ArticlePage:
    """What filing a draft and publishing its revision do, with half the writing:
    an archive has a hundred thousand stories."""
    article = _new(copy, by)
    make_public(article, copy)
    copy.section.add_child(instance=article)
    _file_entries(article, copy)
    article.live_revision = article.save_revision(user=by, clean=False)
    article.has_unpublished_changes = False
    article.save(update_fields=["live_revision", "has_unpublished_changes"], clean=False)
    log(article, "wagtail.publish", user=by, revision=article.live_revision, content_changed=True)
    page_published.send(ArticlePage, instance=article, revision=article.live_revision)
    return article


def _new(copy: Copy, by: User | None) -> ArticlePage:
    return new_article(copy, slug=free_slug(copy.slug or copy.headline, parent=copy.section), by=by)


def new_article(copy: Copy, *, slug: str, by: User | None = None) -> ArticlePage:
    """The article that a copy becomes, not stored yet."""
    article = ArticlePage(owner=by, slug=slug)
    if copy.key:
        article.translation_key = copy.key
    article.killed, article.legal_hold = copy.killed, copy.legal_hold
    _fill(article, copy)
    return article


def make_public(article: ArticlePage, copy: Copy) -> None:
    """Set what a public article has beside its text: it came out when the copy says."""
    article.live = True
    article.published_at = copy.published_at or now()
    article.first_published_at = article.published_at
    article.last_published_at = max(article.published_at, copy.updated_at or article.published_at)


def refile(*, article: ArticlePage, copy: Copy, by: User | None = None) -> ArticlePage:
    """Bring an article to what `copy` says now: a new revision, public if the article is.

    The section and the slug stay, and the times are those of the copy.
    """
    with transaction.atomic():
        revision = _revise(article, copy, by)
        if not article.live:
            return article
        revision.publish(user=by)
        article.refresh_from_db()
        return _keep_times(article, copy)


def refile_and_publish(*, article: ArticlePage, copy: Copy, by: User | None = None) -> ArticlePage:
    """Bring an article to what `copy` says now, and make it public if it is not yet."""
    with transaction.atomic():
        _revise(article, copy, by).publish(user=by)
        article.refresh_from_db()
        return _keep_times(article, copy)


def propose(*, article: ArticlePage, copy: Copy, because: str, by: User | None = None) -> bool:
    """File the words of `copy` as a change of an article that waits for an editor.

    Readers go on seeing what they saw; the history says why the change is there.
    What the newsroom is writing on the article is not buried: then the reason alone is put down.
    Returns whether the words were filed.
    """
    with transaction.atomic():
        article = ArticlePage.objects.select_for_update().get(pk=article.pk)
        revision = None
        if article.live and not article.has_unpublished_changes:
            article.title, article.standfirst = fitting(copy.headline), copy.standfirst
            article.body = list(copy.body)
            revision = article.save_revision(user=by)
        log(article, PROPOSED, user=by, revision=revision, data={"because": because})
    return revision is not None


def file_page(
    *, title: str, body: Sequence[Any], parent: Page, slug: str = "", key: UUID | None = None,
    public: bool = True,
) -> StandingPage:  # fmt: skip
    """Put a standing page under the front page or under another standing page."""
    with transaction.atomic():
        page = StandingPage(title=fitting(title), live=False, body=list(body))
        page.slug = free_slug(slug or title, parent=parent)
        if key:
            page.translation_key = key
        parent.add_child(instance=page)
        revision = page.save_revision(clean=False)
        if public:
            revision.publish()
            page.refresh_from_db()
    return page


def refile_page(*, page: StandingPage, title: str, body: Sequence[Any]) -> None:
    """Bring a standing page to a new text: a new revision, public if the page is."""
    with transaction.atomic():
        page.title, page.body = fitting(title), list(body)
        revision = page.save_revision()
        if page.live:
            revision.publish()


def file_former(*, article: ArticlePage, copy: Copy, at: datetime) -> None:
    """Put what an article said at another time into its history. Idempotent by the time.

    The article itself stays as it is.
    """
    kind = ContentType.objects.get_for_model(ArticlePage)
    history = Revision.objects.filter(content_type=kind, object_id=str(article.pk))
    if history.filter(created_at=at).exists():
        return
    _fill(article, copy)
    then = Revision(
        content_type=kind,
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=str(article.pk),
        object_str=str(article),
        created_at=at,
        content=article.serializable_data(),
    )
    # Not saved one by one: that would take away a schedule that waits.
    Revision.objects.bulk_create([then])


def fitting(headline: str) -> str:
    """A headline no longer than the database holds, cut at a word."""
    if len(headline) <= HEADLINE_LENGTH:
        return headline
    return headline[: HEADLINE_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def _revise(article: ArticlePage, copy: Copy, by: User | None) -> Revision:
    section = article.section
    _fill(article, copy)
    article.section = section
    _file_entries(article, copy)
    revision: Revision = article.save_revision(user=by)
    return revision


def _file_entries(article: ArticlePage, copy: Copy) -> None:
    """The entries of a live coverage come with it; those that are there are brought up to date."""
    if not copy.entries:
        return
    for entry in copy.entries:
        told = {field.name: getattr(entry, field.name) for field in fields(entry) if field.name != "key"}
        LiveEntry.objects.update_or_create(key=entry.key, article=article, defaults=told)
    entries = {"entries": article.live_entries.count()}
    ArticleTally.objects.update_or_create(article_id=article.pk, defaults=entries)


def _keep_times(article: ArticlePage, copy: Copy) -> ArticlePage:
    """Publishing dates the page today; what the copy says holds."""
    if not article.live or not copy.published_at:
        return article
    article.published_at = article.first_published_at = copy.published_at
    article.updated_at = copy.updated_at
    article.last_published_at = max(copy.published_at, copy.updated_at or copy.published_at)
    ArticlePage.objects.filter(pk=article.pk).update(
        published_at=article.published_at,
        updated_at=article.updated_at,
        first_published_at=article.first_published_at,
        last_published_at=article.last_published_at,
    )
    return article


def _fill(article: ArticlePage, copy: Copy) -> None:
    for name in (
        "kicker", "standfirst", "dateline_place", "dateline_date", "source", "picture",
        "picture_caption", "published_at", "updated_at", "go_live_at", "live_coverage",
        "comment_mode", "contributed_by", "seo_title", "search_description",
    ):  # fmt: skip
        setattr(article, name, getattr(copy, name))
    article.title = fitting(copy.headline)
    article.section = copy.section
    article.edition = languages.kept_as(languages.of_page(copy.section))  # drafts are not cleaned
    article.language = copy.language or languages.of_page(copy.section)
    article.body = list(copy.body)
    article.bylines = [
        ArticleByline(author=author, sort_order=place) for place, author in enumerate(copy.authors)
    ]
    article.article_topics = [
        ArticleTopic(topic=topic, sort_order=place) for place, topic in enumerate(copy.topics)
    ]
    article.corrections = [
        Correction(when=note.when, text=note.text, before=note.before, after=note.after)
        for note in copy.corrections
    ]
