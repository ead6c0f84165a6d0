"""Ghost exports come in whole. What is expected was written down by looking at the files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from broadsheet.news.models import ArticlePage, Author
from broadsheet.wire.api import Options, Outcome, import_file

pytestmark = pytest.mark.django_db


class Wanted(NamedTuple):
    slug: str
    headline: str
    standfirst: str
    published: datetime
    section: str
    topics: list[str]
    authors: list[str]
    body: list[str]  # the values of text blocks, with pictures as the links that stand in for them
    old: str


NOON = datetime(2018, 8, 11, 11, 23, 34, 123000, UTC)
DAY_BEFORE = datetime(2018, 8, 10, 11, 23, 34, 123000, UTC)
JOE, THINGS = ["Joe Bloggs"], "Things"
DOTS = ["<p>...</p>"]
LONG = (
    "This is a subtitle of some sort. Sed ut perspiciatis unde omnis iste natus error sit "
    "voluptatem accusantium doloremque"
)
JOES = "/@JoeBloggs/testpost-efefef12121212"
FILES: dict[str, list[Wanted]] = {
    "ghost.json": [
        Wanted(
            "post-1", "Post 1", "", datetime(2025, 1, 1, tzinfo=UTC), "News", [], ["Alice Johnson"],
            ["<p>Hello world</p>", "<p><a href=\"https://example.com/images/photo-1.jpg\">photo-1.jpg</a></p>",
             "<p>More text</p>"], "/post-1/",
        ),
        Wanted(
            "post-2", "Post 2", "", datetime(2025, 1, 2, tzinfo=UTC), "Technology", [], ["Bob Smith"],
            ["<p>Post with  inline image</p>",
             "<p><a href=\"https://example.com/images/inline-2.png\">inline-2.png</a></p>"], "/post-2/",
        ),
        Wanted(
            "post-3-lexical", "Post 3 - Lexical", "", datetime(2025, 1, 3, tzinfo=UTC), "Other", [], [],
            ["<p><a href=\"https://example.com/images/lexical-image.jpg\">lexical-image.jpg</a></p>"],
            "/post-3-lexical/",
        ),
    ],
    "single-post-only.json": [
        Wanted("blog-post-title", "Blog Post Title", LONG, NOON, THINGS, ["Stuff"], JOE, DOTS, JOES)
    ],
    "single-post-only-meta.json": [
        Wanted("blog-post-title", "Blog Post Title", LONG, NOON, THINGS, ["Stuff"], JOE, DOTS, JOES)
    ],
    "single-post-author.json": [
        Wanted(
            "blog-post-title", "Blog Post Title", "This is a subtitle of some sort", NOON, THINGS,
            ["Stuff"], JOE, DOTS, JOES,
        )
    ],
    "multi-post-only.json": [
        Wanted(
            "blog-post-title", "Blog Post Title", "This is a subtitle of some sort", NOON, THINGS,
            ["Stuff"], JOE, DOTS, "/space/testpost-efefef12121212",
        ),
        Wanted(
            "another-post", "Another Post", "Blah blah blah", DAY_BEFORE, THINGS, [], JOE, DOTS,
            "/space/testpost-ababab121212",
        ),
        Wanted(
            "a-post-by-someone-else", "A post by someone else", "A different author", DAY_BEFORE,
            THINGS, ["Nonsense"], ["Jane doe"], DOTS, "/space/testpost-fefefe343434",
        ),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_all_that_is_in_the_file_is_in_the_paper(name: str, fixtures: Path, client: Any) -> None:
    file = fixtures / "ghost" / name
    options = Options(pictures=False, section="Other")
    result = import_file(path=file, options=options)
    assert not result.broken_off
    assert ArticlePage.objects.count() == len(FILES[name])
    for wanted in FILES[name]:
        article = ArticlePage.objects.get(slug=wanted.slug)
        assert article.live
        assert article.title == wanted.headline
        assert article.standfirst.startswith(wanted.standfirst)
        assert bool(article.standfirst) == bool(wanted.standfirst)
        assert article.published_at == wanted.published
        assert article.section.title == wanted.section
        assert [one.name for one in article.topics] == wanted.topics
        assert [one.name for one in article.authors] == wanted.authors
        assert [one["value"] for one in article.body.raw_data] == wanted.body
        response = client.get(wanted.old)
        assert (response.status_code, response["Location"]) == (301, article.url)
        assert client.get(article.url).status_code == 200
    assert not Author.objects.exclude(email="").exists()
    again = import_file(path=file, options=options)
    assert again.counts == {"story": {Outcome.SAME: len(FILES[name])}}


def test_every_file_is_expected(fixtures: Path) -> None:
    assert {file.name for file in (fixtures / "ghost").iterdir()} == set(FILES)


def test_what_is_said_for_search_engines(fixtures: Path) -> None:
    import_file(path=fixtures / "ghost/single-post-only-meta.json", options=Options(pictures=False))
    article = ArticlePage.objects.get()
    assert article.seo_title == "This is my Blog Post Title"
    assert article.search_description == (
        "Morbi lectus purus, blandit eu tristique nec, sollicitudin vel odio."
    )


def test_a_picture_that_lies_nowhere_is_told(fixtures: Path) -> None:
    result = import_file(path=fixtures / "ghost/single-post-only-meta.json", options=Options())
    assert [str(line) for line in result.lines] == [
        "story “blog-post-title”: the picture content/images/image.jpg is missing: it does not lie "
        "beside the export; put the old server's content folder there, or give the old site's address"
    ]
