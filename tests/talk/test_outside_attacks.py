"""What people with bad intentions do to comments on pages elsewhere."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.test import Client

from broadsheet.talk import limits
from broadsheet.talk.models import OutsideSite, Post, Thread
from broadsheet.talk.outside.addresses import NotAnAddress, code_of, decode, read
from broadsheet.talk.outside.newsroom import OutsideSiteForm
from tests.talk.conftest import filled

CODE = code_of(host="example.org", page="/a")
FRAME, PAGE = f"/talk/frame/{CODE}/", f"/talk/on/{CODE}/"
NO_PAGES = [
    "javascript:alert(1)", "JaVaScRiPt://example.org/%0aalert(1)", "data:text/html,<script>1</script>",
    "vbscript:x", "file:///etc/passwd", "ftp://example.org/a", "//example.org/a", "/a", "example.org/a",
    "https://", "https:///a", "https://:443/a", "https://example.org:port/a", "https://example.org:99999/",
    "https://user@example.org/a", "https://example.org@evil.example/a", "https://a:b@example.org/a",
    "https://example.org\\@evil.example/a", "https:\\\\example.org/a", "https://example.org/a b",
    "https://example.org/a\r\nX-Evil: 1", "https://example.org/\x00", "https://exa\tmple.org/a",
    "https://[::1", "https://exa mple.org/", "https://-example.org/", "https://example..org/a",
    "https://" + "a" * 300 + ".org/", "", " ", "https://example.org/" + "a" * 3000,
    "https://example.org/" + "я" * 400,
]  # fmt: skip
LOOK_ALIKES = [
    "https://example.org.evil.example/a", "https://evil-example.org/a", "https://xexample.org/a",
    "https://www.example.org/a", "https://example.org:8443/a", "https://еxample.org/a",  # Cyrillic е
    "https://xn--xample-2of.org/a", "https://example.orgg/a", "https://evil.example/example.org/a",
    "https://evil.example/?https://example.org/a", "https://evil.example#https://example.org/a",
    "https://example.org%2eevil.example/a", "https://[2001:db8::1]/a", "https://127.0.0.1/a",
]  # fmt: skip


@pytest.fixture
def site(open_paper: None) -> OutsideSite:
    return OutsideSite.objects.create(scheme="https", host="example.org")


def nothing_was_made() -> bool:
    return not Thread.objects.exists() and not Post.objects.exists()


@pytest.mark.parametrize("address", NO_PAGES)
def test_what_is_no_address_of_a_page(site: OutsideSite, address: str) -> None:
    with pytest.raises(NotAnAddress):
        read(address).page(parameters=())
    answer = Client().get("/talk/on/", {"page": address})
    assert answer.status_code == 404
    assert "no address of a page" in answer.content.decode()
    assert nothing_was_made()


@pytest.mark.parametrize("address", LOOK_ALIKES)
def test_what_only_looks_like_a_listed_site(site: OutsideSite, address: str) -> None:
    answer = Client().get("/talk/on/", {"page": address})
    assert answer.status_code == 404
    bare = address.partition("://")[2]
    for base in ("/talk/on/", "/talk/frame/"):
        raw = code_of(host=bare.partition("/")[0], page="/" + bare.partition("/")[2])
        answer = Client().post(f"{base}{raw}/", filled())
        assert answer.status_code == 404
        assert "example.org" not in answer["Content-Security-Policy"]
    assert nothing_was_made()


def test_the_same_host_in_wide_letters_is_the_same_host(site: OutsideSite) -> None:
    """As browsers see it (UTS 46), so it leads nowhere else."""
    assert Client().get("/talk/on/", {"page": "https://ｅｘａｍｐｌｅ.org/a"})["Location"] == PAGE


@pytest.mark.parametrize(
    "code",
    ["AAAA", "____", "-" * 2700, "ZXZpbA", "aHR0cHM6Ly9leGFtcGxlLm9yZw", "Lw0KWC1FdmlsOiAx", "gICA"],
)
def test_codes_that_stand_for_nothing(site: OutsideSite, code: str) -> None:
    for address in (f"/talk/on/{code}/", f"/talk/frame/{code}/", f"/talk/frame/{code}/latest.json"):
        for answer in (Client().get(address), Client().post(address, filled())):
            assert answer.status_code == 404
            assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert nothing_was_made()


@pytest.mark.parametrize(
    "query", ["page=//evil.example", "page=https://evil.example/", "next=//evil.example"]
)
def test_it_leads_nowhere_but_into_the_paper(site: OutsideSite, query: str) -> None:
    answer = Client().get(f"/talk/on/?{query}")
    assert answer.status_code == 404
    spelt = code_of(host="example.org", page="//evil.example/")
    for base in ("/talk/on/", "/talk/frame/"):
        location = Client().get(f"{base}{spelt}/?{query}")["Location"]
        assert not urlsplit(location).netloc
        assert location.startswith(base)


def test_codes_and_addresses_answer_to_each_other(site: OutsideSite) -> None:
    for page in ("/", "/a", "/a/b.html", "/%D1%8F", "/%FF%FE", "/a%2Fb", "/a%20b", "/a?id=1%26x"):
        address = decode(code_of(host="example.org:8443", page=page))
        assert (address.host, address.page(parameters=("id",))) == ("example.org:8443", page)


class TestWhoMayFrame:
    def test_the_header_names_one_origin_and_nothing_a_reader_sent(self, site: OutsideSite) -> None:
        client = Client(headers={"Origin": "http://testserver", "Referer": "https://evil.example/"})
        for answer in (
            client.get(f"{FRAME}?origin=https://evil.example&page=2"), client.post(FRAME, filled())
        ):  # fmt: skip
            policy = answer["Content-Security-Policy"]
            ancestors = [part for part in policy.split(";") if "frame-ancestors" in part]
            assert [part.split() for part in ancestors] == [["frame-ancestors", "https://example.org"]]

    @pytest.mark.parametrize(
        "origin",
        [
            "*", "https://*", "https://*.example.org", "'self'", "https://example.org; script-src *",
            "https://example.org 'unsafe-inline'", "https://example.org\r\nX: 1", "https:", "null",
            "data:", "javascript:alert(1)", "https://example.org/path", "https://example.org?x",
            "https://example.org#x", "https://user@example.org", "ftp://example.org", "example.org",
            "https://" + "a" * 300,
        ],
    )  # fmt: skip
    def test_what_is_no_origin_is_not_listed(self, paper: Any, origin: str) -> None:
        assert not OutsideSiteForm({"origin": origin, "is_active": "on"}).is_valid()

    @pytest.mark.parametrize(
        "origin",
        [
            "http://127.0.0.1", "http://localhost:3000", "http://192.168.0.1", "http://10.1.2.3",
            "https://[::1]", "https://[fd00::1]", "http://169.254.169.254", "https://intranet",
            "https://printer.local", "https://a.internal", "http://0.0.0.0", "https://[::ffff:10.0.0.1]",
            "http://2130706433", "http://0x7f000001", "http://127.1",
        ],
    )  # fmt: skip
    def test_no_site_of_a_house_or_a_machine(self, paper: Any, origin: str, settings: Any) -> None:
        from dataclasses import replace

        settings.PAPER = replace(django_settings.PAPER, url="https://paper.example")
        assert not OutsideSiteForm({"origin": origin, "is_active": "on"}).is_valid()
        assert not OutsideSiteForm({"origin": "https://paper.example", "is_active": "on"}).is_valid()
        assert OutsideSiteForm({"origin": "https://example.org", "is_active": "on"}).is_valid()


class TestPosting:
    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
            {"Origin": "https://example.org"}, {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        ],
    )  # fmt: skip
    def test_not_from_the_page_around_the_frame(
        self, site: OutsideSite, headers: dict[str, str]
    ) -> None:
        post = Client().post(FRAME, filled())
        made = Post.objects.get()
        assert post.status_code == 302
        for address in (
            FRAME, PAGE, f"{FRAME}{made.pk}/reply/", f"{FRAME}{made.pk}/report/",
            f"{FRAME}{made.pk}/like/", f"{FRAME}{made.pk}/edit/", f"{FRAME}{made.pk}/delete/",
            f"{FRAME}mine/delete/",
        ):  # fmt: skip
            answer = Client().post(address, filled(text="Forged.", reason="spam"), headers=headers)
            assert answer.status_code == 403, address
        assert Post.objects.count() == 1

    def test_from_within_the_frame(self, site: OutsideSite) -> None:
        headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
        assert Client().post(FRAME, filled(), headers=headers).status_code == 302

    def test_a_flood_of_pages_is_stopped(
        self, site: OutsideSite, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(limits, "OF_A_NETWORK", 10_000)
        monkeypatch.setattr(limits, "NEW_PAGES", 5)
        answers = []
        for number in range(8):
            code = code_of(host="example.org", page=f"/invented/{number}")
            answers.append(Client().post(f"/talk/frame/{code}/", filled(text=f"Word {number}.")))
        assert [answer.status_code for answer in answers] == [302] * 5 + [429] * 3
        assert "Word 7." in answers[-1].content.decode()
        assert Thread.objects.count() == 5
        first = f"/talk/frame/{code_of(host='example.org', page='/invented/0')}/"
        assert Client().post(first, filled(text="On a page that is known.")).status_code == 302

    def test_all_pages_of_a_site_together_have_a_limit(
        self, site: OutsideSite, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(limits, "NEW_PAGES_OF_A_SITE", 2)
        for number in range(4):
            code = code_of(host="example.org", page=f"/invented/{number}")
            Client(REMOTE_ADDR=f"192.0.{number}.1").post(
                f"/talk/frame/{code}/", filled(text=f"W {number}")
            )
        assert Thread.objects.count() == 2

    def test_a_page_refused_leaves_no_thread(self, site: OutsideSite) -> None:
        for form in (filled(name=""), filled(text=""), filled(name="The Test Post"), filled(stamp="")):
            assert Client().post(FRAME, form).status_code == 422
        assert nothing_was_made()

    def test_a_huge_title_is_cut(self, site: OutsideSite) -> None:
        Client().post(FRAME, filled(page_title="Title " * 10_000))
        assert len(Thread.objects.get().title) <= 150

    def test_a_title_with_line_ends_and_invisible_letters(self, site: OutsideSite) -> None:
        Client().post(FRAME, filled(page_title="A\r\nSet-Cookie: x=1\u202e\u200b title"))
        title = Thread.objects.get().title
        assert not set("\r\n\u202e\u200b") & set(title)


class Watch(HTMLParser):
    """Notes what would run."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name.startswith("on") or (value or "").strip().lower().startswith(
                ("javascript:", "data:")
            ):
                self.bad.append(f"{tag} {name}={value}")
        sources = [value for name, value in attrs if name == "src"]
        if tag == "script" and not (sources and str(sources[0]).startswith("/static/")):
            self.bad.append(f"script {sources}")
        if tag in {"iframe", "object", "embed", "base", "svg"} and not dict(attrs).get("class"):
            self.bad.append(tag)


