"""The paper's content as the wire's dataclasses: what an export writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Revision

from broadsheet.news import queries as news
from broadsheet.news.models import (
    ArticlePage,
    Author,
    FrontPage,
    KillRecord,
    PaperSettings,
    Picture,
    SectionPage,
    Series,
    Source,
    StandingPage,
)
from broadsheet.news.models.paper import CommentMode
from broadsheet.topics.models import Topic
from broadsheet.wire import paper, story
from broadsheet.wire.around import Around, agency, around_all, around_of, subject
from broadsheet.wire.editions import edition_of, key_of, key_of_section
from broadsheet.wire.story import Block, State, Story
from broadsheet.wire.streams import blocks

T = TypeVar("T")
CHUNK = 100  # articles at a time
REMEMBERED = 1000  # pictures


@dataclass
class Outgoing:
    """An export under way: which pictures its stories need.

    `path_of` gives the path that a picture has in the archive. Only the
    pictures used last are kept in memory.
    """

    path_of: Callable[[Picture], str]
    pictures: dict[int, Picture | None] = field(default_factory=dict)
    used: dict[int, Picture] = field(default_factory=dict)  # since they were taken last
    translated: dict[str, int] | None = None  # articles of other editions, by their lasting names

    def picture(self, pk: int | None) -> Picture | None:
        if pk is None:
            return None
        if pk not in self.pictures:
            self._remember(pk, Picture.objects.filter(pk=pk).first())
        return self.pictures[pk]

    def fetch(self, keys: Iterable[int]) -> None:
        """Read pictures that will be named in one go, not one by one."""
        for pk, picture in Picture.objects.in_bulk(list(keys)).items():
            self._remember(pk, picture)

    def take(self) -> list[Picture]:
        """The pictures that were named since the last time."""
        taken = list(self.used.values())
        self.used.clear()
        return taken

    def page_of(self, key: str) -> Page | None:
        """The article or standing page of a lasting name."""
        if self.translated is None:
            articles = ArticlePage.objects.filter(edition__isnull=False)
            some = articles.only("pk", "translation_key", "edition")
            self.translated = {key_of(one): one.pk for one in some.iterator()}
        if key in self.translated:
            return Page.objects.get(pk=self.translated[key])
        return Page.objects.filter(translation_key=UUID(key)).order_by("pk").first()

    def _remember(self, pk: int, picture: Picture | None) -> None:
        if len(self.pictures) >= REMEMBERED:
            self.pictures.clear()
        self.pictures[pk] = picture

    def named(self, kept: Picture | None, *, alt: str = "", caption: str = "", credit: str = "") -> Any:
        """A picture with the words it has in one place; its own where that has none."""
        if kept is None:
            return None
        self._remember(kept.pk, kept)
        self.used[kept.pk] = kept
        return story.Picture(
            src=self.path_of(kept),
            alt=alt or kept.description,
            caption=caption or kept.caption,
            credit=credit or kept.credit,
        )


def names(outgoing: Outgoing) -> paper.Names:
    """The paper's settings and everything with a name."""
    settings = PaperSettings.load()
    return paper.Names(
        settings=paper.Settings(
            **{one: getattr(settings, one) for one in paper.Settings.__dataclass_fields__}
        ),
        sections=tuple(_sections()),
        authors=tuple(
            author(one, outgoing)
            for one in Author.objects.prefetch_related("translations").order_by("pk")
        ),
        agencies=tuple(map(agency, Source.objects.order_by("pk"))),
        subjects=tuple(
            replace(subject(one), portrait=outgoing.named(one.portrait))
            for one in Topic.objects.select_related("portrait").order_by("pk")
        ),
    )


def _sections() -> Iterator[story.Section]:
    """Those of all editions, in the order in which they can be opened."""
    every = list(SectionPage.objects.order_by("depth", "path"))
    slugs = {one.path: one.slug for one in every}
    own = {one.translation_key: one.slug for one in every if not edition_of(one)}
    for one in every:
        edition = edition_of(one)
        yield story.Section(
            slug=one.slug,
            name=one.title,
            description=one.description,
            parent=slugs.get(one.path[: -one.steplen], ""),
            comment_mode=one.comment_mode,
            edition=edition,
            translates=own.get(one.translation_key, "") if edition else "",
        )


