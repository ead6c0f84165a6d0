"""The edition as plain files: every link of every page leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.core.cache import caches
from lxml import html as lxml_html

from broadsheet.news.models import ArticlePage
from broadsheet.outreach.printing import press
from broadsheet.wire.api import ExportRefused, export, import_file
from tests.press import open_connection

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Pages are made by requests, inside the test's transaction."""
    with open_connection():
        yield


@pytest.fixture
def site(whole_edition: Path, tmp_path: Path) -> Path:
    for cache in caches.all():  # numbers of pictures come again in each test
        cache.clear()
    import_file(path=whole_edition)
    done = export(path=tmp_path / "site", format_name="site")
    assert done.pages > 20
    return tmp_path / "site"


def pages(site: Path) -> list[Path]:
    found = list(site.rglob("*.html"))
    assert found
    return found


def test_every_link_of_every_page_leads_to_a_file_or_to_the_living_paper(site: Path) -> None:
    for page in pages(site):
        tree = lxml_html.fromstring(page.read_bytes())
        for element, name, address, _ in tree.iterlinks():
            parts = urlsplit(address)
            if parts.scheme or not parts.path:
                assert parts.scheme in {"", "http", "https", "mailto"}, (page, address)
                continue
            assert not address.startswith("/"), (page, element.tag, name, address)
            target = (page.parent / unquote(parts.path)).resolve()
            assert target.is_file(), (page, address)
            assert target.is_relative_to(site)


def test_the_pages_of_the_paper_are_there(site: Path) -> None:
    front = (site / "index.html").read_text()
    assert "River at its highest" in front
    assert 'href="city/flood/index.html"' in front
    flood = (site / "city/flood/index.html").read_text()
    assert "../../science/comet/index.html" in flood
    assert "It was in my cellar." in flood
    assert "<script" not in re.sub(r"<script[^>]*ld\+json.*?</script>", "", flood, flags=re.DOTALL)
    assert list((site / "pictures").glob("*.jpg"))
    assert re.search(r'<img src="\.\./\.\./pictures/[0-9a-f]{12}\.jpg"', flood)
    assert list(site.rglob("*.woff2"))
    assert list(site.rglob("*.css"))
    assert "url=../city/flood/index.html" in (site / "old/flood.html").read_text()


def test_articles_to_print_and_cards_for_sharing_come_along_each_set_once(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flood = lxml_html.fromstring((site / "city/flood/index.html").read_bytes())
    (link,) = set(flood.xpath("//a[contains(@href, '.pdf')]/@href"))
    assert link.startswith("../../print/")
    assert (site / "city/flood" / unquote(link)).read_bytes().startswith(b"%PDF-")
    cards = {
        address
        for page in pages(site)
        for address in lxml_html.fromstring(page.read_bytes()).xpath(
            "//meta[@property='og:image']/@content[contains(., '/card-')]"
        )
    }
    assert cards
    for address in cards:
        assert address.startswith("http://testserver/")
        assert (site / urlsplit(address).path.lstrip("/")).read_bytes().startswith(b"\x89PNG")
    assert len(list(site.rglob("card-*.png"))) == len(cards)
    monkeypatch.setattr(press, "set_type", None)  # a second time nothing has to be set
    export(path=tmp_path / "again", format_name="site")
    assert {one.name for one in (tmp_path / "again").rglob("card-*")} == {
        one.name for one in site.rglob("card-*")
    }


def test_the_feeds_are_there_and_name_the_living_paper(site: Path) -> None:
    feeds = [one for one in site.rglob("*") if one.suffix in {".rss", ".atom", ".json", ".xml"}]
    assert feeds
    assert any("http://testserver/city/flood/" in one.read_text() for one in feeds)


def test_what_style_sheets_name_is_there(site: Path) -> None:
    for sheet in site.rglob("*.css"):
        for found in re.finditer(r"url\(\s*[\"']?([^\"')]+)", sheet.read_text()):
            if not found[1].startswith(("data:", "http", "#")):
                assert (sheet.parent / found[1].partition("#")[0].partition("?")[0]).is_file(), found[1]


def test_what_is_not_public_does_not_go_out(file_article: Any, tmp_path: Path) -> None:
    file_article("Secret plan", draft=True)
    file_article("Known to all")
    export(path=tmp_path / "site", format_name="site")
    everything = "".join(unescape(one.read_text()) for one in pages(tmp_path / "site"))
    assert "Known to all" in everything
    assert "Secret plan" not in everything
    assert ArticlePage.objects.count() == 2


def test_a_folder_with_something_in_it_is_left_alone(paper: Any, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/mine").write_text("mine")
    with pytest.raises(ExportRefused, match="is there already"):
        export(path=tmp_path / "site", format_name="site")
