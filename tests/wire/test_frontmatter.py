"""Papers that were built from files move in: Jekyll, Hugo, Eleventy, and plain folders."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from broadsheet.news.models import ArticlePage, Picture, SectionPage, StandingPage
from broadsheet.wire.api import ImportRefused, Options, Outcome, Result, import_file
from broadsheet.wire.frontmatter.head import BrokenHead, split
from broadsheet.wire.frontmatter.liquid import Braces
from tests.wire.conftest import picture

pytestmark = pytest.mark.django_db


def lay(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def bring_in(root: Path) -> Result:
    return import_file(path=root, options=Options(pictures=False, section="Other"))


def said(result: Result) -> str:
    return "\n".join(map(str, result.lines))


def texts(article: Any) -> str:
    return "".join(one["value"] for one in article.body.raw_data if one["type"] == "text")


JEKYLL = {
    "_config.yml": "title: The Old Blog\npermalink: /:categories/:year/:month/:title/\n",
    "_data/authors.yml": "mara:\n  name: Mara Lind\n  role: Reporter\n",
    "_posts/2020-03-04-river-rises.md": """---
layout: post
title: "The river: it rises"
author: mara
categories: [City, Weather]
tags: [water, quays]
description: The barrier closed.
image: /assets/img/quay.png
image_alt: The quay
redirect_from: /old/river.html
odd_field: 7
---
See [the comet]({% post_url 2020-03-05-comet %}), {{ site.baseurl }} and [us](/about.html).

![Men on the quay](/assets/img/quay.png)
{: .wide}

{% include ad.html %}

| Gate | Height |
|------|--------|
| North | 4 |
""",
    "_posts/2020-03-05-comet.md": "---\ntitle: Comet\ndate: 2020-03-05 18:00:00 +0100\n---\nWest.\n",
    "_drafts/later.md": "---\ntitle: Later\n---\nNot yet.\n",
    "about.md": "---\ntitle: About us\nlayout: page\n---\nWe are *here*.\n",
    "index.html": "---\nlayout: home\n---\n{% for post in site.posts %}{% endfor %}\n",
    "README.md": "# How to build\n",
    "_layouts/post.html": "<html>{{ content }}</html>",
    "assets/img/quay.png": picture("navy"),
}


def test_a_jekyll_blog(tmp_path: Path, client: Any) -> None:
    root = lay(tmp_path / "blog", JEKYLL)
    result = bring_in(root)
    river = ArticlePage.objects.get(slug="river-rises")
    assert (river.title, river.standfirst) == ("The river: it rises", "The barrier closed.")
    assert [(one.name, one.role) for one in river.authors] == [("Mara Lind", "Reporter")]
    assert (river.section.title, [one.name for one in river.topics]) == (
        "City",
        ["Weather", "water", "quays"],
    )
    assert river.published_at == datetime(2020, 3, 4, tzinfo=UTC)
    assert river.picture.description == "The quay"
    comet = ArticlePage.objects.get(slug="comet")
    assert comet.published_at == datetime(2020, 3, 5, 17, tzinfo=UTC)
    kinds = [one["type"] for one in river.body.raw_data]
    assert kinds == ["text", "picture", "table"]
    about = StandingPage.objects.get()
    assert f'<a linktype="page" id="{comet.pk}">the comet</a>' in texts(river)
    for old in ("/city/weather/2020/03/river-rises/", "/old/river.html"):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, river.url)
    assert about.title == "About us"
    assert client.get("/about.html")["Location"] == about.url
    assert not ArticlePage.objects.get(slug="later").live
    lines = said(result)
    assert "shortcodes and tags that are not known here were left out: include" in lines
    assert "fields that are not known here were left out: odd_field" in lines
    assert "index.html: this is no story; it was left out" in lines
    assert "README.md: this is no story; it was left out" in lines
    again = bring_in(root)
    assert again.counts == {"story": {Outcome.SAME: 3}, "page": {Outcome.SAME: 1}}
    assert again.redirects == again.pictures == 0


HUGO = {
    "hugo.toml": 'baseURL = "https://old.example.org/"\ntitle = "Old Hugo"\n',
    "content/news/_index.md": "---\ntitle: News of the day\ndescription: All of it.\n---\n",
    "content/news/flood/index.md": """+++
