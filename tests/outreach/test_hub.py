"""WebSub: the paper as its own hub, and another's hub that is told."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import feedparser
import pytest
from django.test import Client

from broadsheet.foundation import outside
from broadsheet.foundation.clock import now
from broadsheet.news import actions as news
from broadsheet.outreach import due
from broadsheet.outreach.hub import actions, sending, tasks, topics
from broadsheet.outreach.models import HubAsk, HubSubscription
from broadsheet.talk import api as talk

PAPER = "http://testserver/feeds/paper.rss"


class Subscriber:
    """A little site that subscribes: what it is asked and sent, and what it answers."""

    def __init__(self) -> None:
        self.asked: list[dict[str, list[str]]] = []
        self.sent: list[tuple[dict[str, str], bytes]] = []
        self.answer = 204
        self.echo = "{challenge}"
        self.url = ""


@pytest.fixture
def subscriber(monkeypatch: pytest.MonkeyPatch) -> Iterator[Subscriber]:
    site = Subscriber()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            question = parse_qs(urlsplit(self.path).query)
            site.asked.append(question)
            body = site.echo.format(challenge=question["hub.challenge"][0]).encode()
            self.send_response(302 if site.echo == "away" else 200)
            self.send_header("Location", f"{site.url}/elsewhere?hub.challenge=away")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            site.sent.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(site.answer)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    honest = outside._is_public
    monkeypatch.setattr(outside, "_is_public", lambda one: one == "127.0.0.1" or honest(one))
    site.url = f"http://127.0.0.1:{server.server_port}"
    yield site
    server.shutdown()
    server.server_close()


def ask(callback: str, mode: str = "subscribe", topic: str = PAPER, **more: str) -> Any:
    form = {"hub.mode": mode, "hub.topic": topic, "hub.callback": callback}
    return Client().post("/hub/", form | {f"hub.{name}": value for name, value in more.items()})


def settle() -> None:
    """What the background process does with what was asked."""
    for asked in HubAsk.objects.all():
        tasks.verify.func(asked.pk)


def test_a_subscriber_gets_the_feed_when_it_changes_and_can_leave(
    subscriber: Subscriber, article: Any, file_article: Any
) -> None:
    callback = f"{subscriber.url}/take?mine=1"
    found = Client().get("/feeds/paper.rss")
    assert found["Link"] == f'<http://testserver/hub/>; rel="hub", <{PAPER}>; rel="self"'
    assert ask(callback, secret="a secret", lease_seconds="86400").status_code == 202
    assert not HubSubscription.objects.exists()  # nobody is subscribed who did not say so
    settle()
    [question] = subscriber.asked
    assert question["mine"] == ["1"]
    assert question["hub.mode"] == ["subscribe"]
    assert question["hub.topic"] == [PAPER]
    assert question["hub.lease_seconds"] == ["86400"]
    one = HubSubscription.objects.get()
    assert timedelta(hours=23) < one.expires_at - now() <= timedelta(days=1)
    tasks.send.func()
    assert not subscriber.sent  # nothing has changed

    second = file_article("Bridge closed")
    tasks.send.func()
    [(headers, body)] = subscriber.sent
    assert headers["content-type"].startswith("application/rss+xml")
    assert headers["link"] == found["Link"]
    signature = hmac.new(b"a secret", body, hashlib.sha256).hexdigest()
    assert headers["x-hub-signature"] == f"sha256={signature}"
    assert feedparser.parse(body).entries[0].title == "Bridge closed"
    tasks.send.func()
    assert len(subscriber.sent) == 1

    news.withdraw(article=second)
    tasks.send.func()
    assert b"Bridge closed" not in subscriber.sent[1][1]

    assert ask(callback, mode="unsubscribe").status_code == 202
    assert HubSubscription.objects.exists()
    settle()
    assert subscriber.asked[-1]["hub.mode"] == ["unsubscribe"]
    assert not HubSubscription.objects.exists()


@pytest.mark.parametrize("echo", ["", "no", "{challenge}x", "away"])
def test_a_callback_that_did_not_ask_is_not_subscribed(
    subscriber: Subscriber, article: Any, echo: str
) -> None:
    subscriber.echo = echo
    ask(f"{subscriber.url}/take")
    settle()
    assert len(subscriber.asked) == 1  # not one step further than asked
    assert not HubSubscription.objects.exists()
    assert not HubAsk.objects.exists()


def test_nobody_else_can_end_a_subscription(subscriber: Subscriber, article: Any) -> None:
    callback = f"{subscriber.url}/take"
    ask(callback)
    settle()
    subscriber.echo = "I did not ask for this"
    assert ask(callback, mode="unsubscribe").status_code == 202
    settle()
    assert HubSubscription.objects.exists()


@pytest.mark.parametrize(
    "callback",
    [
        "", "ftp://example.org/", "https://user:word@example.org/", "https://example.org/#part", "https://",
        "https://example.org:25/", "https://exa mple.org/", "https://example.org/\n", "//example.org/",
        "http://[::1", "https://example.org:99999/", "http://testserver/hub/", "https://пример.рф/",
        "https://example.org/" + "x" * 1000, "https://example.org/\0",
    ],
)  # fmt: skip
def test_a_callback_that_is_no_web_address_is_refused(article: Any, callback: str) -> None:
    answer = ask(callback)
    assert answer.status_code == 400
    assert answer.content.strip()
    assert not HubAsk.objects.exists()


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "169.254.169.254", "localhost", "[::1]:8080"])
def test_a_callback_inside_is_never_asked(article: Any, host: str) -> None:
    assert ask(f"http://{host}/latest/meta-data").status_code == 202
    asked = HubAsk.objects.get()
    with pytest.raises(outside.Unreachable, match="not a public one"):
        actions.verify(asked=asked)
    tasks.verify.func(asked.pk, len(tasks.WAITS))
    assert not HubAsk.objects.exists()


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"hub.mode": "publish"}, 400),
        ({"hub.mode": ""}, 400),
        ({"hub.mode": "unsubscribe"}, 400),
        ({"hub.topic": "http://testserver/"}, 400),
        ({"hub.topic": "http://testserver/newsroom/"}, 400),
        ({"hub.topic": "https://elsewhere.example/feeds/paper.rss"}, 400),
        ({"hub.topic": "http://testserver/feeds/paper"}, 400),
        ({"hub.topic": PAPER + "?x=1"}, 400),
        ({"hub.topic": "http://testserver/feeds/search.rss?q=river"}, 400),
        ({"hub.topic": "http://testserver/feeds/section/nowhere.rss"}, 400),
        ({"hub.topic": "http://testserver/feeds/" + "x" * 5000}, 400),
        ({"hub.topic": "http://testserver/feeds/%ff%fe.rss"}, 400),
        ({"hub.topic": "http://[/feeds/paper.rss"}, 400),
        ({"hub.secret": "x" * 200}, 400),
        ({"hub.secret": "a\0b"}, 400),
        ({"hub.lease_seconds": "-1"}, 400),
        ({"hub.lease_seconds": "³"}, 400),
        ({"hub.lease_seconds": "9" * 400}, 202),
        ({"hub.callback": "https://example.org/" + "x" * 9000}, 413),
    ],
)
def test_what_the_hub_cannot_do_it_says(article: Any, changes: dict[str, str], status: int) -> None:
    form = {"hub.mode": "subscribe", "hub.topic": PAPER, "hub.callback": "https://example.org/take"}
    assert Client().post("/hub/", form | changes).status_code == status
    assert HubAsk.objects.exists() == (status == 202)
    assert not HubAsk.objects.filter(lease__gt=actions.LEASES[1]).exists()


def test_there_are_limits(article: Any, subscriber: Subscriber, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_OF_A_HOST", 1)
    ask(f"{subscriber.url}/take")
    settle()
    assert ask(f"{subscriber.url}/other").status_code == 429
    monkeypatch.setattr(actions, "ASKS_A_HOST", 3)
    answers = [ask("https://example.org/take").status_code for _ in range(4)]
    assert answers == [202, 202, 202, 429]
    assert Client().get("/hub/").status_code == 405


def test_a_callback_that_fails_is_tried_again_and_keeps_nobody_waiting(
    subscriber: Subscriber, article: Any, file_article: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in ("/one", "/two"):
        ask(f"{subscriber.url}{path}")
    settle()
    subscriber.answer = 503
    file_article("Bridge closed")
    assert not sending.send_due(seconds=5)
    assert len(subscriber.sent) == 1  # the other waits with it: they are one host's
    assert HubSubscription.objects.filter(due_at__gt=now()).count() == 2
    subscriber.answer = 200
    HubSubscription.objects.update(due_at=now())
    assert not sending.send_due(seconds=5)
    assert len(subscriber.sent) == 3
    assert not HubSubscription.objects.exclude(due_at=None, tries=0).exists()

    subscriber.answer = 500
    file_article("Bridge open")
    for _ in range(2 * len(due.WAITS) + 4):
        HubSubscription.objects.filter(due_at__isnull=False).update(due_at=now())
        sending.send_due(seconds=5)
    assert not HubSubscription.objects.exclude(due_at=None).exists()  # given up, for this time
    assert HubSubscription.objects.count() == 2

    subscriber.answer = 410
    file_article("Bridge painted")
    sending.send_due(seconds=5)
    assert not HubSubscription.objects.exists()  # who says it is gone is sent no more


def test_a_change_while_a_feed_is_sent_is_sent_next(
    subscriber: Subscriber, article: Any, file_article: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(f"{subscriber.url}/take")
    settle()
    file_article("Bridge closed")
    honest = outside.post

    def meanwhile(*args: Any, **more: Any) -> Any:
        if len(subscriber.sent) == 0:
            actions.mark(changed=[PAPER])
        return honest(*args, **more)

    monkeypatch.setattr(outside, "post", meanwhile)
    one = sending._take()
    assert one is not None
    sending._send(one, topics.content(PAPER))
    assert HubSubscription.objects.get().due_at is not None


def test_comments_reach_subscribers_too(subscriber: Subscriber, article: Any) -> None:
    address = f"http://testserver/feeds/comments/{article.pk}.atom"
    ask(f"{subscriber.url}/take", topic=address)
    settle()
    tasks.look()
    assert not HubSubscription.objects.exclude(due_at=None).exists()
    said = talk.CommentCopy(key="1", name="Aru", text="It rose.", when=now(), state="published")
    talk.import_comments(article=article, comments=[said])
    tasks.look()
    tasks.send.func()
    assert b"It rose." in subscriber.sent[0][1]


def test_a_lease_ends(subscriber: Subscriber, article: Any, file_article: Any) -> None:
    ask(f"{subscriber.url}/take", lease_seconds="1")
    settle()
    one = HubSubscription.objects.get()
    assert one.expires_at - now() > timedelta(minutes=50)  # an hour is the shortest
    HubSubscription.objects.update(expires_at=now())
    file_article("Bridge closed")
    tasks.send.func()
    assert not subscriber.sent
    actions.forget_old()
    assert not HubSubscription.objects.exists()


def test_a_lease_is_renewed_before_its_end_and_the_feed_still_comes_once(
    subscriber: Subscriber, article: Any, file_article: Any
) -> None:
    callback = f"{subscriber.url}/take"
    ask(callback, lease_seconds="3600", secret="old")
    settle()
    HubSubscription.objects.update(expires_at=now() + timedelta(minutes=5))
    ask(callback, lease_seconds="86400", secret="new")
    settle()
    one = HubSubscription.objects.get()
    assert one.expires_at - now() > timedelta(hours=23)
    subscriber.echo = "no"  # somebody else asks for it: the callback does not agree
    ask(callback, lease_seconds="2592000", secret="theirs")
    settle()
    assert HubSubscription.objects.get().expires_at == one.expires_at
    file_article("Bridge closed")
    tasks.send.func()
    [(headers, body)] = subscriber.sent
    assert headers["x-hub-signature"] == f"sha256={hmac.new(b'new', body, hashlib.sha256).hexdigest()}"


def test_anothers_hub_is_told_and_named(
    subscriber: Subscriber, section: Any, file_article: Any, settings: Any
) -> None:
    from dataclasses import replace

    from django_tasks_db.models import DBTaskResult

    settings.PAPER = replace(settings.PAPER, hub=f"{subscriber.url}/hub")
    assert ask("https://example.org/take").status_code == 404
    file_article("Bridge closed")
    [waiting] = DBTaskResult.objects.filter(task_path=tasks.tell.module_path)
    tasks.tell.func(*waiting.args_kwargs["args"])
    told = parse_qs(subscriber.sent[0][1].decode())
    assert told["hub.mode"] == ["publish"]
    assert {PAPER, "http://testserver/feeds/section/world.json"} <= set(told["hub.url"])
    feed = json.loads(Client().get("/feeds/paper.json").content)
    assert feed["hubs"] == [{"type": "WebSub", "url": f"{subscriber.url}/hub"}]

    settings.PAPER = replace(settings.PAPER, hub="none")
    answer = Client().get("/feeds/paper.rss")
    assert "Link" not in answer
    assert b'rel="hub"' not in answer.content
    file_article("Bridge open")
    assert DBTaskResult.objects.filter(task_path=tasks.tell.module_path).count() == 1
