"""What each feed holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import escape, linebreaks, urlize
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from broadsheet.edition.api import depends_on
from broadsheet.news import languages, live, queries, relations, search, series, shown
from broadsheet.news.models import ArticlePage, Author, LiveEntry, SectionPage, Series
from broadsheet.outreach import bodies, talks
from broadsheet.outreach.addresses import absolute
from broadsheet.topics.models import Topic

ITEMS = 30  # with full text; about 200 KB before compression
COMMENTS = 50
TITLE_WORDS = 12  # of an entry without a headline


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Somebody who wrote an item; `url` is "" for a reader."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """The main picture of an item, by full address."""

    url: str
    mime: str
    width: int
    height: int
    text: str
    credit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article or comment in a feed; addresses are absolute, `html` is clean."""

    id: str
    url: str
    title: str
    html: str
    summary: str
    published: datetime
    updated: datetime
    language: str
    writers: tuple[Writer, ...] = ()
    tags: tuple[str, ...] = ()
    media: Media | None = None
    comments_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A feed before it is written.

    Args:
        path: its address without the format.
        query: what stands after the question mark of its address; "" for nothing.
        told: whether a hub tells of its changes.
    """

    path: str
    title: str
    description: str
    url: str
    language: str
    items: tuple[Item, ...]
    query: str = ""
    told: bool = True

    def address(self, kind: str) -> str:
        """Its full address in a format."""
        return absolute(f"{self.path}.{kind}" + (f"?{self.query}" if self.query else ""))

    @property
    def updated(self) -> datetime | None:
        """When the newest of it changed; None for an empty feed."""
        return max((item.updated for item in self.items), default=None)


def of_paper() -> Channel:
    """The whole paper, newest first."""
    depends_on("latest")
    paper = queries.paper_settings()
    return _channel(
        path=reverse("feed_paper"),
        title=paper.name,
        description=paper.tagline or _("Everything in %(paper)s") % {"paper": paper.name},
        url=f"{languages.at(languages.current())}/",
        articles=queries.listed_cards(),
    )


def of_section(section: SectionPage) -> Channel:
    """A section's articles."""
    depends_on(f"section:{section.pk}")
    return _channel(
        path=reverse("feed_section", args=[section.slug]),
        title=_named(section.title),
        description=section.description or _named(section.title),
        url=section.url,
        articles=queries.cards().filter(section=section),
    )


def of_author(author: Author) -> Channel:
    """An author's articles."""
    depends_on(f"author:{author.pk}", f"by:{author.pk}")
    return _channel(
        path=reverse("feed_author", args=[author.slug]),
        title=_named(author.shown_name),
        description=author.shown_bio or _("Articles by %(name)s") % {"name": author.shown_name},
        url=author.url,
        articles=queries.by_author(author=author),
    )


def of_topic(topic: Topic) -> Channel:
    """Articles about a topic."""
    depends_on(f"topic:{topic.pk}", f"about:{topic.pk}")
    return _channel(
        path=reverse("feed_topic", args=[topic.slug]),
        title=_named(topic.shown_name),
        description=topic.shown_description or _("Articles about %(name)s") % {"name": topic.shown_name},
        url=topic.url,
        articles=queries.about_topic(topic=topic),
    )


def of_series(one: Series) -> Channel:
    """The stories of a series or package, newest first as in every feed."""
    depends_on(series.tag(one.pk))
    return _channel(
        path=reverse("feed_series", args=[one.slug]),
        title=_named(one.name),
        description=one.standfirst or one.name,
        url=one.url,
        articles=queries.listed_cards().filter(series_parts__series=one),
    )


def of_relation(one: Topic, other: Topic) -> Channel:
    """Articles about two topics; `one` has the slug that comes first."""
    depends_on(f"topic:{one.pk}", f"topic:{other.pk}", shown.pair_tag(one.pk, other.pk))
    names = {"one": one.shown_name, "other": other.shown_name}
    return _channel(
        path=reverse("feed_relation", args=[one.slug, other.slug]),
        title=_named(_("%(one)s – %(other)s") % names),
        description=_("Articles about %(one)s and %(other)s") % names,
        url=reverse("relation", args=[one.slug, other.slug]),
        articles=relations.articles(one=one, other=other),
    )


def of_search(words: str) -> Channel:
    """The newest articles that have all these words."""
    found = search.find(words=words, order=search.Order.NEWEST).found
    keys = [result.article.pk for result in found]
    return _channel(
        path=reverse("feed_search"),
        title=_named(_("Search: %(words)s") % {"words": words}),
        description=_("The newest articles with “%(words)s”") % {"words": words},
        url=f"{reverse('search')}?{urlencode({'q': words})}",
        articles=queries.cards().filter(pk__in=keys),
        query=urlencode({"q": words}),
        told=False,
    )


def of_comments(article: ArticlePage) -> Channel:
    """What readers said under an article, newest first."""
    depends_on(f"article:{article.pk}", *talks.edition_tags(article=article))
    return _said(
        path=reverse("feed_comments", args=[article.pk]),
        title=_("Comments on “%(headline)s”") % {"headline": article.title},
        url=article.url,
        comments=talks.newest_comments(article=article, limit=COMMENTS),
    )


