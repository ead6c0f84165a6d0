"""The fediverse: requests shaped as Mastodon sends them, attacks, and a paper that follows itself."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email.utils import formatdate
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.test import Client

from broadsheet.foundation import outside
from broadsheet.foundation.clock import now
from broadsheet.news import actions as news
from broadsheet.news import kills
from broadsheet.outreach import due
from broadsheet.outreach.fediverse import actors, hearing, peers, signing, tasks, telling, views
from broadsheet.outreach.models import (
    BlockedDomain,
    FediActivity,
    FediFollower,
    FediNote,
    FediPeer,
    FediSending,
)
from tests.outreach import mastodon
from tests.outreach.mastodon import Mastodon
from tests.press import open_connection

PAPER = "http://testserver/fediverse/paper/"
WORLD = "http://testserver/fediverse/world/"


@pytest.fixture
def on(settings: Any, paper: Any) -> None:
    settings.PAPER = replace(settings.PAPER, fediverse=True)


@pytest.fixture(autouse=True)
def known_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys made once: each costs a fifth of a second."""
    pairs = iter(_PAIRS)
    monkeypatch.setattr(signing, "new_key", lambda: next(pairs))


_PAIRS = [signing.new_key() for _ in range(3)]


@pytest.fixture
def site(on: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mastodon]:
    honest = outside._is_public
    monkeypatch.setattr(outside, "_is_public", lambda one: one == "127.0.0.1" or honest(one))
    with mastodon.served() as server:
        yield server


def told(article: Any) -> None:
    """What the background process does once an article is out."""
    telling.tell_published(article_id=article.pk)
    tasks.send.func()


# Being found -----------------------------------------------------------------


def test_a_handle_leads_to_an_actor_with_a_key(on: None) -> None:
    for handle, uri in (
        ("acct:paper@testserver", PAPER),
        ("acct:World@TESTSERVER", WORLD),
        (WORLD, WORLD),
    ):
        answer = Client().get("/.well-known/webfinger", {"resource": handle})
        assert answer["Content-Type"] == "application/jrd+json"
        assert answer["Access-Control-Allow-Origin"] == "*"
        [link] = [one for one in answer.json()["links"] if one["rel"] == "self"]
        assert (link["type"], link["href"]) == ("application/activity+json", uri)
        said = Client().get(uri, headers={"Accept": peers.ACCEPT})
        assert said["Content-Type"] == "application/activity+json"
        actor = said.json()
        assert actor["id"] == uri
        assert actor["publicKey"]["id"] == f"{uri}#main-key"
        assert actor["publicKey"]["owner"] == uri
        assert "PRIVATE" not in said.content.decode()
        assert {"inbox", "outbox", "followers", "preferredUsername", "endpoints"} <= set(actor)
    person = Client().get(WORLD, headers={"Accept": "text/html,*/*"})
    assert (person.status_code, person["Location"]) == (302, "http://testserver/world/")


def test_a_section_keeps_its_name_and_takes_none_that_means_something(on: None, section: Any) -> None:
    from broadsheet.news.models import SectionPage

    assert actors.of_section(section).name == "world"
    SectionPage.objects.filter(pk=section.pk).update(slug="planet")
    SectionPage.objects.filter(slug="city").update(slug="inbox")
    inbox = SectionPage.objects.get(slug="inbox")
    assert Client().get(WORLD).status_code == 200
    assert Client().get("/fediverse/planet/").status_code == 404
    assert Client().get(f"/fediverse/section{inbox.pk}/").json()["name"].startswith("City")
    page = Client().get("/feeds/").content.decode()
    assert "@paper@testserver" in page
    assert "@world@testserver" in page
    assert f"@section{inbox.pk}@testserver" in page
    SectionPage.objects.filter(pk=section.pk).update(live=False)
    assert Client().get(WORLD).status_code == 404


def test_nodeinfo_says_what_runs_here(on: None) -> None:
    links = Client().get("/.well-known/nodeinfo").json()["links"]
    for link in links:
        said = Client().get(link["href"]).json()
        assert said["software"]["name"] == "broadsheet"
        assert said["protocols"] == ["activitypub"]
        assert link["rel"].endswith(said["version"])
    assert Client().get("/fediverse/nodeinfo/3.0").status_code == 404


@pytest.mark.parametrize(
    "resource",
    ["acct:nobody@testserver", "acct:paper@elsewhere.example", "acct:", "@", "http://[", "x" * 5000],
)
def test_nobody_else_is_found(on: None, resource: str) -> None:
    assert Client().get("/.well-known/webfinger", {"resource": resource}).status_code == 404