def author(one: Author, outgoing: Outgoing) -> story.Byline:
    return story.Byline(
        slug=one.slug,
        name=one.name,
        role=one.role,
        bio=one.bio,
        email=one.email,
        portrait=outgoing.named(one.portrait),
        translations=tuple(
            story.Told(language=told.language, name=told.name, role=told.role, bio=told.bio)
            for told in one.translations.all()
        ),
    )


def redirects() -> Iterator[paper.OldAddress]:
    """Addresses that lead to what has no old addresses of its own."""
    # Sorted here: each database has an order of its own.
    with_own = Page.objects.type(ArticlePage, StandingPage)
    found = Redirect.objects.filter(site=None).exclude(redirect_page__in=with_own)
    sections = {one.pk: key_of_section(one) for one in SectionPage.objects.all()}
    for one in sorted(found, key=lambda one: one.old_path):
        yield paper.OldAddress(
            old=one.old_path,
            link="" if one.redirect_page_id else one.redirect_link,
            section=sections.get(one.redirect_page_id, ""),
            permanent=one.is_permanent,
        )


def kills() -> Iterator[paper.Kill]:
    """What was taken back for good, as it was written down."""
    for one in KillRecord.objects.order_by("pk"):
        yield paper.Kill(
            verb=one.verb,
            story=str(one.article_key),
            address=one.address,
            headline=one.headline,
            text_hash=one.text_hash,
            was_public=one.was_public,
            at=one.at,
            by=one.by,
            because=one.because,
            previous=one.previous,
            signature=one.signature,
        )


def series() -> Iterator[paper.Series]:
    """Every series and package, in the order in which they were made."""
    around = Series.objects.prefetch_related("parts__article").order_by("pk")
    for one in around:
        yield paper.Series(
            id=one.slug,
            name=one.name,
            kind=one.kind,
            standfirst=one.standfirst,
            stories=tuple(key_of(part.article) for part in one.parts.all()),
        )


def front() -> paper.Front:
    """The curated front page of the paper's own edition and the breaking line."""
    settings = PaperSettings.load()
    return replace(
        _front(news.in_edition(FrontPage.objects.order_by("path")).first()),
        breaking=settings.breaking_text,
        breaking_story=key_of(settings.breaking_article),
    )


def fronts_elsewhere() -> list[paper.Front]:
    """The curated front pages of other editions, without those that nobody has laid."""
    found = [_front(page) for page in FrontPage.objects.order_by("path") if edition_of(page)]
    return [one for one in found if one.lead or one.picks]


def _front(page: FrontPage | None) -> paper.Front:
    if page is None:
        return paper.Front()
    return paper.Front(
        edition=edition_of(page),
        lead=key_of(page.lead),
        picks=tuple(key_of(pick.article) for pick in page.picks.select_related("article")),
    )


def stories(outgoing: Outgoing) -> Iterator[tuple[ArticlePage, Story]]:
    """Every article in the order in which it was made, without its comments.

    What is public goes out as it is public; a draft goes out as it was last saved.
    """
    articles = ArticlePage.objects.order_by("pk")
    for chunk in batched(articles.iterator(chunk_size=CHUNK), CHUNK):
        old = _old_addresses([article.pk for article in chunk])
        public = [article for article in chunk if article.live]
        around = around_all(public)
        for article in chunk:
            newest = article if article.live else article.get_latest_revision_as_object()
            beside, urls = around.get(article.pk), old.get(article.pk, ())
            yield article, story_of(newest, outgoing, around=beside, old_urls=urls)


