"""The readers' search: SQLite FTS5 or PostgreSQL tsvector, kept with each publication.

Wagtail's own search needs seconds over some ten thousand articles on SQLite,
so readers get a small index of their own (`make bench-search` measures it).
Chinese, Japanese and Korean are written without spaces: each of their letters
is indexed as a word, and a run of them in a query is a phrase.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, models
from django.utils import timezone
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.clock import now
from broadsheet.foundation.text import lines_of
from broadsheet.news import languages
from broadsheet.news.matching import Filters, first_place, fold, matching
from broadsheet.news.models import ArticlePage, LiveEntry, SearchEntry, SectionPage

PER_PAGE = 20
COUNT_LIMIT = 500  # past this we say "more than"; nobody turns more pages
SNIPPET = 220  # letters
CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_CJK_LETTER = re.compile(f"([{CJK}])")
_CJK_STOPS = "，。、；：？！"
_CJK_MARKS = re.compile(f"(?<=[{CJK}])\x02 +\x01(?=[{CJK}])")  # two marks side by side are one
_CJK_GAP = re.compile(f"(?<=[{CJK}{_CJK_STOPS}])(\x02?) +(\x01?)(?=[{CJK}{_CJK_STOPS}])")
_TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')


class Order(models.TextChoices):
    """How results are sorted."""

    BEST = "best", _("Best match")
    NEWEST = "newest", _("Newest first")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One thing looked for: a word, or several that stand side by side."""

    words: tuple[str, ...]
    excluded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    article: ArticlePage
    snippet: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """One page of results. `count` stops at `COUNT_LIMIT`; then `many` is set."""

    words: str
    found: list[Result]
    count: int
    many: bool
    number: int

    @property
    def has_next(self) -> bool:
        return self.number * PER_PAGE < self.count

    @property
    def has_previous(self) -> bool:
        return self.number > 1


# Writing --------------------------------------------------------------------


def text_of(article: ArticlePage) -> str:
    """All words of an article but its headline, as they are indexed."""
    return _text(article, _entry_texts(article))


def _text(article: ArticlePage, entries: Iterable[str]) -> str:
    body = " ".join([*_block_texts(article), *entries])
    names = " ".join([*(str(author) for author in article.authors), article.dateline_place])
    return spaced(" ".join(part for part in (article.kicker, article.standfirst, body, names) if part))


def words_of(article: ArticlePage) -> tuple[str, str]:
    """Headline and text as they are indexed: when they differ, the article says something else."""
    return spaced(article.title), text_of(article)


def entry_of(article: ArticlePage) -> SearchEntry | None:
    """The index row of an article, None when it is not indexed."""
    return SearchEntry.objects.filter(article_id=article.pk).first()


def index_article(*, article: ArticlePage) -> None:
    """Put an article into the index, or renew its words. Database triggers do the rest."""
    title, text = words_of(article)
    SearchEntry.objects.update_or_create(
        article_id=article.pk,
        defaults={
            "place": place_of(article),
            "section_id": article.section_id,
            "edition": article.edition or "",
            "title": title,
            "text": text,
        },
    )


def new_entries(articles: Iterable[ArticlePage]) -> Iterator[SearchEntry]:
    """The index rows of new articles, which have no entries of a live coverage."""
    for article in articles:
        yield SearchEntry(
            article_id=article.pk,
            place=place_of(article),
            section_id=article.section_id,
            edition=article.edition or "",
            title=spaced(article.title),
            text=_text(article, ()),
        )


def place_of(article: ArticlePage) -> int:
    """The article's place in time: the second it came out, then its number."""
    return first_place(article.published_at or now()) + article.pk


def remove_article(*, article: ArticlePage) -> None:
    """Take an article out of the index; nothing happens when it is not there."""
    SearchEntry.objects.filter(article_id=article.pk).delete()


def spaced(text: str) -> str:
    """Text as it is indexed: NFC, letters of scripts without spaces set apart."""
    return " ".join(_CJK_LETTER.sub(r" \1 ", unicodedata.normalize("NFC", text)).split())


def _block_texts(article: ArticlePage) -> list[str]:
    texts: list[str] = []
    for block in article.body:
        if block.block_type == "text":  # most are; the same, several times as fast
            texts.append(lines_of(block.value.source))
            continue
        texts += [strip_tags(str(piece)) for piece in block.block.get_searchable_content(block.value)]
    return texts


def _entry_texts(article: ArticlePage) -> list[str]:
    """What its live coverage says, from the beginning."""
    entries = LiveEntry.objects.filter(article_id=article.pk).order_by("at", "pk")
    return [f"{headline} {text}" for headline, text in entries.values_list("headline", "text")]


# Reading --------------------------------------------------------------------


def terms_of(words: str) -> list[Term]:
    """What a reader's query asks for: words, "phrases", and -words to leave out."""
    terms = []
    for minus, phrase, word in _TERM.findall(words):
        found = tuple(_words(spaced(phrase or word).lower()))
        if found:
            terms.append(Term(words=found, excluded=bool(minus)))
    return terms