def test_it_is_off_unless_the_paper_wants_it(paper: Any, file_article: Any) -> None:
    for path in ("/.well-known/webfinger?resource=acct:paper@testserver", "/.well-known/nodeinfo", PAPER,
                 f"{PAPER}outbox/", f"{PAPER}followers/", "/fediverse/note/1/"):  # fmt: skip
        assert Client().get(path).status_code == 404
    for path in ("inbox/", "paper/inbox/"):
        assert Client().post(f"/fediverse/{path}", b"{}", content_type=mastodon.JSON).status_code == 404
    from django_tasks_db.models import DBTaskResult

    news.withdraw(article=file_article())
    assert not DBTaskResult.objects.filter(task_path__contains="fediverse").exists()
    assert "@paper@" not in Client().get("/feeds/").content.decode()


# Following -------------------------------------------------------------------


def test_mastodon_follows_gets_the_news_the_correction_and_the_withdrawal(
    site: Mastodon, file_article: Any, picture: Any
) -> None:
    assert site.say(site.follow(PAPER)).status_code == 202
    tasks.send.func()
    path, accept, _headers, _body = site.heard[0]
    assert (path, accept["type"], accept["actor"]) == ("/users/ana/inbox", "Accept", PAPER)
    assert accept["object"]["id"] == f"{site.url}/follow/1"
    key = Client().get(PAPER).json()["publicKey"]["publicKeyPem"]
    mastodon.check(site.heard[0], key)
    mastodon.check_get({**site.asked[0], "(request-target)": "get /users/ana"}, key, {"host", "date"})
    assert Client().get(f"{PAPER}followers/").json()["totalItems"] == 1

    article = file_article("Rivers & <lakes>", standfirst="By a metre.", picture=picture)
    told(article)
    path, create, _headers, _body = site.heard[1]
    assert (path, create["type"]) == ("/inbox", "Create")  # the one their server shares
    mastodon.check(site.heard[1], key)
    note = create["object"]
    assert note["attributedTo"] == PAPER
    assert note["url"] == f"http://testserver{article.url}"
    assert "Rivers &amp; &lt;lakes&gt;" in note["content"]
    assert note["attachment"][0]["url"].startswith("http://testserver/pictures/")
    assert Client().get(note["id"]).json()["content"] == note["content"]
    told(article)
    assert len(site.heard) == 2  # once, however often the task runs

    telling.tell_changed(article_id=article.pk)
    news.correct(article=article, text="It was two metres.")
    telling.tell_changed(article_id=article.pk)
    telling.tell_changed(article_id=article.pk)
    tasks.send.func()
    assert [said["type"] for _, said, _, _ in site.heard] == ["Accept", "Create", "Update"]
    assert site.heard[2][1]["object"]["id"] == note["id"]
    assert site.heard[2][1]["object"]["updated"]

    news.withdraw(article=article)
    for gone in FediNote.objects.exclude(gone_at=None):
        tasks.gone.func(gone.pk)
    tasks.send.func()
    delete = site.heard[3][1]
    assert (delete["type"], delete["object"]["id"]) == ("Delete", note["id"])
    answer = Client().get(note["id"])
    assert (answer.status_code, answer.json()["type"]) == (410, "Tombstone")
    assert b"Rivers" not in answer.content

    news.publish(article=article)
    told(article)
    assert site.heard[4][1]["object"]["id"] != note["id"]

    assert site.say(site.undo(PAPER)).status_code == 202
    assert not FediFollower.objects.exists()


def test_what_has_not_gone_out_of_a_killed_article_never_does(site: Mastodon, file_article: Any) -> None:
    site.say(site.follow(PAPER))
    tasks.send.func()
    article = file_article("Wrong")
    telling.tell_published(article_id=article.pk)
    kills.kill(article=article, because="Wrong.")
    telling.tell_gone(note_id=FediNote.objects.get().pk)
    tasks.send.func()
    assert [said["type"] for _, said, _, _ in site.heard] == ["Accept", "Delete"]
    telling.tell_published(article_id=article.pk)  # the task came late
    assert FediNote.objects.count() == 1


def test_a_section_passes_on_what_is_in_it(site: Mastodon, file_article: Any) -> None:
    site.say(site.follow(WORLD), path="/fediverse/world/inbox/")
    told(file_article("Old", published_at=now() - timedelta(hours=1)))
    tasks.send.func()
    kinds = [(said["type"], said["actor"]) for _, said, _, _ in site.heard]
    assert kinds == [("Accept", WORLD), ("Announce", WORLD)]
    announce = site.heard[1][1]
    assert Client().get(announce["object"]).json()["attributedTo"] == PAPER
    mastodon.check(site.heard[1], Client().get(WORLD).json()["publicKey"]["publicKeyPem"])


