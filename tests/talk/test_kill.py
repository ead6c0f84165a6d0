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

from tests.edition.test_two_servers import on
from tests.site.conftest import environment, first_paper, free_port, home

__all__ = ["first_paper", "home"]

KILLS = int(os.environ.get("BROADSHEET_KILLS", "3"))
WRITERS = 4
ARTICLES = 20  # a thread takes 600 comments in ten minutes
SET_UP = f"""
for number in range({ARTICLES}):
    copy = Copy(headline=f'River rises {{number}}', section=open_section(name='World'), body=[])
    file_and_publish(copy=copy)
from broadsheet.news.models import PaperSettings
from broadsheet.foundation import stamps
settings = PaperSettings.load()
settings.comment_mode = "open"
settings.save()
print(*ArticlePage.objects.values_list("pk", flat=True))
print(stamps.stamp(purpose="comment again"))
"""
COUNT = """
from collections import Counter
from broadsheet.talk.models import Post, Thread
texts = Counter(Post.objects.values_list("text", flat=True))


def agrees(thread):
    shown = Post.objects.filter(thread=thread, state="published").count()
    return thread.posts_shown == shown == thread.article.comment_count


print(all(map(agrees, Thread.objects.select_related("article__tally"))))
for text, number in texts.items():
    print(number, text)
"""


class NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


class Readers:
    """Threads that send comments, and remember for which they were thanked."""

    def __init__(self, *, port: int, articles: list[str], stamp: str) -> None:
        self.thanked: list[str] = []
        self._addresses = [f"http://127.0.0.1:{port}/talk/article/{key}/" for key in articles]
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
            chance.choice(self._addresses),
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
    articles, stamp = on(home, SET_UP).splitlines()
    port = free_port()
    process = serve(home, port)
    readers = Readers(port=port, articles=articles.split(), stamp=stamp)
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
