"""Sources are looked at politely, and what they have becomes the wire list."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cached_property, partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from broadsheet.foundation import outside
from broadsheet.foundation.clock import now
from broadsheet.foundation.outside import Unreachable
from broadsheet.news import actions as news
from broadsheet.news import proposals
from broadsheet.news.models import ArticlePage, Author, SectionPage
from broadsheet.topics.models import Topic
from broadsheet.wire import tasks
from broadsheet.wire.errors import ImportRefused
from broadsheet.wire.models import Item, Rule, Source
from broadsheet.wire.sources import drafting, folder, keeping, looking, shelving, wholes
from broadsheet.wire.sources.taking import Later, take_all
from broadsheet.wire.story import Byline, Picture, Release, Section, Signal, Story, Subject, Text

pytestmark = pytest.mark.django_db

FLOOD = (
    "The harbour barrier closed at noon as the river rose to its highest mark since the winter of "
    "1962, and the ferries stayed at the quay until the water had gone down again late in the evening."
)
COMET = (
    "A comet that nobody had seen before will be bright enough to be found without a glass in "
    "the second half of the month, astronomers of the observatory on the hill said when they "
    "opened their doors."
)


def item(key: str, title: str, text: str = FLOOD) -> str:
    return (
        f"<item><guid isPermaLink='false'>{key}</guid><title>{title}</title>"
        f"<description>{text}</description></item>"
    )


def rss(*items: str, built: str = "1") -> bytes:
    body = "".join(items)
    start = f"<rss version='2.0'><channel><title>The Light</title><a>{built}</a>"
    return f"{start}{body}</channel></rss>".encode()


class Paper:
    """Another paper's server: what it answers, and what it was asked."""

    def __init__(self) -> None:
        self.status = 200
        self.body = rss(item("1", "River rises"))
        self.headers: dict[str, str] = {
            "ETag": '"one"',
            "Last-Modified": "Mon, 04 Mar 2024 12:00:00 GMT",
        }
        self.asked: list[dict[str, str]] = []
        self.address = ""


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> Iterator[Paper]:
    paper = Paper()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paper.asked.append({name.lower(): value for name, value in self.headers.items()})
            tag = paper.headers.get("ETag")
            same = tag and self.headers.get("If-None-Match") == tag and paper.status == 200
            self.send_response(304 if same else paper.status)
            for name, value in paper.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if not same:
                self.wfile.write(paper.body)

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    honest = outside._is_public
    monkeypatch.setattr(outside, "_is_public", lambda one: one == "127.0.0.1" or honest(one))
    paper.address = f"http://127.0.0.1:{server.server_port}/feed"
    yield paper
    server.shutdown()
    server.server_close()


@pytest.fixture
def source(other: Paper, section: SectionPage) -> Source:
    return Source.objects.create(name="The Light", address=other.address)


def test_a_look_fills_the_list_and_publishes_nothing(source: Source) -> None:
    taken = looking.look(source=source)
    (one,) = Item.objects.all()
    assert taken.new == [one]
    assert (one.headline, one.state, one.version) == ("River rises", "new", 1)
    assert FLOOD in one.text
    assert one.as_story.id == "1"
    assert not ArticlePage.objects.exists()
    source.refresh_from_db()
    assert (source.failures, source.trouble) == (0, "")
    assert source.looked_at
    assert timedelta(minutes=13) < source.next_at - source.looked_at < timedelta(minutes=17)


def test_the_second_look_asks_only_whether_something_changed(source: Source, other: Paper) -> None:
    looking.look(source=source)
    assert "if-none-match" not in other.asked[0]
    taken = looking.look(source=source)
    assert other.asked[1]["if-none-match"] == '"one"'
    assert other.asked[1]["if-modified-since"] == "Mon, 04 Mar 2024 12:00:00 GMT"
    assert (taken.new, taken.changed) == ([], [])
    assert Item.objects.count() == 1


