"""The machine dies while readers write: what was thanked for is there, once.

`make kill-talk` does it fifty times; here it is done three times.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from tests.edition.test_two_servers import PUBLISH, on
from tests.site.conftest import environment, first_paper, free_port, home

__all__ = ["first_paper", "home"]

KILLS = int(os.environ.get("BROADSHEET_KILLS", "3"))
WRITERS = 4
SET_UP = """
from broadsheet.news.models import PaperSettings
from broadsheet.foundation import stamps
settings = PaperSettings.load()
settings.comment_mode = "open"
settings.save()
print(ArticlePage.objects.get().pk, stamps.stamp(purpose="comment again"))
"""
COUNT = """
from collections import Counter
from broadsheet.talk.models import Post, Thread
thread = Thread.objects.get()
texts = Counter(Post.objects.values_list("text", flat=True))
shown = Post.objects.filter(thread=thread, state="published").count()
tally = ArticlePage.objects.select_related("tally").get().comment_count
print(thread.posts_shown == shown == tally)
for text, number in texts.items():
    print(number, text)
"""


class NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


class Readers:
    """Threads that send comments, and remember for which they were thanked."""

    def __init__(self, *, port: int, article: str, stamp: str) -> None:
        self.thanked: list[str] = []
        self._address = f"http://127.0.0.1:{port}/talk/article/{article}/"
        self._stamp = stamp
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(n,)) for n in range(WRITERS)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _write(self, writer: int) -> None:
        chance = random.Random(writer)
        number = 0
        while not self._stop.is_set():
            number += 1
            text = f"Comment {number} of writer {writer}."
            try:
                if self._send(text, chance):
                    self.thanked.append(text)
            except OSError:
                time.sleep(0.05)  # dead just now

    def _send(self, text: str, chance: random.Random) -> bool:
        fields = {"name": "Aru", "text": text, "stamp": self._stamp, "place": "article"}
        network = ".".join(str(chance.randint(1, 220)) for _ in range(3))
        request = Request(
            self._address,
            data=urlencode(fields).encode(),
            headers={"X-Forwarded-For": f"{network}.9"},
        )
        try:
            build_opener(NoRedirect).open(request, timeout=10)
        except HTTPError as answer:
            if answer.code not in {302, 503}:
                raise AssertionError(answer.read().decode()) from answer
            return answer.code == 302
        raise AssertionError("a comment is answered by leading on")


def serve(home: Path, port: int) -> subprocess.Popen[bytes]:
    words = ["serve", "--home", str(home), "--port", str(port), "--workers", "2"]
    return subprocess.Popen(
        [sys.executable, "-m", "broadsheet", *words], env=environment(), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def test_what_was_thanked_for_survives(home: Path) -> None:
    with (home / "broadsheet.toml").open("a") as file:
        file.write('\ntrusted_proxies = ["127.0.0.1/32"]\n')
    on(home, PUBLISH)
    article, stamp = on(home, SET_UP).split(maxsplit=1)
    port = free_port()
    process = serve(home, port)
    readers = Readers(port=port, article=article, stamp=stamp.strip())
    chance = random.Random(20101110)
    try:
        for _ in range(KILLS):
            before = len(readers.thanked)
            deadline = time.monotonic() + 60
            while len(readers.thanked) < before + 5:
                assert time.monotonic() < deadline, "nobody is thanked"
                time.sleep(0.02)
            time.sleep(chance.uniform(0, 1.5))
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            process = serve(home, port)
    finally:
        readers.stop()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    counts_agree, *lines = on(home, COUNT).splitlines()
    stored = {text: int(number) for number, text in (line.split(" ", 1) for line in lines)}
    assert counts_agree == "True"
    assert set(readers.thanked) <= set(stored)
    assert set(stored.values()) == {1}
    assert len(readers.thanked) >= 5 * KILLS

