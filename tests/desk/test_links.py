"""Links to other sites are tested in the background, and what is not known blocks nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult
from wagtail.test.utils.form_data import rich_text

from broadsheet.desk import checking, links, tasks
from broadsheet.desk.models import DeskSettings, LinkState, OutsideLink, Weight
from broadsheet.foundation import outside
from broadsheet.foundation.clock import now
from broadsheet.news.models import ArticlePage
from tests.desk.forms import rewrite

ADDRESS = "https://other.example/story"
BODY = [("text", rich_text(f'<p><a href="{ADDRESS}">x</a></p>'))]
STATUS = {"/here": 200, "/gone": 404, "/shut": 403, "/long": 200}


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[str]]]:
    """Another paper's site on this machine: its address, and what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(STATUS[self.path])
            self.send_header("Content-Length", str(10**12 if self.path == "/long" else 0))
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(outside, "public_address", lambda host, port: "127.0.0.1")
    yield f"http://other.example:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def text(*addresses: str) -> list[tuple[str, str]]:
    return [("text", "".join(f'<p><a href="{address}">x</a></p>' for address in addresses))]


def found(article: ArticlePage) -> list[tuple[str, bool]]:
    return [(str(finding.words), finding.blocks) for finding in checking.findings(article)
            if "other.example" in str(finding.words)]  # fmt: skip


def save(article: ArticlePage, commits: Callable[..., Any]) -> None:
    """Save a draft; then the background process has its turn."""
    with commits(execute=True):
        article.save_revision()
    path = tasks.ask_site.module_path
    for waiting in list(DBTaskResult.objects.filter(status="READY", task_path=path)):
        tasks.ask_site.func(*waiting.args_kwargs["args"])
        waiting.delete()


@pytest.fixture
def draft(file_article: Callable[..., ArticlePage]) -> ArticlePage:
    return file_article("Elsewhere", draft=True)


def test_a_saved_draft_has_its_links_tested_once_a_day(
    draft: ArticlePage, site: tuple[str, list[str]], django_capture_on_commit_callbacks: Any
) -> None:
    base, asked = site
    draft.body = text(f"{base}/here", f"{base}/gone#part", f"{base}/shut", f"{base}/long",
                      "/world/", "http://testserver/world/", "mailto:a@example.org")  # fmt: skip
    save(draft, django_capture_on_commit_callbacks)
    assert sorted(asked) == ["/gone", "/here", "/long", "/shut"]
    assert found(draft) == [(f"{base}/gone is gone: its site answers 404.", False)]
    save(draft, django_capture_on_commit_callbacks)
    assert len(asked) == 4
    OutsideLink.objects.update(asked_at=now() - timedelta(days=2))
    STATUS["/gone"] = 200
    save(draft, django_capture_on_commit_callbacks)
    STATUS["/gone"] = 404
    assert len(asked) == 8
    assert found(draft) == []


def test_a_network_that_is_out_blocks_nothing_but_what_is_gone_may(
    draft: ArticlePage, editor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    DeskSettings.objects.update_or_create(pk=1, defaults={"outside_link": Weight.BLOCK})
    client = Client()
    client.force_login(editor)
    draft.body = text(ADDRESS)
    draft.save_revision()
    (link,) = OutsideLink.objects.all()

    def away(*_: Any, **__: Any) -> Any:
        raise outside.Unreachable("its site is not known")

    monkeypatch.setattr(outside, "get", away)
    links.ask(link.key)
    assert found(draft) == [(f"{ADDRESS} could not be tested: its site is not known.", False)]
    OutsideLink.objects.update(state=LinkState.BROKEN, told="410")
    assert found(draft) == [(f"{ADDRESS} is gone: its site answers 410.", True)]
    rewrite(client, draft, "Elsewhere", body=BODY, **{"action-publish": "action-publish"})
    draft.refresh_from_db()
    assert not draft.live
    OutsideLink.objects.update(state=LinkState.UNREACHED)
    rewrite(client, draft, "Elsewhere", body=BODY, **{"action-publish": "action-publish"})
    draft.refresh_from_db()
    assert draft.live


def test_addresses_that_no_draft_has_are_forgotten(draft: ArticlePage) -> None:
    draft.body = text("https://other.example/old", "https://other.example/new")
    draft.save_revision()
    OutsideLink.objects.filter(address__endswith="old").update(asked_at=now() - timedelta(days=91))
    links.forget_old()
    assert [link.address for link in OutsideLink.objects.all()] == ["https://other.example/new"]