def test_a_feed_that_is_only_dated_anew_is_not_read_again(
    source: Source, other: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking.look(source=source)
    other.headers = {}
    other.body = rss(item("1", "River rises"), built="2")
    monkeypatch.setattr(looking.receiving, "read", lambda *_, **__: pytest.fail("it was read"))
    assert looking.look(source=source).new == []


def test_only_what_is_new_comes_in_and_what_changed_gets_a_version(source: Source, other: Paper) -> None:
    looking.look(source=source)
    other.headers = {}
    other.body = rss(item("2", "Comet seen", COMET), item("1", "River rises further"))
    taken = looking.look(source=source)
    assert [one.headline for one in taken.new] == ["Comet seen"]
    (changed,) = taken.changed
    assert (changed.headline, changed.version) == ("River rises further", 2)
    assert changed.as_before
    assert changed.as_before.headline == "River rises"
    assert Item.objects.count() == 2


def test_the_oldest_item_of_a_feed_arrives_first(source: Source, other: Paper) -> None:
    other.body = rss(item("new", "Newest", COMET), item("old", "Oldest"))
    looking.look(source=source)
    assert list(Item.objects.order_by("pk").values_list("key", flat=True)) == ["old", "new"]


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (500, b"", "answers 500"), (404, b"", "answers 404"), (200, b"<rss><channel>", "not a feed"),
        (200, b"just words", "neither a feed, nor a news page, nor agency copy"), (200, b"", "neither"),
    ],
)  # fmt: skip
def test_trouble_is_told_and_waited_out(
    source: Source, other: Paper, status: int, body: bytes, words: str
) -> None:
    other.status, other.body, other.headers = status, body, {}
    waits = []
    for _ in range(12):
        looking.look(source=source)
        source.refresh_from_db()
        assert source.looked_at
        waits.append(source.next_at - source.looked_at)
    assert words in source.trouble
    assert source.failures == 12
    assert waits[0] < waits[2] < waits[4]
    assert timedelta(hours=21) < waits[-1] < timedelta(hours=27)
    other.status, other.body = 200, rss(item("1", "River rises"))
    looking.look(source=source)
    source.refresh_from_db()
    assert (source.failures, source.trouble) == (0, "")


