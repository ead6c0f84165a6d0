"""Reads that pages, feeds and the other rooms share.

Lists never walk the page tree: they go by the article's own section and
publication time, both indexed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Model, QuerySet, Value, prefetch_related_objects
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from broadsheet.edition.api import depends_on, leaf
from broadsheet.foundation.clock import now
from broadsheet.foundation.prepared import Prepared, Slot
from broadsheet.news import languages, live, parts, remembered, shown
from broadsheet.news.linking import linker_of
from broadsheet.news.models import ArticlePage, Author, FrontPage, PaperSettings, SectionPage
from broadsheet.topics.models import Topic

T = TypeVar("T", bound=Model)
P = TypeVar("P", bound=Page)
PER_PAGE = 20
LATEST = 8
UNPICKED = 3  # stand where the picks would, when the editor picked none
PER_SECTION = 4
DISCUSSED = 5
DISCUSSED_DAYS = 7
MORE_FROM_SECTION = 4
PARTS = 60  # of a topic, named on its page

OF_A_WHOLE = ("article_topics__topic__names", "corrections")

# Asked for each page that is made: writing their SQL anew took longer than all the database's work.
_settings = Prepared(lambda: PaperSettings.base_queryset().order_by("pk")[:1])
_section_keys = Prepared(lambda: SectionPage.objects.order_by().values_list("pk", flat=True))
_article_at = Prepared(
    lambda: _bare().filter(section=Slot("section"), slug=Slot("slug")).order_by("pk")[:1]
)
_more_before = Prepared(lambda: _before(section=Slot("section"), moment=Slot("moment")))


def published() -> QuerySet[ArticlePage]:
    """Every article readers can see, newest first."""
    return ArticlePage.objects.filter(live=True, published_at__isnull=False).order_by(
        "-published_at", "-pk"
    )


def of_edition(rows: QuerySet[T], *, by: str = "edition") -> QuerySet[T]:
    """Of these rows those of the edition that is being read; all of them when there is but one.

    Args:
        rows: articles, or what belongs to them.
        by: the way from a row to its article's edition.
    """
    return rows.filter(**{by: languages.edition()}) if languages.several() else rows


def in_edition(pages: QuerySet[P]) -> QuerySet[P]:
    """Of these pages of Wagtail those of the edition that is being read, without a query more."""
    if not languages.several():
        return pages
    return pages.filter(locale__language_code=languages.current())


def listed() -> QuerySet[ArticlePage]:
    """Every article that lists of this edition may show, newest first."""
    return of_edition(published())


def is_published(article: ArticlePage | None) -> bool:
    """Whether readers can see an article."""
    return article is not None and article.live and article.published_at is not None


def listed_cards() -> QuerySet[ArticlePage]:
    """`cards` of this edition."""
    return of_edition(cards())


def cards() -> QuerySet[ArticlePage]:
    """Published articles with all that a card shows, in a constant number of queries."""
    return (
        published()
        .select_related("section", "source", "picture", "tally")
        .prefetch_related(byline())
        .defer("body")
    )


def byline() -> str:
    """What to fetch of the authors, with how this edition writes their names."""
    return "bylines__author__translations" if languages.edition() else "bylines__author"


def authors() -> QuerySet[Author]:
    """All authors, with how this edition writes their names."""
    everybody = Author.objects.all()
    return everybody.prefetch_related("translations") if languages.edition() else everybody


def with_names(topics: QuerySet[Topic]) -> QuerySet[Topic]:
    """Topics with what this edition calls them."""
    return topics.prefetch_related("names") if languages.edition() else topics


def sections() -> QuerySet[SectionPage]:
    """The paper's top sections in the editor's order (Wagtail's tree order)."""
    return in_edition(_top(list(_section_keys())))


def section_list() -> list[SectionPage]:
    """The edition's top sections, read once for all parts of a page."""
    found = remembered.once("sections", _sections_now)
    if not languages.several():
        return found
    return [one for one in found if languages.of_page(one) == languages.current()]


def _sections_now() -> list[SectionPage]:
    keys = _section_keys()
    if not keys:
        return []
    return _top_of(len(keys))(**{f"key_{place}": key for place, key in enumerate(keys)})


@cache
def _top_of(number: int) -> Prepared[SectionPage]:
    return Prepared(lambda: _top([Slot(f"key_{place}") for place in range(number)]))


def _top(keys: Sequence[Any]) -> QuerySet[SectionPage]:
    """The top ones among these sections.

    By their keys and by a copy of the path: SQLite else walks all pages of the
    paper, or their index by path, to find the few sections (20 to 46 ms of
    100,000 articles).
    """
    top = SectionPage.objects.filter(id__in=keys, live=True, depth=3)
    return top.order_by(Concat("path", Value("")))


def section_at(*, front: FrontPage, slug: str) -> SectionPage | None:
    """The public section right under the front page with this slug."""
    found = (section for section in section_list() if section.slug == slug)
    return next((section for section in found if section.is_child_of(front)), None)


def article_at(*, section: SectionPage, slug: str) -> ArticlePage | None:
    """The public article of a section with all its page shows, in few queries."""
    article = _article_at.first(section=section.pk, slug=slug)
    if article is not None:
        prefetch_related_objects([article], byline(), *OF_A_WHOLE)
    return article


def article_named(name: str) -> ArticlePage | None:
    """An article, public or not, by its number or its address (with or without the paper's)."""
    if name.isascii() and name.isdecimal() and len(name) < 12:
        return ArticlePage.objects.filter(pk=int(name)).first()
    path = unquote(urlsplit(name).path).strip("/")
    with languages.reading(languages.of_path(path)):
        front = the_front_page()
        path = path.removeprefix(languages.at(languages.current()).strip("/")).strip("/")
    if front is None or not path:
        return None
    return ArticlePage.objects.filter(url_path=f"{front.url_path}{path}/").first()


def whole() -> QuerySet[ArticlePage]:
    """Public articles with all their pages show, in few queries."""
    return _bare().prefetch_related(byline(), *OF_A_WHOLE)


def _bare() -> QuerySet[ArticlePage]:
    return ArticlePage.objects.select_related("section", "source", "picture", "tally").filter(live=True)


def the_front_page() -> FrontPage | None:
    """The front page of the edition that is being read; None before the paper is laid out."""
    return in_edition(FrontPage.objects.order_by("path")).first()


def own_section(section: SectionPage) -> SectionPage:
    """What a section of another edition is called in the paper's own; itself where it is not there."""
    if not languages.several() or languages.of_page(section) == languages.own():
        return section
    alike = SectionPage.objects.filter(
        translation_key=section.translation_key, locale__language_code=languages.own(), live=True
    )
    return alike.first() or section


def own_front_page() -> FrontPage:
    """The front page of the paper's own edition, whichever is being read.

    Raises:
        FrontPage.DoesNotExist: the paper is not laid out.
    """
    with languages.reading(languages.own()):
        front = the_front_page()
    if front is None:
        raise FrontPage.DoesNotExist("There is no front page yet: lay the paper out first.")
    return front


def front_pages() -> list[FrontPage]:
    """The front page of each edition, the paper's own first."""
    fronts = FrontPage.objects.filter(locale__language_code__in=settings.EDITION_LANGUAGES)
    return list(fronts.order_by("path")) if languages.several() else list(FrontPage.objects.all()[:1])


def paper_settings() -> PaperSettings:
    """What the newsroom set for the whole paper."""
    return remembered.once(remembered.PAPER, lambda: _settings.first() or PaperSettings.load())


def front_page(*, page: FrontPage) -> dict[str, Any]:
    """Lead, picks, latest, most read, most discussed and each section's newest.

    An article stands on the page once: what leads is not repeated below. Only
    keys are looked up place by place; all cards then come in one go.
    """
    from broadsheet.news import reads, series

    depends_on("latest", "discussed")
    newest = listed().values_list("pk", flat=True)
    # The picks may come unsaved from a preview, so their order is the page's.
    picked = list(dict.fromkeys(pick.article_id for pick in page.picks.all()))
    package = series.led_by(page.lead_id) if page.lead_id else None
    under = [story.pk for story in package.others] if package else []
    picked = [pk for pk in picked if pk not in under]
    used = [pk for pk in (page.lead_id, *under, *picked) if pk]
    latest = list(newest.exclude(pk__in=used)[: 1 + UNPICKED + LATEST])
    discussed, read = _most_discussed(), reads.most_read()
    by_section = _newest_by_section(without=used)
    found = cards().in_bulk(
        {*used, *latest, *discussed, *read, *(pk for keys in by_section.values() for pk in keys)}
    )
    shown.shows(found.values())
    # A lead that is not chosen, or not public, leaves its place to the newest.
    lead = next((pk for pk in (page.lead_id, *latest, *picked) if pk in found), None)

    def chosen(keys: list[int], most: int) -> list[ArticlePage]:
        return [found[pk] for pk in keys if pk in found and pk != lead][:most]

    rest = chosen(latest, len(latest))
    picks = chosen(picked, len(picked)) or rest[:UNPICKED]
    return {
        "lead": found[lead] if lead else None,
        "package": package,
        "picks": picks,
        "latest": [article for article in rest if article not in picks][:LATEST],
        "section_blocks": [
            {"section": section, "articles": articles}
            for section, keys in by_section.items()
            if (articles := chosen(keys, PER_SECTION))
        ],
        "most_read": [found[pk] for pk in read if pk in found],
        "most_discussed": [found[pk] for pk in discussed if pk in found],
    }


def _newest_by_section(*, without: list[int]) -> dict[SectionPage, list[int]]:
    newest = {}
    for section in section_list():
        depends_on(f"section:{section.pk}")
        keys = published().filter(section=section).exclude(pk__in=without).values_list("pk", flat=True)
        newest[section] = list(keys[: PER_SECTION + 1])  # one may lead the page
    return newest


def _most_discussed() -> list[int]:
    """Articles of the last week with the most comments."""
    since = midnight(shown.shows_today().date()) - timedelta(days=DISCUSSED_DAYS)
    busy = listed().filter(published_at__gte=since, tally__comments__gt=0)
    return list(
        busy.order_by("-tally__comments", "-published_at").values_list("pk", flat=True)[:DISCUSSED]
    )


def section_page(*, section: SectionPage, number: str) -> dict[str, Any]:
    """One page of a section's articles, newest first; the first one also says what is read most."""
    from broadsheet.news import reads

    depends_on(f"section:{section.pk}")
    shown_here = {"page_of": page_of(cards().filter(section=section), number)}
    if number == "1" and (read := reads.most_read(section=section)):
        # Words alone name no author.
        found = published().select_related("tally").defer("body").in_bulk(read)
        shown_here["most_read"] = shown.shows(found[pk] for pk in read if pk in found)
    return shown_here


def page_of(articles: QuerySet[ArticlePage], number: str | None) -> Any:
    """One page of a list of articles, fetched and said to be shown."""
    page: Any = leaf(articles, size=PER_PAGE, number=number)
    page.object_list = shown.shows(page.object_list)
    return page


def article_page(*, article: ArticlePage, request: HttpRequest) -> dict[str, Any]:
    """All around an article: its series, more of its section, and what the rooms above add."""
    from broadsheet.news import series

    shown.shows_all_of(article)
    return {
        "article": article,
        "more_articles": shown.shows(more_before(article=article)),
        "corrections": list(article.corrections.all()),
        "linker": linker_of(article),
        "series_around": series.around(article) if article.pk else [],
        "coverage": live.coverage_of(article),
    } | (parts.context(article=article, request=request) if article.pk else {})


def more_before(*, article: ArticlePage) -> list[ArticlePage]:
    """What its section had just before an article.

    Not the newest: then every article of a section would change with each new one.
    """
    if article.section_id is None:
        return []
    return _more_before(section=article.section_id, moment=article.published_at or now())


def _before(*, section: Any, moment: Any) -> QuerySet[ArticlePage]:
    before = published().filter(section_id=section, published_at__lt=moment)
    # A small card names no author.
    return before.select_related("picture", "tally").defer("body")[:MORE_FROM_SECTION]


def just_after(*, article: ArticlePage) -> QuerySet[ArticlePage]:
    """The articles whose pages show this one as what came before them."""
    after = published().filter(section_id=article.section_id, published_at__gt=article.published_at)
    return after.order_by("published_at", "pk")[:MORE_FROM_SECTION]


def by_author(*, author: Author) -> QuerySet[ArticlePage]:
    """An author's published articles, newest first."""
    return listed_cards().filter(bylines__author=author)


def about_topic(*, topic: Topic) -> QuerySet[ArticlePage]:
    """Published articles about a topic, newest first."""
    return listed_cards().filter(article_topics__topic=topic)


def topic_page(*, topic: Topic) -> dict[str, Any]:
    """What stands on a topic's page above its articles."""
    from broadsheet.news import maps, quotes, relations

    depends_on(f"topic:{topic.pk}", f"about:{topic.pk}", f"said:{topic.pk}")
    if topic.portrait_id:
        depends_on(f"picture:{topic.portrait_id}")
    parts = list(with_names(topic.parts.order_by("name"))[:PARTS])
    depends_on(*[f"topic:{part.pk}" for part in [*parts, *([topic.parent] if topic.parent else [])]])
    companions = relations.companions(topic)
    places = [(topic, topic.url), *((part, part.url) for part in parts)]
    places += [(one.topic, relations.address(topic, one.topic)) for one in companions]
    return {
        "topic": topic,
        "map": maps.map_of(places=list(dict(places).items()), own=topic),
        "titles": list(topic.titles.order_by("-since", "sort_order")),
        "parts": parts,
        "companions": companions,
        "quotes": quotes.checked(topic=topic).count(),
    }


def of_day(*, day: date) -> QuerySet[ArticlePage]:
    """What came out on a day, as days are where the paper is."""
    start = midnight(day)
    return listed_cards().filter(published_at__gte=start, published_at__lt=start + timedelta(days=1))


def days_of_month(*, year: int, month: int) -> list[tuple[date, int]]:
    """The days of a month that have articles, newest first, each with how many."""
    start = midnight(date(year, month, 1))
    end = midnight(date(year + month // 12, month % 12 + 1, 1))
    times = listed().filter(published_at__gte=start, published_at__lt=end)
    counts: dict[date, int] = {}
    for moment in times.values_list("published_at", flat=True):
        day = timezone.localdate(moment)
        counts[day] = counts.get(day, 0) + 1
    return sorted(counts.items(), reverse=True)


def midnight(day: date) -> datetime:
    """The moment a day begins where the paper is."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