title = "Flood"
date = 2021-05-06T07:08:09+02:00
lastmod = 2021-05-07T07:00:00+02:00
authors = ["Ines Roth", "Tomas Reed"]
aliases = ["/2021/flood"]
tags = ["water"]
draft = false
[cover]
image = "gate.png"
alt = "The gate"
caption = "Shut"
+++
Before.

{{< figure src="gate.png" alt="Gate" caption="At noon" >}}

{{< youtube abc123 >}}

See [tide]({{< ref "tide.md" >}}) and {{< secret x="1" >}}done.
""",
    "content/news/flood/gate.png": picture("red"),
    "content/news/tide.md": '{\n "title": "Tide",\n "date": "2021-05-01",\n "url": "/tides.html"}\nH.\n',
    "content/post/plain.md": "---\ntitle: Plain\ndate: 2021-01-02\n---\n`{{< kept >}}` stays.\n",
    "themes/x/README.md": "no",
}


def test_a_hugo_site(tmp_path: Path, client: Any) -> None:
    result = bring_in(lay(tmp_path / "site", HUGO))
    flood, tide = ArticlePage.objects.get(slug="flood"), ArticlePage.objects.get(slug="tide")
    assert (flood.section.title, flood.section.description) == ("News of the day", "All of it.")
    assert [one.name for one in flood.authors] == ["Ines Roth", "Tomas Reed"]
    assert flood.published_at == datetime(2021, 5, 6, 5, 8, 9, tzinfo=UTC)
    assert flood.updated_at == datetime(2021, 5, 7, 5, tzinfo=UTC)
    assert (flood.picture.description, flood.picture.caption) == ("The gate", "Shut")
    assert [one["type"] for one in flood.body.raw_data] == ["text", "picture", "embed", "text"]
    assert f'<a linktype="page" id="{tide.pk}">tide</a>' in texts(flood)
    assert client.get("/2021/flood")["Location"] == flood.url
    assert client.get("/news/flood/").status_code == 404 or flood.url == "/news/flood/"
    assert client.get("/tides.html")["Location"] == tide.url
    assert "secret" in said(result)
    plain = ArticlePage.objects.get(slug="plain")
    assert plain.section.title == "Other"
    assert "{{&lt; kept &gt;}} stays" in texts(plain)


def test_an_eleventy_site(tmp_path: Path, client: Any) -> None:
    root = lay(
        tmp_path / "site",
        {
            "posts/first.md": "---\ntitle: First\ndate: 2022-02-02\ntags: [posts, water]\n---\n"
            "[Second](./second.md) [third](/posts/third/)\n",
            "posts/second.md": "---\ntitle: Second\ndate: 2022-02-03\npermalink: /2/\n---\nText.\n",
            "posts/third.html": "---\ntitle: Third\ndate: 2022-02-04\n---\n<p>HTML <b>too</b></p>\n",
        },
    )
    bring_in(root)
    first, second, third = (ArticlePage.objects.get(slug=one) for one in ("first", "second", "third"))
    assert [one.name for one in first.topics] == ["water"]
    assert texts(first) == (
        f'<p><a linktype="page" id="{second.pk}">Second</a> '
        f'<a linktype="page" id="{third.pk}">third</a></p>'
    )
    assert texts(third) == "<p>HTML <b>too</b></p>"
    assert client.get("/2/")["Location"] == second.url
    assert client.get("/posts/first/")["Location"] == first.url


def test_whole_pages_of_html_without_front_matter(tmp_path: Path, client: Any) -> None:
    page = (
        '<!doctype html><html lang="en"><head><title>Snow - Old Paper</title>'
        '<meta name="description" content="It fell all night.">'
        '<meta property="article:published_time" content="2012-12-01T06:00:00Z">'
        '<meta name="author" content="Olga Brandt"></head><body><nav><a href="/">Home</a></nav>'
        '<article><h1>Snow on the quay</h1><p>It <a href="ice.html">froze</a>.</p>'
        '<img src="img/snow.png" alt="Snow"></article><footer>Old</footer></body></html>'
    )
    ice = page.replace("Snow on the quay", "Ice").replace("img/snow.png", "http://x.example/1.png")
    root = lay(
        tmp_path / "old",
        {"2012/snow.html": page, "2012/ice.html": ice, "2012/img/snow.png": picture("white")},
    )
    bring_in(root)
    snow, other = ArticlePage.objects.get(slug="snow"), ArticlePage.objects.get(slug="ice")
    assert (snow.title, snow.standfirst) == ("Snow on the quay", "It fell all night.")
    assert [one.name for one in snow.authors] == ["Olga Brandt"]
    assert snow.published_at == datetime(2012, 12, 1, 6, tzinfo=UTC)
    assert texts(snow) == f'<p>It <a linktype="page" id="{other.pk}">froze</a>.</p>'
    assert Picture.objects.get().description == "Snow"
    assert client.get("/2012/snow.html")["Location"] == snow.url


def test_broken_files_cost_only_themselves(tmp_path: Path) -> None:
    root = lay(
        tmp_path / "folder",
        {
            "posts/good.md": "---\ntitle: Good\ndate: 2022-01-01\n---\nText.\n",
            "posts/open.md": "---\ntitle: Never closed\n\nText.\n",
            "posts/bad.md": "---\ntitle: [\n---\nText.\n",
            "posts/latin.md": "---\ntitle: Caf\xe9\n---\n".encode("latin-1"),
            "posts/deep.md": "---\na: " + "[" * 5000 + "\n---\nText.\n",
            "posts/code.md": "---\na: !!python/object/apply:os.system ['true']\n---\nText.\n",
        },
    )
    result = bring_in(root)
    assert [one.slug for one in ArticlePage.objects.all()] == ["good"]
    lines = said(result)
    assert "posts/open.md: its front matter is not closed; put a line --- after it" in lines
    assert "posts/bad.md: its front matter is not YAML" in lines
    assert "posts/latin.md: byte 14 is not UTF-8; save the file as UTF-8" in lines
    assert "posts/deep.md: its front matter is not YAML" in lines
    assert "posts/code.md: its front matter is not YAML: could not determine a constructor" in lines


def test_a_picture_outside_the_folder_stays_outside(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(picture("red"))
    root = lay(
        tmp_path / "folder",
        {"posts/a.md": "---\ntitle: A\ndate: 2022-01-01\n---\nText.\n\n![x](../../secret.png)\n"},
    )
    result = bring_in(root)
    assert not Picture.objects.exists()
    assert "secret.png is missing: it lies outside the folder" in said(result)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("---\na: 1\n---\nText", {"a": 1}),
        ("---\r\na: 1\r\n...\r\nText", {"a": 1}),
        ("+++\na = 1\n+++\nText", {"a": 1}),
        ('{"a": 1}\n\nText', {"a": 1}),
        (';;;\n{"a": 1}\n;;;\nText', {"a": 1}),
        ('---json\n{"a": 1}\n---\nText', {"a": 1}),
        ("---\n---\nText", {}),
        ("Text", {}),
    ],
)
def test_front_matter_in_each_way_of_writing_it(text: str, fields: dict[str, Any]) -> None:
    head = split(text)
    assert (head.fields, head.text) == (fields, "Text")


def test_front_matter_that_is_a_list_is_told() -> None:
    with pytest.raises(BrokenHead, match="has no fields"):
        split("---\n- a\n---\nText")


def test_an_empty_folder_is_in_no_format(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="is in no format"):
        bring_in(lay(tmp_path / "empty", {"notes.txt": "no"}))


def test_sections_are_opened_once(tmp_path: Path) -> None:
    files = {f"city/{n}.md": f"---\ntitle: N{n}\ndate: 2022-01-0{n}\n---\nText.\n" for n in range(1, 4)}
    bring_in(lay(tmp_path / "folder", files))
    assert [one.title for one in SectionPage.objects.all()] == ["City"]


@pytest.mark.parametrize(
    "head",
    [
        "---\na0: &a0 [x, x]\n"
        + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
        + "authors: *a59\n---\n",
        "---\nauthors: &a [*a]\n---\n",
        f"---\na: {'[' * 5000}\n---\n",
        f"---\na: {'9:' * 20000}9.9\n---\n",
        f"+++\n{'a.' * 20000}b = 1\n+++\n",
        f"+++\na = {'[' * 20000}\n+++\n",
        f";;;\n{'[' * 100000}\n;;;\n",
    ],
    ids=["told again and again", "in itself", "deep YAML", "number", "keys", "deep TOML", "deep JSON"],
)
def test_front_matter_without_end_is_refused_with_a_sentence(head: str) -> None:
    with pytest.raises(BrokenHead, match="front matter is not"):
        split(head + "Text.\n")


def test_an_endless_line_of_nothing_is_read_in_no_time() -> None:
    """With a square of its length this would take hours."""
    assert len(Braces().out_of("\n" * 2_000_000)) == 2_000_000