def test_what_breaks_a_reader_stops_no_other_source(
    source: Source, other: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError("a slip of ours")

    monkeypatch.setattr(looking.receiving, "read", breaks)
    looking.look(source=source)
    source.refresh_from_db()
    assert source.failures == 1
    assert "the log says more" in source.trouble


def test_a_site_that_says_when_to_come_is_obeyed(source: Source, other: Paper) -> None:
    other.status, other.headers = 429, {"Retry-After": "36000"}
    looking.look(source=source)
    assert source.looked_at
    assert source.next_at - source.looked_at >= timedelta(hours=9)


def test_a_source_that_is_gone_is_paused(source: Source, other: Paper) -> None:
    other.status = 410
    looking.look(source=source)
    source.refresh_from_db()
    assert source.state == Source.State.PAUSED
    assert "gone for good" in source.trouble


def test_private_addresses_are_not_asked(section: SectionPage) -> None:
    for number, address in enumerate(
        ("http://127.0.0.1/feed", "http://169.254.169.254/", "http://[::1]/")
    ):
        source = Source.objects.create(name=f"{number}", address=address)
        looking.look(source=source)
        source.refresh_from_db()
        assert "not a public one" in source.trouble
        with pytest.raises(Unreachable):
            looking.preview(address=address)


def test_packed_answers_are_unpacked_within_the_cap(
    source: Source, other: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    other.headers = {"Content-Encoding": "gzip"}
    other.body = gzip.compress(other.body)
    assert len(looking.look(source=source).new) == 1
    other.body = gzip.compress(b"x" * 10_000_000)
    monkeypatch.setattr(outside, "LIMIT", 1_000_000)
    looking.look(source=source)
    assert "larger than" in source.trouble
    other.body = b"not packed at all"
    looking.look(source=source)
    assert "does not answer" in source.trouble


def test_an_answer_that_drips_is_cut_off(
    source: Source, other: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "SECONDS", 0.4)
    wait = threading.Event()
    drip = b"HTTP/1.1 200 OK\r\n"

    def drips(self: Any) -> None:
        self.wfile.write(drip)
        while not wait.wait(0.1):
            try:
                self.wfile.write(b"X-A: b\r\n")
            except OSError:
                return

    monkeypatch.setattr(BaseHTTPRequestHandler, "handle_one_request", drips)
    started = now()
    looking.look(source=source)
    wait.set()
    assert source.failures == 1
    assert now() - started < timedelta(seconds=5)


def test_a_look_that_dies_is_done_again(
    source: Source, other: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    other.body = rss(item("2", "Comet seen", COMET), item("1", "River rises"))
    from broadsheet.wire.sources import taking

    real = taking._take

    def dies(*arguments: Any) -> None:
        if Item.objects.exists():
            raise Killed
        real(*arguments)

    monkeypatch.setattr(taking, "_take", dies)
    with pytest.raises(Killed):
        looking.look(source=source)
    monkeypatch.setattr(taking, "_take", real)
    source.refresh_from_db()
    assert source.etag == source.mark == ""
    looking.look(source=source)
    assert sorted(Item.objects.values_list("key", flat=True)) == ["1", "2"]


def test_due_sources_are_looked_at_by_one_process_each(source: Source, other: Paper) -> None:
    Source.objects.create(name="Paused", address="https://a.example.org", state=Source.State.PAUSED)
    Source.objects.create(
        name="Later", address="https://b.example.org", next_at=now() + timedelta(hours=1)
    )
    assert tasks.look_at_sources() == 1
    assert tasks.look_at_sources() == 0


def test_what_no_source_shows_any_more_is_forgotten_and_not_before(source: Source, other: Paper) -> None:
    looking.look(source=source)
    other.headers, other.body = {}, rss(item("2", "Comet seen", COMET))
    looking.look(source=source)
    Item.objects.update(arrived_at=now() - timedelta(days=90))
    tasks.forget_old_items()
    assert list(Item.objects.values_list("key", flat=True)) == ["2"]


def test_pages_and_agency_copy_are_sources_too(source: Source, other: Paper, fixtures: Path) -> None:
    other.headers = {"Content-Type": "text/html; charset=utf-8"}
    other.body = (
        f"<!doctype html><html lang=en><title>River rises</title><article><h1>River rises</h1>"
        f"{f'<p>{FLOOD}</p>' * 3}</article></html>"
    ).encode()
    assert looking.preview(address=other.address).format == "Web page"
    other.body = next((fixtures / "ninjs").rglob("*.json")).read_bytes()
    received = looking.preview(address=other.address)
    assert received.format == "ninjs"
    assert received.stories


def test_odd_letters_are_kept_where_they_can_be(source: Source) -> None:
    story = Story(
        id="a\x00b" + "k" * 600, headline="H\ud800 " * 200, body=(Text(html="<p>x\x00\ud800</p>"),)
    )
    for _ in range(2):
        take_all(source=source, stories=[story])
    (one,) = Item.objects.all()
    assert len(one.headline) <= 300
    assert one.as_story.body


# Alike --------------------------------------------------------------------------


def test_near_duplicates_are_shown_as_one(source: Source, other: Paper) -> None:
    changed = FLOOD.replace("late in the evening", "in the early evening")
    other.body = rss(
        item("3", "Comet", COMET), item("2", "High river", changed), item("1", "River", FLOOD)
    )
    looking.look(source=source)
    first, second, third = Item.objects.order_by("pk")
    assert (first.key, second.like_id, third.like_id) == ("1", first.pk, None)


def test_what_is_long_ago_is_not_alike(source: Source) -> None:
    take_all(source=source, stories=[copy("1")])
    Item.objects.update(arrived_at=now() - timedelta(days=20))
    take_all(source=source, stories=[copy("2")])
    assert Item.objects.get(key="2").like_id is None


# Rules --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "fits"),
    [
        ({}, True), ({"words": "harbour barrier"}, True), ({"words": "comet\nferries"}, True),
        ({"words": "ferr"}, False), ({"words": "barrier harbour"}, False),
        ({"subject": "WEATHER"}, True), ({"subject": "medtop:17000000"}, True),
        ({"subject": "storm"}, True), ({"subject": "sport"}, False),
        ({"urgency": 2}, True), ({"urgency": 1}, False), ({"words": "comet", "urgency": 2}, False),
    ],
)  # fmt: skip
def test_the_first_rule_that_fits_sends_a_story(
    source: Source, section: SectionPage, fields: dict[str, Any], fits: bool
) -> None:
    Rule.objects.create(name="later", order=20)
    rule = Rule.objects.create(name="first", order=10, section=section, **fields)
    weather = Subject(name="Weather", code="medtop:17000000")
    take_all(source=source, stories=[copy("1", urgency=2, subjects=(weather,), keywords=("Storm",))])
    one = Item.objects.get()
    assert (one.rule == rule) is fits
    assert (one.section == section) is fits


def test_a_rule_of_another_source_does_not_fit(source: Source) -> None:
    elsewhere = Source.objects.create(name="Else", address="https://else.example.org/")
    Rule.objects.create(name="theirs", source=elsewhere)
    take_all(source=source, stories=[copy("1")])
    assert Item.objects.get().rule is None


def test_a_rule_may_make_a_draft_at_once_but_never_publishes(
    source: Source, section: SectionPage
) -> None:
    Rule.objects.create(name="all", section=section, act=Rule.Act.DRAFT)
    take_all(source=source, stories=[copy("1")])
    article = ArticlePage.objects.get()
    assert not article.live
    one = Item.objects.get()
    assert (one.state, one.article, one.by) == ("drafted", article, None)


def test_a_rule_keeps_out_what_nobody_wants(source: Source) -> None:
    Rule.objects.create(name="no sport", subject="Sport", act=Rule.Act.ASIDE)
    sport = (Subject(name="Sport"),)
    take_all(source=source, stories=[copy("1", subjects=sport), copy("2")])
    kept_out, other = Item.objects.order_by("pk")
    assert (kept_out.state, other.state) == ("dismissed", "new")
    assert other.like is None  # it says the same, and must not hide behind what nobody sees
    take_all(source=source, stories=[copy("1", "It rises again", subjects=sport), copy("2")])
    kept_out.refresh_from_db()
    assert (kept_out.state, kept_out.version) == ("dismissed", 2)
    shelving.restore(items=Item.objects.filter(pk=kept_out.pk))
    kept_out.refresh_from_db()
    assert kept_out.state == "new"


# Drafts -------------------------------------------------------------------------


def test_a_draft_has_all_that_the_story_has(source: Source, section: SectionPage, editor: Any) -> None:
    topic = Topic.objects.create(name="Weather", slug="weather")
    story = copy(
        "1", standfirst="At noon.", bylines=(Byline(name="Mara Lind"),), language="en-GB",
        subjects=(Subject(name="Weather"), Subject(name="Something else")), dateline_place="Old Quay",
        picture=Picture(src="https://light.example.org/quay.jpg"),
        section=Section(name="Foreign", slug="foreign"),
    )  # fmt: skip
    take_all(source=source, stories=[story])
    article = drafting.draft(item=Item.objects.get(), by=editor)
    assert (article.title, article.standfirst, article.dateline_place) == (
        "River",
        "At noon.",
        "Old Quay",
    )
    assert article.section == section
    assert not SectionPage.objects.filter(slug="foreign").exists()
    assert [one.name for one in article.authors] == ["Mara Lind"]
    assert list(article.topics) == [topic]
    assert Topic.objects.count() == 1
    assert article.source
    assert article.source.name == "The Light"
    assert article.language == "en"
    assert article.picture is None
    assert FLOOD in str(article.body.raw_data)
    assert not article.live
    assert drafting.draft(item=Item.objects.get(), by=editor) == article
    assert Author.objects.count() == 1


def test_an_embargo_is_kept_by_the_draft(source: Source) -> None:
    until = now() + timedelta(hours=5)
    take_all(source=source, stories=[copy("1", embargo=until)])
    article = drafting.draft(item=Item.objects.get())
    assert article.go_live_at == until
    assert article.published_at is None


def test_a_kill_withdraws_what_was_published_and_cannot_be_drafted(
    source: Source, file_article: Callable[..., ArticlePage]
) -> None:
    take_all(source=source, stories=[copy("1")])
    article = file_article("River")
    Item.objects.update(article=article, state=Item.State.DRAFTED)
    take_all(source=source, stories=[copy("1", release=Release.CANCELLED)])
    article.refresh_from_db()
    assert not article.live
    one = Item.objects.get()
    assert one.state == Item.State.DISMISSED
    Item.objects.update(article=None)
    with pytest.raises(drafting.NoDraft, match="taken it back"):
        drafting.draft(item=one)


def test_a_kill_stops_an_article_that_waits_for_its_time(
    source: Source, file_article: Callable[..., ArticlePage]
) -> None:
    take_all(source=source, stories=[copy("1")])
    later = now() + timedelta(hours=1)
    article = news.publish(article=file_article("River", draft=True, go_live_at=later))
    Item.objects.update(article=article, state=Item.State.DRAFTED)
    take_all(source=source, stories=[copy("1", release=Release.CANCELLED)])
    assert news.publish_due(moment=later + timedelta(days=1)) == []


def test_a_correction_of_a_public_article_waits_for_an_editor(
    source: Source, file_article: Callable[..., ArticlePage]
) -> None:
    take_all(source=source, stories=[copy("1")])
    article = file_article("River")
    Item.objects.update(article=article, state=Item.State.DRAFTED)
    changed = {"headline": "River falls", "signal": Signal.CORRECTION, "ednote": "It fell"}
    take_all(source=source, stories=[copy("1", **changed)])
    article.refresh_from_db()
    assert article.title == "River"
    assert article.get_latest_revision_as_object().title == "River falls"
    assert proposals.reason(page_id=article.pk) == "correction: It fell"


def test_what_was_put_aside_comes_back_when_it_changes(source: Source, editor: Any) -> None:
    take_all(source=source, stories=[copy("1"), copy("2")])
    assert shelving.dismiss(items=Item.objects.filter(key="1"), by=editor) == 1
    assert set(Item.objects.values_list("state", flat=True)) == {"dismissed"}  # they are alike
    assert shelving.restore(items=Item.objects.filter(key="2")) == 1
    take_all(source=source, stories=[copy("1", headline="River falls")])
    assert Item.objects.get(key="1").state == Item.State.NEW


# Folders ------------------------------------------------------------------------


@pytest.fixture
def drop(settings: Any, tmp_path: Path, section: SectionPage) -> tuple[Source, Path]:
    settings.HOME = tmp_path
    place = tmp_path / "drop" / "agency"
    place.mkdir(parents=True)
    return Source.objects.create(name="Agency", kind=Source.Kind.FOLDER, address="agency"), place


def test_files_in_a_folder_are_taken_and_moved(
    drop: tuple[Source, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, place = drop
    monkeypatch.setattr(folder, "SETTLED", 0.0)
    (place / "a.xml").write_bytes(rss(item("1", "River rises")))
    (place / "b.bin").write_bytes(b"\x00\x01")
    (place / "c.xml.part").write_bytes(rss(item("2", "Not yet whole")))
    (place / ".hidden").write_bytes(rss(item("3", "Hidden")))
    (place / "link.xml").symlink_to("/etc/passwd")
    taken = looking.look(source=source)
    assert [one.headline for one in taken.new] == ["River rises"]
    assert (place / "done" / "a.xml").exists()
    assert (place / "refused" / "b.bin").exists()
    assert "neither a feed" in (place / "refused" / "b.bin.why.txt").read_text()
    assert (place / "c.xml.part").exists()
    assert (place / "link.xml").is_symlink()
    assert "b.bin" in source.trouble
    (place / "a.xml").write_bytes(rss(item("1", "River rises")))
    assert looking.look(source=source).new == []
    assert (place / "done" / "a-2.xml").exists()


def test_a_file_that_is_still_written_waits(drop: tuple[Source, Path]) -> None:
    source, place = drop
    (place / "a.xml").write_bytes(rss(item("1", "River rises")))
    assert looking.look(source=source).new == []
    assert (place / "a.xml").exists()


def test_a_folder_that_is_missing_is_told(drop: tuple[Source, Path]) -> None:
    source, place = drop
    place.rmdir()
    looking.look(source=source)
    assert "no folder drop/agency" in source.trouble


@pytest.mark.parametrize("address", ["../etc", "/etc", "a/b", "", ".", "a b"])
def test_a_folder_lies_in_the_drop_folder(address: str) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        Source(name="x", kind=Source.Kind.FOLDER, address=address).full_clean()
    with pytest.raises(ValidationError):
        Source(name="x", kind=Source.Kind.WEB, address=address).full_clean()


def test_a_paused_source_is_left_alone(source: Source, other: Paper) -> None:
    keeping.pause(source=source)
    assert tasks.look_at_sources() == 0
    keeping.resume(source=source)
    assert tasks.look_at_sources() == 1


def test_nothing_that_is_no_copy_is_taken(other: Paper) -> None:
    other.body = b'<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel/></rss>'
    with pytest.raises(ImportRefused):
        looking.preview(address=other.address)


def copy(key: str, headline: str = "River", **fields: Any) -> Story:
    return Story(id=key, headline=headline, body=(Text(html=f"<p>{FLOOD}</p>"),), **fields)


# The page behind an excerpt --------------------------------------------------

PAGE = (
    "<!doctype html><html lang='en'><head><title>River rises</title></head><body><nav>Menu</nav>"
    "<article><h1>River rises</h1>{}</article></body></html>"
)
WHOLE = "".join(f"<p>{number}. {FLOOD}</p>" for number in range(1, 5))


class Site:
    """Other papers' sites by address, as `Filling.get` asks them; and what was asked."""

    def __init__(self, **pages: str | int) -> None:
        self.pages = {f"https://light.example.org/{name}": page for name, page in pages.items()}
        self.asked: list[str] = []
        self.slept: list[float] = []

    def get(self, address: str, *, headers: Any) -> Any:
        self.asked.append(address)
        found = self.pages.get(address, 404)
        status, body = (found, b"") if isinstance(found, int) else (200, found.encode())
        return outside.Answer(status=status, address=address, body=body)

    def fill(self, story: Story) -> Story:
        return self.filling.fill(story)

    @cached_property
    def filling(self) -> wholes.Filling:
        return wholes.Filling(get=self.get, sleep=self.slept.append)


def excerpt(name: str = "river") -> Story:
    where = f"https://light.example.org/{name}"
    return Story(id=name, headline="River", address=where, body=(Text(html="<p>The harbour</p>"),))


def test_the_page_behind_an_excerpt_gives_the_whole_text() -> None:
    site = Site(river=PAGE.format(WHOLE))
    whole = site.fill(excerpt())
    assert (whole.id, whole.headline, whole.notes) == ("river", "River", ())
    text = "".join(block.html for block in whole.body if isinstance(block, Text))
    assert text.count(FLOOD) == 4
    assert "Menu" not in text
    assert site.asked == ["https://light.example.org/robots.txt", "https://light.example.org/river"]


@pytest.mark.parametrize(
    ("page", "robots", "why"),
    [
        (404, "", "its site answers 404"),
        (PAGE.format("<p>Subscribe</p>"), "", "There is no article on this page"),
        (PAGE.format(WHOLE), "User-agent: *\nDisallow: /river", "leave the page alone"),
        (PAGE.format(WHOLE), "User-agent: Broadsheet\nDisallow: /", "leave the page alone"),
        (PAGE.format(WHOLE), 403, "leave the page alone"),
        (PAGE.format(WHOLE), 503, "answers 503 for robots.txt"),
    ],
)  # fmt: skip
def test_where_the_page_cannot_be_had_the_excerpt_stays_with_a_note(
    page: str | int, robots: str | int, why: str
) -> None:
    site = Site(river=page, **{"robots.txt": robots})
    story = site.fill(excerpt())
    assert story.body == excerpt().body
    (note,) = story.notes
    assert note.startswith("only the excerpt came: ")
    assert why in note


def test_a_page_that_says_less_or_has_no_address_changes_nothing() -> None:
    long = replace(excerpt(), body=(Text(html=WHOLE + WHOLE),))
    assert "the page says no more" in Site(river=PAGE.format(WHOLE)).fill(long).notes[0]
    assert "no address" in Site().fill(replace(excerpt(), address="")).notes[0]


def test_a_site_is_asked_slowly_for_so_many_pages_at_a_time() -> None:
    robots = "User-agent: *\nCrawl-delay: 5\n"
    site = Site(**{"robots.txt": robots}, **{f"{n}": PAGE.format(WHOLE) for n in range(30)})
    for number in range(wholes.MOST):
        site.fill(excerpt(f"{number}"))
    assert len(site.slept) == wholes.MOST
    assert all(4 < pause <= 5 for pause in site.slept)
    with pytest.raises(Later):
        site.fill(excerpt("21"))
    assert site.asked.count("https://light.example.org/robots.txt") == 1


def test_pages_are_fetched_once_and_those_left_come_with_the_next_look(
    source: Source, other: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = [f"<link>https://light.example.org/{number}</link>" for number in (1, 2)]
    other.body = rss(*(item(f"{n}", f"Story {n}", "In short.").replace("<desc", f"{link}<desc")
                       for n, link in enumerate(links, 1)))  # fmt: skip
    site = Site(**{f"{n}": PAGE.format(WHOLE) for n in (1, 2)})
    monkeypatch.setattr(wholes, "MOST", 1)
    monkeypatch.setattr(
        looking.wholes, "Filling", partial(wholes.Filling, get=site.get, sleep=site.slept.append)
    )
    source.whole = True
    source.save()
    taken = looking.look(source=source)
    assert (len(taken.new), taken.later) == (1, 1)
    assert taken.new[0].text.count("highest mark") == 4
    assert len(looking.look(source=source).new) == 1
    asked = len(site.asked)
    other.headers = {}
    other.body = other.body.replace(b"<a>1</a>", b"<a>2</a>")
    assert looking.look(source=source).new == []
    assert len(site.asked) == asked