def of_coverage(article: ArticlePage) -> Channel:
    """The entries of a live article, newest first."""
    depends_on(f"article:{article.pk}", live.tag(article.pk))
    url = absolute(article.url)
    return Channel(
        path=reverse("feed_live", args=[article.pk]),
        title=_named(article.title),
        description=bodies.summary(article=article) or article.title,
        url=url,
        language=article.language,
        items=tuple(_entry_item(entry, article, url) for entry in article.live_entries.all()[:COMMENTS]),
    )


def of_board(board: SectionPage) -> Channel:
    """What readers said on a board of the forum, newest first."""
    return _said(
        path=reverse("feed_board", args=[board.slug]),
        title=_("Forum: %(board)s") % {"board": board.title},
        url=reverse("forum_board", args=[board.slug]),
        comments=talks.newest_on_board(board=board, limit=COMMENTS),
    )


def of_forum_topic(topic: talks.ForumTopic) -> Channel:
    """What readers said in a topic of the forum, newest first."""
    return _said(
        path=reverse("feed_forum_topic", args=[topic.key]),
        title=_("Forum: %(topic)s") % {"topic": topic.title},
        url=topic.url,
        comments=talks.newest_in_topic(topic=topic, limit=COMMENTS),
    )


def _said(*, path: str, title: str, url: str, comments: list[talks.Comment]) -> Channel:
    return Channel(
        path=path,
        title=_named(title),
        description=title,
        url=absolute(url),
        language=settings.LANGUAGE_CODE,
        items=tuple(map(_comment_item, comments)),
    )


def _named(title: str) -> str:
    return f"{title} – {queries.paper_settings().name}"


def of_chosen(*, path: str, title: str, url: str, keys: Sequence[int]) -> Channel:
    """Articles chosen by one reader; no hub tells of them."""
    return _channel(
        path=path,
        title=_named(title),
        description=title,
        url=url,
        articles=queries.cards().filter(pk__in=keys),
        told=False,
    )


def _channel(
    *,
    path: str,
    title: str,
    description: str,
    url: str,
    articles: QuerySet[ArticlePage],
    query: str = "",
    told: bool = True,
) -> Channel:
    # The body is what a feed is about, so take back the deferral of `cards`.
    about = "article_topics__topic__names" if languages.edition() else "article_topics__topic"
    newest = list(articles.defer(None).prefetch_related(about, "corrections")[:ITEMS])
    return Channel(
        path=path,
        title=title,
        description=description,
        url=absolute(url),
        language=languages.current(),
        items=tuple(map(_article_item, newest, bodies.blocks_of(newest))),
        query=query,
        told=told,
    )


def _article_item(article: ArticlePage, blocks: bodies.Blocks) -> Item:
    shown.shows_all_of(article)
    url = absolute(article.url)
    published = article.published_at
    assert published is not None  # `published()` filters by it
    return Item(
        id=f"urn:uuid:{article.lasting_key}",
        url=url,
        title=article.title,
        html=bodies.full_html(article=article, blocks=blocks),
        summary=bodies.summary(article=article),
        published=published,
        updated=article.updated_at or published,
        language=article.language,
        writers=_writers(article),
        tags=_tags(article),
        media=_media(article),
        comments_url=f"{url}#comments",
    )


def _entry_item(entry: LiveEntry, article: ArticlePage, url: str) -> Item:
    return Item(
        id=f"urn:uuid:{entry.key}",
        url=f"{url}#{entry.anchor}",
        title=entry.headline or Truncator(entry.text).words(TITLE_WORDS),
        html=bodies.clean(linebreaks(urlize(escape(entry.text)))),
        summary=entry.text[:300],
        published=entry.at,
        updated=entry.changed_at or entry.at,
        language=article.language,
    )


def _writers(article: ArticlePage) -> tuple[Writer, ...]:
    authors = tuple(
        Writer(name=author.shown_name, url=absolute(author.url)) for author in article.authors
    )
    if authors:
        return authors
    if article.contributed_by:
        return (Writer(name=article.contributed_by),)
    return (Writer(name=article.source.name),) if article.source else ()


def _tags(article: ArticlePage) -> tuple[str, ...]:
    section = (article.section.title,) if article.section else ()
    return section + tuple(topic.shown_name for topic in article.topics)


def _media(article: ArticlePage) -> Media | None:
    picture = article.picture
    if not picture:
        return None
    url, width, height = bodies.sized(picture)
    text = article.picture_caption or picture.description or picture.caption
    return Media(
        url=url, mime="image/jpeg", width=width, height=height, text=text, credit=picture.credit
    )


def _comment_item(comment: talks.Comment) -> Item:
    url = absolute(comment.url)
    return Item(
        id=url,
        url=url,
        title=_("%(name)s on “%(headline)s”") % {"name": comment.name, "headline": comment.heading},
        html=bodies.clean(comment.html),
        summary=comment.text[:300],
        published=comment.when,
        updated=comment.when,
        language=settings.LANGUAGE_CODE,
        writers=(Writer(name=comment.name),),
    )