def former(outgoing: Outgoing, lost: Callable[[ArticlePage, Revision], None]) -> Iterator[paper.Former]:
    """What articles said at other times than now: every saved text but the one that went out.

    `lost` is told of a text that names a section or picture that is no more.
    """
    kind = ContentType.objects.get_for_model(ArticlePage)
    articles = ArticlePage.objects.order_by("pk").values_list(
        "pk", "live", "live_revision", "latest_revision"
    )
    for chunk in batched(articles.iterator(chunk_size=CHUNK), CHUNK):
        now = [public if live else newest for _, live, public, newest in chunk]
        saved = Revision.objects.filter(
            content_type=kind, object_id__in=[str(pk) for pk, *_ in chunk]
        ).exclude(pk__in=[pk for pk in now if pk])
        of_some = ArticlePage.objects.in_bulk(set(saved.order_by().values_list("object_id", flat=True)))
        for revision in saved.order_by("created_at", "pk"):
            article = of_some[int(revision.object_id)]
            try:
                text = story_of(revision.as_object(), outgoing)
            except ObjectDoesNotExist:
                lost(article, revision)
                continue
            yield paper.Former(story=key_of(article), when=revision.created_at, text=text)


def batched(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """`things` in lists of `size`."""
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some


def pages(outgoing: Outgoing) -> Iterator[tuple[StandingPage, Story]]:
    """Every standing page, those above before those below."""
    for page in StandingPage.objects.order_by("depth", "path"):
        newest = page if page.live else page.get_latest_revision_as_object()
        parent = page.get_parent()
        edition = edition_of(page)
        yield (
            page,
            Story(
                id=key_of(page),
                kind="page",
                edition=edition,
                translates=str(page.translation_key) if edition else "",
                parent=key_of(parent) if parent.depth > 2 else "",
                headline=newest.title,
                slug=page.slug,
                state=State.PUBLISHED if page.live else State.DRAFT,
                body=blocks(newest.body.raw_data, outgoing),
                old_urls=_old_addresses([page.pk]).get(page.pk, ()),
            ),
        )


def story_of(
    article: ArticlePage,
    outgoing: Outgoing,
    *,
    around: Around | None = None,
    old_urls: tuple[str, ...] = (),
    body: tuple[Block, ...] | None = None,
) -> Story:
    """An article as a story, without its comments.

    Args:
        around: what stands around it; None for what this object has.
        body: its text; None for the article's own, which is then read.
    """
    state = _state(article)
    public = state == State.PUBLISHED
    closed = article.comment_mode == CommentMode.CLOSED
    around = around or around_of(article)
    return Story(
        id=key_of(article),
        headline=article.title,
        slug=article.slug,
        state=state,
        language=article.language,
        edition=article.edition or "",
        translates=str(article.translation_key) if article.edition else "",
        kicker=article.kicker,
        standfirst=article.standfirst,
        dateline_place=article.dateline_place,
        dateline_date=article.dateline_date.isoformat() if article.dateline_date else "",
        published=article.published_at
        if public
        else article.go_live_at
        if state == State.SCHEDULED
        else None,
        updated=article.updated_at if public else None,
        section=around.section,
        bylines=around.bylines,
        agency=around.agency,
        subjects=around.subjects,
        picture=outgoing.named(around.picture, caption=article.picture_caption),
        body=blocks(article.body.raw_data, outgoing) if body is None else body,
        corrections=around.corrections,
        entries=around.entries,
        comments_open=not closed,
        comment_mode="" if closed else article.comment_mode,
        live=article.live_coverage,
        killed=article.killed,
        legal_hold=article.legal_hold,
        contributed_by=article.contributed_by,
        seo_title=article.seo_title,
        search_description=article.search_description,
        old_urls=old_urls,
    )


def _state(article: ArticlePage) -> State:
    if article.live:
        return State.PUBLISHED
    if article.go_live_at and article.go_live_at > timezone.now() and article.approved_schedule:
        return State.SCHEDULED
    return State.DRAFT


def _old_addresses(pages: list[int]) -> dict[int, tuple[str, ...]]:
    """The addresses that lead to each of these pages on every site."""
    # Those of one site are left out here: asked for the redirects of no site, SQLite
    # goes through all that the paper has, for every few articles again.
    found = Redirect.objects.filter(redirect_page_id__in=pages)
    leading = found.values_list("old_path", "redirect_page_id", "site_id")
    by_page: dict[int, tuple[str, ...]] = {}
    # Sorted here: each database has an order of its own.
    for path, pk in sorted((path, pk) for path, pk, site in leading if site is None):
        by_page[pk] = (*by_page.get(pk, ()), path)
    return by_page
