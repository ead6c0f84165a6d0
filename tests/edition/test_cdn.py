"""The cache in front of the paper: what it is told, and a real Varnish."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from broadsheet.edition import baking, cdn, follow, purging
from broadsheet.edition.models import StaleTag
from broadsheet.edition.tags import stale
from broadsheet.news import actions
from broadsheet.news.models import ArticlePage
from broadsheet.site.caches import in_front
from tests.edition.test_two_servers import COMMENT, PUBLISH, WITHDRAW, on
from tests.press import Press, open_connection
from tests.site.conftest import Serving, environment, free_port

VCL = Path(__file__).resolve().parents[2] / "deploy/varnish.vcl"
SECONDS = 10


@dataclass
class Api:
    """Somebody's HTTP interface: what it was asked, and what it says."""

    url: str
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    status: int = 200
    answer: dict[str, Any] = field(default_factory=lambda: {"success": True})


@pytest.fixture
def api() -> Iterator[Api]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.title(): value for name, value in self.headers.items()}
            found.asked.append((self.command, self.path, headers, body))
            self.send_response(found.status)
            self.end_headers()
            self.wfile.write(json.dumps(found.answer).encode())

        do_POST = do_BAN = answer  # noqa: N815 - the names that the base class looks for

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found = Api(f"http://127.0.0.1:{server.server_port}")
    yield found
    server.shutdown()


def use(settings: Any, address: str, api: Api | None = None) -> None:
    settings.WAGTAILFRONTENDCACHE = in_front(address=address, key="secret")
    if api:
        settings.WAGTAILFRONTENDCACHE["default"]["API"] = api.url


@pytest.mark.parametrize("address", ["akamai://x", "varnish://", "127.0.0.1:6081"])
def test_an_address_that_is_no_cache_is_said(address: str) -> None:
    with pytest.raises(ValueError, match="cdn must be varnish"):
        in_front(address=address, key="")


def test_without_a_cache_in_front_pages_name_no_tags(press: Press, article: ArticlePage) -> None:
    assert not {"Surrogate-Key", "Cache-Tag"} & set(press.read(article.url).headers)


def test_pages_name_what_they_show(press: Press, article: ArticlePage, settings: Any) -> None:
    use(settings, "fastly://abc")
    for _ in range(2):  # as Django renders it, and from its plate
        headers = press.read(article.url).headers
        assert f"article:{article.pk}" in headers["Surrogate-Key"].split()
        assert f"article:{article.pk}" in headers["Cache-Tag"].split(",")
        assert headers["Surrogate-Control"] == headers["Cdn-Cache-Control"] == "max-age=86400"
        assert headers["Cache-Control"] == "public, max-age=30"
    assert press.read("/").headers["Surrogate-Control"] == "max-age=30"  # it says the date


def test_a_name_fits_every_cache_and_many_names_become_one(settings: Any) -> None:
    use(settings, "fastly://abc")
    assert cdn.name_of("article:1") == "article:1"
    names = {cdn.name_of(tag) for tag in ("Маяк", "two words", "a,b", "x" * 150)}
    assert len(names) == 4
    assert all(len(name) == 20 and name.isalnum() for name in names)
    told = dict(cdn.headers([f"article:{number}" for number in range(2000)], until=None))
    assert told["Surrogate-Key"] == told["Cache-Tag"] == cdn.MANY


def test_fastly_is_told_by_surrogate_keys(settings: Any, api: Api) -> None:
    use(settings, "fastly://abc", api)
    cdn.backend().purge_tags([f"article:{number}" for number in range(300)])
    assert [asked[:2] for asked in api.asked] == [("POST", "/service/abc/purge")] * 2
    headers = api.asked[0][2]
    assert headers["Fastly-Key"] == "secret"
    assert headers["Surrogate-Key"].split() == [f"article:{number}" for number in range(256)]


def test_cloudflare_is_told_by_tags(settings: Any, api: Api) -> None:
    use(settings, "cloudflare://zone", api)
    cdn.backend().purge_tags([f"article:{number}" for number in range(40)])
    assert [asked[:2] for asked in api.asked] == [("POST", "/zones/zone/purge_cache")] * 2
    assert api.asked[0][2]["Authorization"] == "Bearer secret"
    assert json.loads(api.asked[1][3]) == {"tags": [f"article:{number}" for number in range(30, 40)]}
    api.answer = {"success": False, "errors": [{"message": "no"}]}
    with pytest.raises(cdn.NotPurged):
        cdn.backend().purge_tags(["x"])