def test_the_outbox_has_pages(on: None, file_article: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PAGE", 2)
    articles = [file_article(f"Story {number}") for number in range(3)]
    for article in articles:
        told(article)
    news.withdraw(article=articles[1])
    told(file_article("Story 4"))
    for base, kind in ((PAPER, "Create"), (WORLD, "Announce")):
        whole = Client().get(f"{base}outbox/").json()
        assert (whole["type"], whole["totalItems"]) == ("OrderedCollection", 3)
        items: list[Any] = []
        page = Client().get(whole["first"]).json()
        while True:
            items += page["orderedItems"]
            if "next" not in page:
                break
            page = Client().get(page["next"]).json()
        assert [item["type"] for item in items] == [kind] * 3
        assert len({item["id"] for item in items}) == 3
    for nonsense in ("0", "-1", "x", "9" * 99, "\0"):
        assert Client().get(f"{PAPER}outbox/", {"before": nonsense}).json()["orderedItems"] == []
    assert Client().get("/fediverse/city/outbox/?before=last").json()["orderedItems"] == []


def test_old_articles_of_an_archive_are_not_told(on: None, file_article: Any) -> None:
    from django_tasks_db.models import DBTaskResult

    file_article("Old", published_at=now() - timedelta(days=3))
    assert not DBTaskResult.objects.filter(task_path=tasks.published.module_path).exists()
    file_article("New")
    assert DBTaskResult.objects.filter(task_path=tasks.published.module_path).count() == 1


# Attacks ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"Signature": ""},
        {"Signature": "keyId=x"},
        {"Signature": 'keyId="http://127.0.0.1/",headers="date",signature="eA=="'},
        {"Signature": "x" * 9000},
        {"Digest": "SHA-256=x"},
        {"Digest": ""},
        {"Date": formatdate(usegmt=True, timeval=now().timestamp() + 60)},
        {"before_Date": formatdate(usegmt=True, timeval=now().timestamp() - 7200)},
        {"before_Date": formatdate(usegmt=True, timeval=now().timestamp() + 7200)},
        {"before_Date": "yesterday"},
        {"before_Host": "elsewhere.example"},
        {"before_Digest": "SHA-256=AAAA"},
    ],
)
def test_a_request_that_is_not_as_it_was_signed_is_refused(
    site: Mastodon, changes: dict[str, str]
) -> None:
    if "before_Host" in changes:
        changes = {**changes, "Host": "testserver"}
    answer = site.say(site.follow(PAPER), **changes)
    assert answer.status_code == 401
    assert answer.content.strip()
    assert not FediFollower.objects.exists()


def test_a_signature_for_one_inbox_or_body_is_none_for_another(site: Mastodon) -> None:
    body = json.dumps(site.follow(PAPER)).encode()
    headers = site.headers(body, "/fediverse/world/inbox/")
    content_type = headers.pop("Content-Type")
    paths = ("/fediverse/paper/inbox/", "/fediverse/inbox/")
    for path in paths:
        answer = Client().post(path, body, content_type=content_type, headers=headers)
        assert answer.status_code == 401
    answer = Client().post(
        "/fediverse/world/inbox/", body.replace(b"follow/1", b"follow/2"), content_type=content_type,
        headers=headers,
    )  # fmt: skip
    assert answer.status_code == 401
    assert not FediFollower.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"publicKey": None},
        {"publicKey": {"id": "x"}},
        {"publicKey": {"id": "", "owner": "", "publicKeyPem": ""}},
        {"inbox": "http://169.254.169.254/latest"},
        {"inbox": "http://victim.example/inbox"},
        {"inbox": 7},
        {"endpoints": {"sharedInbox": "http://victim.example/inbox"}},
        {"id": "http://victim.example/users/ana"},
        {"id": "http://127.0.0.1:1/users/ana"},
        {"id": None},
        {"owner": "http://victim.example/", "publicKeyPem": ""},
    ],
)
def test_a_description_that_points_at_others_is_not_believed(
    site: Mastodon, changes: dict[str, Any]
) -> None:
    site.changes = changes
    assert site.say(site.follow(PAPER)).status_code == 401
    assert not FediPeer.objects.exists()