def watched(html: str) -> list[str]:
    watch = Watch()
    watch.feed(html)
    return watch.bad


def test_nothing_runs_that_came_as_a_title_or_an_address(
    site: OutsideSite, fixtures: Path, editor: Any
) -> None:
    payloads = [entry["payload"] for entry in json.loads((fixtures / "xss/payloads.json").read_text())]
    site.in_forum, site.kept_parameters = True, "q"
    site.save()
    office = Client()
    office.force_login(editor)
    for number, text in enumerate(payloads):
        title_answer = Client().get(
            "/talk/on/", {"page": f"https://example.org/{number}", "title": text}
        )
        pages = [Client().get(title_answer["Location"]), Client().get("/talk/on/", {"page": text})]
        word = "".join(text.split())
        for hostile in (f"/{number}?q={word}", f"/{word}"):
            code = code_of(host="example.org", page=hostile)
            pages += [Client().get(f"/talk/{kind}/{code}/", follow=True) for kind in ("on", "frame")]
        Thread.objects.create(site=site, page=f"/{number}", title=text[:150] or "-")
        thread = Thread.objects.get(page=f"/{number}")
        Post.objects.create(thread=thread, name="A", text="Held.", digest=str(number))
        own = code_of(host="example.org", page=f"/{number}")
        pages += [Client().get(f"/talk/{kind}/{own}/") for kind in ("on", "frame")]
        for page in pages:
            assert page.status_code in {200, 404}
            assert watched(page.content.decode()) == [], text
    queue = office.get("/newsroom/moderation/").content.decode()
    assert "javascript:" not in [part[:11].lower() for part in queue.split('href="')]