def test_cloudfront_is_told_by_addresses(
    press: Press, article: ArticlePage, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    class ByAddress:
        def purge(self, url: str) -> None:
            told.append(url)

        def purge_batch(self, urls: list[str]) -> None:
            told.extend(urls)

    use(settings, "cloudfront://abc")
    monkeypatch.setattr(cdn, "backend", ByAddress)
    answer = press.read(article.url)
    assert answer.headers["Cache-Control"] == "public, max-age=30, s-maxage=86400"
    with press.committed():
        stale(f"article:{article.pk}")
    press.bake()
    purging.purge_due(press.shelf)
    assert told == [f"http://testserver{article.url}"]
    with press.committed():
        actions.withdraw(article=article)
    assert set(told[1:]) == {"http://testserver/*"}


def test_what_changed_is_told_after_the_paper_shows_it_and_until_it_is_heard(
    press: Press, article: ArticlePage, settings: Any, api: Api
) -> None:
    use(settings, "fastly://abc", api)
    press.read(article.url)
    press.bake()
    purging.purge_due(press.shelf)
    api.asked.clear()
    with press.committed():
        stale(f"article:{article.pk}")
    follow.catch_up(press.shelf)
    assert purging.purge_due(press.shelf) == 0  # the old page still stands
    press.bake()
    api.status = 503
    with pytest.raises(cdn.NotPurged):
        purging.purge_due(press.shelf)
    api.status = 200
    assert purging.purge_due(press.shelf) == 1
    assert api.asked[-1][2]["Surrogate-Key"].split() == [cdn.MANY, f"article:{article.pk}"]
    assert purging.purge_due(press.shelf) == 0
    assert not StaleTag.objects.filter(purged=False).exists()


def test_a_deep_page_keeps_nobody_from_hearing_of_another_change(
    press: Press, article: ArticlePage, settings: Any, api: Api
) -> None:
    use(settings, "fastly://abc", api)
    for path in ("/", article.url, "/archive/"):
        press.read(path)
    press.bake()
    purging.purge_due(press.shelf)
    api.asked.clear()
    with press.committed():
        stale("paper")  # as after a change of the settings: every page waits
        stale("front")
    with open_connection():
        assert baking.bake_waiting(press.shelf, limit=1) == 1  # the front page
    assert purging.purge_due(press.shelf) == 1
    assert api.asked[-1][2]["Surrogate-Key"].split() == [cdn.MANY, "front"]
    press.bake()
    assert purging.purge_due(press.shelf) == 1
    assert api.asked[-1][2]["Surrogate-Key"].split() == [cdn.MANY, "paper"]


def test_a_change_that_came_late_is_told_once_its_pages_are_made(
    press: Press, article: ArticlePage, settings: Any, api: Api
) -> None:
    use(settings, "fastly://abc", api)
    press.read(article.url)
    press.bake()
    purging.purge_due(press.shelf)
    last = follow.generation()
    StaleTag.objects.create(pk=last + 2, tag="other")
    follow.catch_up(press.shelf)
    StaleTag.objects.create(pk=last + 1, tag=f"article:{article.pk}")
    assert purging.purge_due(press.shelf) == 1  # the other
    press.bake()
    assert purging.purge_due(press.shelf) == 1


def test_a_withdrawal_is_told_before_its_editor_is_answered_and_again(
    press: Press, article: ArticlePage, settings: Any, api: Api
) -> None:
    use(settings, "fastly://abc", api)
    api.status = 500
    with press.committed():
        actions.withdraw(article=article)  # a cache that is away does not hinder it
    assert any(f"article:{article.pk}" in asked[2]["Surrogate-Key"] for asked in api.asked)
    api.status = 200
    press.bake()
    assert purging.purge_due(press.shelf) > 0
    assert f"article:{article.pk}" in api.asked[-1][2]["Surrogate-Key"].split()


# A real Varnish ----------------------------------------------------------------------


class Front(Serving):
    """A Varnish; `get(path)` reads through it."""

    def read(self, path: str, *, cookie: str = "", method: str = "GET") -> tuple[int, Any, str]:
        headers = {"Cookie": cookie} if cookie else {}
        request = Request(f"http://127.0.0.1:{self.port}{path}", headers=headers, method=method)
        try:
            with urlopen(request, timeout=20) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except HTTPError as error:
            return error.code, error.headers, error.read().decode()

    def until_shown(self, path: str, text: str) -> None:
        deadline = time.monotonic() + SECONDS
        while text not in self.read(path)[2]:
            assert time.monotonic() < deadline, f"{text!r} is not on {path}"
            time.sleep(0.05)


@pytest.fixture
def varnish(tmp_path: Path) -> Iterator[Callable[[int, int], Front]]:
    """Start Varnish on a port, before the paper on another."""
    program = shutil.which("varnishd") or shutil.which("varnishd", path="/usr/sbin")
    if program is None:
        pytest.skip("needs Varnish: make test-all installs it")
    running: list[subprocess.Popen[str]] = []

    def start(port: int, paper: int) -> Front:
        vcl = tmp_path / "paper.vcl"
        vcl.write_text(VCL.read_text().replace('"8000"', f'"{paper}"'))
        process = subprocess.Popen(
            [program, "-F", "-j", "none", "-n", str(tmp_path / "varnish"), "-f", str(vcl),
             "-a", f"127.0.0.1:{port}", "-s", "malloc,32m"],
            env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        running.append(process)
        front = Front(process, port)
        front.wait()
        return front

    yield start
    for process in running:
        process.terminate()
        process.wait(timeout=20)


def test_varnish_keeps_pages_until_the_paper_says_what_changed(
    home: Path, serving: Callable[..., Serving], varnish: Callable[[int, int], Front]
) -> None:
    port = free_port()
    with (home / "broadsheet.toml").open("a") as file:
        file.write(f'\ncdn = "varnish://127.0.0.1:{port}"\n')
    front = varnish(port, serving(home).port)
    url = on(home, PUBLISH)
    front.until_shown("/", "River rises")
    for path in (url, "/world/"):
        front.read(path)
        status, headers, _ = front.read(path)
        assert (status, headers["X-Cache"]) == (200, "hit")
        assert not {"Surrogate-Key", "Cache-Tag", "Via"} & set(headers)
    assert front.read(url, cookie="sessionid=x")[1]["X-Cache"] == "miss"
    assert front.read(url, cookie="_ga=x")[1]["X-Cache"] == "hit"
    assert front.read("/", method="BAN")[0] == 403  # without a word of what
    on(home, COMMENT)
    front.until_shown(url, "My cellar is wet.")
    on(home, WITHDRAW)
    assert front.read(url)[0] == 410
    assert "River rises" not in front.read("/")[2]
    assert "River rises" not in front.read("/world/")[2]