@pytest.mark.parametrize("kind", ["text/html", "image/png", "application/json", ""])
def test_a_file_on_somebodys_site_does_not_speak_for_it(site: Mastodon, kind: str) -> None:
    site.content_type = kind
    assert site.say(site.follow(PAPER)).status_code == 401


@pytest.mark.parametrize(
    "key",
    [
        "nonsense",
        mastodon.pem(mastodon.OTHER_KEY),
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
    ],
)
def test_another_key_does_not_fit(site: Mastodon, key: str) -> None:
    site.changes = {"publicKey": {"id": f"{site.ana}#main-key", "owner": site.ana, "publicKeyPem": key}}
    assert site.say(site.follow(PAPER)).status_code == 401
    assert not FediFollower.objects.exists()


def test_nobody_speaks_for_somebody_else(site: Mastodon) -> None:
    said = site.follow(PAPER) | {"actor": f"{site.url}/users/bob"}
    assert site.say(said).status_code == 401
    site.say(site.follow(PAPER))
    stranger = site.undo(PAPER) | {"actor": "http://victim.example/users/ana"}
    assert site.say(stranger).status_code == 401
    assert FediFollower.objects.count() == 1


def test_a_key_inside_is_never_asked_for(on: None) -> None:
    with mastodon.served() as server:  # at 127.0.0.1, which is no public address here
        assert server.say(server.follow(PAPER)).status_code == 401
        assert not server.asked


def test_a_known_key_is_not_asked_for_again_and_a_new_one_once(site: Mastodon) -> None:
    for number in range(3):
        site.say(site.follow(PAPER, number))
    assert len(site.asked) == 1
    assert FediFollower.objects.count() == 1
    site.key = mastodon.OTHER_KEY
    assert site.say(site.undo(PAPER)).status_code == 401  # forged, or changed just now
    assert len(site.asked) == 1
    FediPeer.objects.update(fetched_at=now() - timedelta(minutes=6))
    assert site.say(site.undo(PAPER)).status_code == 202
    assert len(site.asked) == 2
    assert not FediFollower.objects.exists()


def test_who_is_no_more_is_forgotten_and_nobody_can_say_so_for_them(site: Mastodon) -> None:
    assert site.say(site.farewell()).status_code == 202
    assert not site.asked  # nobody we ever knew
    site.say(site.follow(PAPER))
    FediPeer.objects.all().delete()
    site.key = mastodon.OTHER_KEY
    site.changes = {"publicKey": {"id": f"{site.ana}#main-key", "owner": site.ana,
                                  "publicKeyPem": mastodon.pem(mastodon.KEY)}}  # fmt: skip
    assert site.say(site.farewell(), path="/fediverse/inbox/").status_code == 401
    assert FediFollower.objects.exists()
    FediPeer.objects.all().delete()
    site.status = 410  # their own server says so: whose the signature is does not matter
    assert site.say(site.farewell(), path="/fediverse/inbox/").status_code == 202
    assert not FediFollower.objects.exists()


@pytest.mark.parametrize(
    "body",
    [b"", b"not json", b"[]", b"7", b"{}", b"[" * 100_000, b'{"type": "Follow"}', b"\xff",
     b'{"type": 7, "actor": "x"}', b'{"type": "Follow", "actor": ["x"]}',
     b'{"type": "A\\u0000", "actor": "x"}'],
)  # fmt: skip
def test_what_is_no_activity_is_a_sentence(site: Mastodon, body: bytes) -> None:
    answer = site.say(body)
    assert answer.status_code == 400
    assert answer.content.strip()
    assert not site.asked


@pytest.mark.parametrize(
    "said",
    [
        {"type": "Create", "object": {"type": "Note", "content": "<script>"}},
        {"type": "Follow"},
        {"type": "Follow", "object": ["http://testserver/fediverse/paper/"]},
        {"type": "Follow", "object": "http://testserver/fediverse/city/"},
        {"type": "Follow", "object": "http://elsewhere.example/fediverse/paper/"},
        {"type": "Undo", "object": None},
        {"type": "Undo", "object": {"type": "Follow", "object": {}}},
        {"type": "Delete", "object": {"id": 7}},
        {"type": "Update", "object": {"id": "x" * 9000}},
        {"type": "Block", "object": "http://testserver/"},
        {"type": "Nonsense", "object": {"a": [{}] * 100}},
    ],
)
def test_what_the_paper_does_not_do_is_left(site: Mastodon, said: dict[str, Any]) -> None:
    assert site.say(said | {"actor": site.ana, "id": "x"}).status_code == 202
    assert not FediFollower.objects.exists()


