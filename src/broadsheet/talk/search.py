"""Search in the forum: titles of topics and every public post, by the paper's own text index.

A row of the index follows its post whenever it is saved; what readers may not
see where it stands (a hidden topic, a withdrawn article) is left out in reading.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from broadsheet.edition.api import depends_on
from broadsheet.news.matching import TextIndex, first_place, matching
from broadsheet.news.search import (
    COUNT_LIMIT,
    PER_PAGE,
    Order,
    page_number,
    query_of,
    snippet,
    spaced,
    terms_of,
)  # fmt: skip
from broadsheet.talk import queries
from broadsheet.talk.models import Post, PostState, PostWords, ThreadState

CHUNK = 200
WORDS = TextIndex("talk_postwords", "talk_search")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A post in the results."""

    url: str
    heading: str
    name: str
    snippet: SafeString
    when: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """One page of results. `count` stops at `COUNT_LIMIT`; then `many` is set."""

    words: str
    found: list[Found]
    count: int = 0
    many: bool = False
    number: int = 1

    @property
    def has_next(self) -> bool:
        return self.number * PER_PAGE < self.count

    @property
    def has_previous(self) -> bool:
        return self.number > 1


def index_post(*, post: Post) -> None:
    """Renew a post's row in the index; only a published one has any."""
    if post.state != PostState.PUBLISHED:
        PostWords.objects.filter(post=post).delete()
        return
    PostWords.objects.update_or_create(
        post=post,
        defaults={
            "place": first_place(post.created_at) + post.pk,
            "title": spaced(_title(post)),
            "text": spaced(post.text),
        },
    )


def index_new(*, posts: Iterable[Post]) -> None:
    """Put posts that were made in one go into the index."""
    public = [post for post in posts if post.state == PostState.PUBLISHED]
    if public:
        PostWords.objects.bulk_create([_words(post) for post in public], batch_size=CHUNK)


def _words(post: Post) -> PostWords:
    return PostWords(
        post=post,
        place=first_place(post.created_at) + post.pk,
        title=spaced(_title(post)),
        text=spaced(post.text),
    )


def find(*, words: str, order: Order, page: str) -> Results:
    """One page of the public posts that have all of `words`.

    Args:
        words: what the reader typed; quotes make a phrase, a minus excludes.
        order: best match among the newest 500, or newest first.
        page: the page's number as it came in the address.
    """
    terms = terms_of(words)
    number = page_number(page)
    if not any(not term.excluded for term in terms):
        return Results(words=words, found=[])
    matches = matching(query_of(terms), {}, index=WORDS)
    keys = matches.newest(COUNT_LIMIT + 1) if order == Order.NEWEST else matches.best(COUNT_LIMIT + 1)
    public = set(_public().filter(pk__in=keys).values_list("pk", flat=True))
    keys = [key for key in keys if key in public]
    shown = keys[(number - 1) * PER_PAGE : number * PER_PAGE]
    return Results(
        words=words,
        found=[_found(post, terms) for post in _posts(shown)],
        count=min(len(keys), COUNT_LIMIT),
        many=len(keys) > COUNT_LIMIT,
        number=number,
    )


def _title(post: Post) -> str:
    """The title of a topic or of a page elsewhere, for the first post in its thread."""
    if post.root_id or post.thread.article_id:
        return ""
    is_first = not Post.objects.filter(thread=post.thread_id, pk__lt=post.pk).exists()
    return post.thread.title if is_first else ""


def _public() -> Any:
    posts = Post.objects.filter(queries.in_forum("thread__"), state=PostState.PUBLISHED)
    return posts.exclude(thread__state=ThreadState.HIDDEN)


def _posts(keys: list[int]) -> list[Post]:
    posts = Post.objects.select_related("thread__article", "thread__site", "words")
    found = posts.defer("thread__article__body").in_bulk(keys)
    depends_on(*[found[key].thread.tag for key in keys])
    return [found[key] for key in keys]


def _found(post: Post, terms: Any) -> Found:
    text = f"{post.words.title} {post.words.text}".strip() if post.words.title else post.words.text
    return Found(
        url=post.permalink,
        heading=post.thread.heading,
        name=post.name,
        snippet=snippet(text, terms),
        when=post.created_at,
    )