def _words(text: str) -> list[str]:
    """The words of a text; a mark belongs to its letter, as in ข้าม or हिन्दी."""
    words = "".join(letter if _is_of_a_word(letter) else " " for letter in text).split()
    return [word for word in words if any(map(str.isalnum, word))]


def _is_of_a_word(letter: str) -> bool:
    return letter == "_" or unicodedata.category(letter)[0] in "LNM"


def find(
    *,
    words: str,
    section: SectionPage | None = None,
    since: date | None = None,
    until: date | None = None,
    order: Order = Order.BEST,
    page: str = "1",
) -> Results:
    """One page of published articles that have all of `words`.

    Args:
        words: what the reader typed; quotes make a phrase, a minus excludes.
        section: only this section.
        since, until: only between these days (both included), paper's time.
        order: best match (bm25 or ts_rank, among the newest 500), or newest first.
        page: the page's number as it came in the address.
    """
    terms = terms_of(words)
    number = page_number(page)
    if not any(not term.excluded for term in terms):
        return Results(words=words, found=[], count=0, many=False, number=1)
    matches = matching(query_of(terms), _filters(section, since, until))
    ask = matches.newest if order == Order.NEWEST else matches.best
    keys = ask(COUNT_LIMIT + 1)
    return Results(
        words=words,
        found=_results(keys[(number - 1) * PER_PAGE : number * PER_PAGE], terms),
        count=min(len(keys), COUNT_LIMIT),
        many=len(keys) > COUNT_LIMIT,
        number=number,
    )


def page_number(page: str) -> int:
    """Which page of results an address asks for; the first when there is no such page."""
    number = int(page) if page.isdecimal() and len(page) < 5 else 1
    return number if 0 < number <= COUNT_LIMIT // PER_PAGE else 1


def by_headline(*, words: str, limit: int) -> list[int]:
    """The numbers of the newest articles with all these words in their headlines.

    The last word may be the beginning of one.
    """
    wanted = [word for term in terms_of(words) if not term.excluded for word in term.words]
    if not wanted:
        return []
    if connection.vendor == "postgresql":
        # A is the weight of headlines (see `news.textindex`).
        query = " & ".join([*(f"{fold(word)}:A" for word in wanted[:-1]), f"{fold(wanted[-1])}:*A"])
    else:
        quoted = " AND ".join(f'"{word}"' for word in wanted)
        query = f"title : ({quoted} *)"
    return matching(query, {}, parse="to_tsquery").newest(limit)


def _filters(section: SectionPage | None, since: date | None, until: date | None) -> Filters:
    filters: Filters = {}
    if languages.several():
        filters["edition = %s"] = languages.edition() or ""
    if section:
        filters["section_id = %s"] = section.pk
    if since:
        filters["place >= %s"] = first_place(_start_of(since))
    if until:
        filters["place < %s"] = first_place(_start_of(until + timedelta(days=1)))
    return filters


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def query_of(terms: list[Term]) -> str:
    """What `matching` is asked, in the words of the database."""
    return _websearch(terms) if connection.vendor == "postgresql" else _fts5(terms)


def _fts5(terms: list[Term]) -> str:
    wanted = " AND ".join(f'"{" ".join(term.words)}"' for term in terms if not term.excluded)
    unwanted = "".join(f' NOT "{" ".join(term.words)}"' for term in terms if term.excluded)
    return f"({wanted}){unwanted}"


def _websearch(terms: list[Term]) -> str:
    return " ".join(
        f'{"-" if term.excluded else ""}"{" ".join(map(fold, term.words))}"' for term in terms
    )


def _results(keys: list[int], terms: list[Term]) -> list[Result]:
    articles = (
        ArticlePage.objects.filter(live=True)
        .select_related("section")
        .only("title", "url_path", "language", "published_at", "section__title")
        .in_bulk(keys)
    )
    texts = dict(SearchEntry.objects.filter(pk__in=keys).values_list("article_id", "text"))
    return [
        Result(article=articles[key], snippet=snippet(texts[key], terms))
        for key in keys
        if key in articles
    ]


def snippet(text: str, terms: list[Term]) -> SafeString:
    """The place in `text` where the first word stands, all found words marked."""
    wanted = [word for term in terms if not term.excluded for word in term.words]
    marker = re.compile(r"(?<!\w)(" + "|".join(map(re.escape, wanted)) + r")(?!\w)", re.IGNORECASE)
    first = marker.search(text)
    start = max(0, first.start() - SNIPPET // 3) if first else 0
    start = text.rfind(" ", 0, start) + 1 if start else 0
    piece = (
        text[start : start + SNIPPET].rsplit(" ", 1)[0] if len(text) > start + SNIPPET else text[start:]
    )
    marked = marker.sub("\x01\\1\x02", piece)
    marked = _CJK_GAP.sub(r"\1\2", _CJK_MARKS.sub("", marked))
    html = escape(marked).replace("\x01", "<mark>").replace("\x02", "</mark>")
    ends = ("… " if start else "", " …" if start + SNIPPET < len(text) else "")
    return mark_safe(ends[0] + html + ends[1])  # noqa: S308 - escaped above