def test_there_are_limits(site: Mastodon, monkeypatch: pytest.MonkeyPatch) -> None:
    assert site.say(b" " * (views.LONGEST + 1)).status_code == 413
    monkeypatch.setattr(hearing, "FOLLOWS_A_HOST", 1)
    assert site.say(site.follow(PAPER)).status_code == 202
    assert site.say(site.follow(PAPER)).status_code == 429
    monkeypatch.setattr(peers, "FETCHES", 1)
    FediPeer.objects.all().delete()
    assert site.say(site.undo(PAPER)).status_code == 401
    monkeypatch.setattr(views, "HEARD", 3)
    assert site.say(site.undo(PAPER)).status_code == 429


def test_a_blocked_site_can_neither_follow_nor_hear(site: Mastodon, file_article: Any) -> None:
    site.say(site.follow(PAPER))
    telling.tell_published(article_id=file_article("First").pk)
    BlockedDomain.objects.create(domain="0.0.1")  # 127.0.0.1 is below it
    assert site.say(site.follow(WORLD), path="/fediverse/world/inbox/").status_code == 403
    telling.tell_published(article_id=file_article("Second").pk)
    tasks.send.func()
    assert not site.heard
    assert not FediSending.objects.exists()
    assert peers.is_blocked("0.0.1")
    assert not peers.is_blocked("10.0.0.1.example")
    typed = BlockedDomain(domain=" .Example.ORG. ")
    typed.clean()
    assert typed.domain == "example.org"


def test_a_server_that_is_away_is_tried_again_and_then_given_up(
    site: Mastodon, file_article: Any
) -> None:
    site.say(site.follow(PAPER))
    tasks.send.func()
    site.answer = 503
    telling.tell_published(article_id=file_article().pk)
    for tries in range(len(due.WAITS) + 1):
        assert FediSending.objects.get().tries == tries
        FediSending.objects.update(due_at=now())
        assert not telling.send_due(seconds=5)
    assert not FediSending.objects.exists()
    assert FediFollower.objects.exists()
    site.answer = 410
    telling.tell_published(article_id=file_article("Next").pk)
    telling.send_due(seconds=5)
    assert not FediFollower.objects.exists()
    FediActivity.objects.update(made_at=now() - timedelta(days=4))
    telling.forget_old()
    assert not FediActivity.objects.exists()


def test_the_newsroom_blocks_sites(on: None, editor: Any) -> None:
    browser = Client()
    browser.force_login(editor)
    browser.post("/newsroom/blocked_domains/new/", {"domain": "Spam.Example", "because": "Spam"})
    assert peers.is_blocked("sub.spam.example")
    assert "spam.example" in browser.get("/newsroom/blocked_domains/").content.decode()


# Ourselves at both ends ------------------------------------------------------


class Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def real_server() -> Iterator[str]:
    """The paper at a port of its own, over the test's own connection to the database."""
    shared = connections["default"]
    django = WSGIHandler()

    def application(environ: Any, start_response: Any) -> Any:
        connections["default"] = shared
        return django(environ, start_response)

    shared.inc_thread_sharing()
    server = make_server("127.0.0.1", 0, application, Threads, Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with open_connection():
            yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        shared.dec_thread_sharing()


def test_the_city_follows_the_paper_over_real_http(
    site: Mastodon, settings: Any, file_article: Any
) -> None:
    """Both ends are ours: each signs, asks for the other's key and checks it."""
    with real_server() as url:
        settings.PAPER = replace(settings.PAPER, url=url)
        paper, city = actors.the_paper(), actors.named("city")
        assert city is not None
        assert peers.learn(actors.uri(paper)).uri == actors.uri(paper)
        follow = {
            "@context": actors.CONTEXT, "id": f"{actors.uri(city)}#follow-1", "type": "Follow",
            "actor": actors.uri(city), "object": actors.uri(paper),
        }  # fmt: skip
        inbox = f"{url}/fediverse/paper/inbox/"
        telling._say(city, follow, [inbox])
        assert not telling.send_due(seconds=5)
        [follower] = FediFollower.objects.all()
        assert (follower.uri, follower.inbox) == (actors.uri(city), f"{url}/fediverse/inbox/")
        told(file_article("Over the wire"))
        assert not FediSending.objects.exists()  # accepted, told, and taken by the other end
        telling._say(city, {**follow, "type": "Undo", "object": follow}, [inbox])
        assert not telling.send_due(seconds=5)
        assert not FediFollower.objects.exists()
