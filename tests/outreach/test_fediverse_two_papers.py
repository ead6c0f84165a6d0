"""Two papers, each with a home, a database and a port of its own, follow each other over real HTTP."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.site.conftest import EDITOR, SOURCE, Serving, environment, first_paper, free_port, serving

__all__ = ["first_paper", "serving"]  # fixtures

SECONDS = 30  # for the slowest machine
PLUGIN = Path(__file__).parent / "plugin"  # lets the two speak on this machine, and notes what they hear
PATHS = f"{SOURCE}:{PLUGIN}"
SAY = """
import django; django.setup()
from broadsheet.outreach.fediverse import actors, tasks, telling
"""
FOLLOW = """
me, them, number = actors.the_paper(), "{uri}", {number}
follow = {{"@context": actors.CONTEXT, "id": f"{{actors.uri(me)}}#follow-{{number}}", "type": "Follow",
          "actor": actors.uri(me), "object": them}}
undo = {{**follow, "id": f"{{actors.uri(me)}}#undo-{{number}}", "type": "Undo", "object": follow}}
telling._say(me, {what}, [them + "inbox/"])
tasks.send.enqueue()
"""
PUBLISH = """
from broadsheet.news.layout import open_section
from broadsheet.news.filing import Copy, file_and_publish
text = [('text', '<p>It rose.</p>')]
file_and_publish(copy=Copy(headline='River rises', section=open_section(name='World'), body=text))
"""
KILL = f"""
from broadsheet.foundation.models import User
from broadsheet.news import kills
from broadsheet.news.models import ArticlePage
editor = User.objects.get(email="{EDITOR}")
kills.kill(article=ArticlePage.objects.get(), because="It was another river.", by=editor)
"""


@dataclass
class Paper:
    """A served paper, known to the other one by its name."""

    home: Path
    host: str
    server: Serving

    @property
    def uri(self) -> str:
        return f"http://{self.host}:{self.server.port}/fediverse/paper/"

    def heard(self, kind: str) -> dict[str, Any]:
        """What of this kind was said to it, once it has been."""
        deadline = time.monotonic() + SECONDS
        while True:
            file = self.home / "heard.jsonl"
            said = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
            found = [one for one in said if one["type"] == kind]
            if found:
                assert len(found) == 1
                return dict(found[0])
            assert time.monotonic() < deadline, f"{kind} has not come"
            time.sleep(0.05)

    def ask(self, path: str) -> tuple[int, dict[str, Any]]:
        """What the paper says of something to another server."""
        headers = {"Host": self.uri.split("/")[2], "Accept": "application/activity+json"}
        request = Request(f"http://127.0.0.1:{self.server.port}{path}", headers=headers)
        try:
            with urlopen(request, timeout=20) as answer:
                return answer.status, json.load(answer)
        except HTTPError as error:
            return error.code, json.load(error)

    def do(self, script: str) -> None:
        """Do something in the newsroom."""
        done = subprocess.run(
            [sys.executable, "-c", SAY + script], capture_output=True, text=True, check=False,
            timeout=60, env=environment(
                BROADSHEET_HOME=str(self.home), PYTHONPATH=PATHS,
                DJANGO_SETTINGS_MODULE="broadsheet.site.settings",
            ),
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


@pytest.fixture
def papers(first_paper: Path, tmp_path: Path, serving: Callable[..., Serving]) -> tuple[Paper, Paper]:
    def start(name: str) -> Paper:
        home, port = Path(shutil.copytree(first_paper, tmp_path / name)), free_port()
        (home / "secret.key").write_text(f"{name} is another paper with another secret key" * 2)
        set_up = home / "broadsheet.toml"
        host = f"{name}.example"
        there = re.sub(r"(?m)^url = .*$", "", set_up.read_text())
        set_up.write_text(f'url = "http://{host}:{port}"\nfediverse = true\n{there}')
        return Paper(home, host, serving(home, port=port, PYTHONPATH=PATHS))

    with ThreadPoolExecutor(2) as hands:
        first, second = hands.map(start, ("first", "second"))
    return first, second


def test_one_paper_follows_another_hears_its_news_and_its_kill_and_leaves(
    papers: tuple[Paper, Paper],
) -> None:
    first, second = papers
    second.do(FOLLOW.format(uri=first.uri, number=1, what="follow"))
    accepted = second.heard("Accept")
    assert (accepted["actor"], accepted["object"]["actor"]) == (first.uri, second.uri)
    followers = "/fediverse/paper/followers/"
    assert first.ask(followers)[1]["totalItems"] == 1
    assert second.ask(followers)[1]["totalItems"] == 0  # two databases

    first.do(PUBLISH)
    note = second.heard("Create")["object"]
    assert "River rises" in note["content"]
    path = "/" + note["id"].split("/", 3)[3]
    assert first.ask(path)[1]["content"] == note["content"]

    first.do(KILL)
    gone = second.heard("Delete")
    assert gone["object"] == {"id": note["id"], "type": "Tombstone"}
    status, tombstone = first.ask(path)
    assert (status, tombstone["type"]) == (410, "Tombstone")

    second.do(FOLLOW.format(uri=first.uri, number=1, what="undo"))
    assert first.heard("Undo")["actor"] == second.uri
    deadline = time.monotonic() + SECONDS
    while first.ask(followers)[1]["totalItems"]:
        assert time.monotonic() < deadline, "it is followed still"
        time.sleep(0.05)
