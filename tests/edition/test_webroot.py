"""Plates as plain files, and a real nginx and Caddy that send them."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import brotli
import pytest

from broadsheet.edition import baking
from broadsheet.edition.edge import Edge
from broadsheet.edition.filer import file_all
from broadsheet.edition.shelf import Shelf, begin_anew, for_webroot, shared
from broadsheet.site.config import ConfigError, load
from tests.edition.test_edge import application, put
from tests.edition.test_two_servers import COMMENT, PUBLISH, WITHDRAW, on
from tests.press import HOST, ask
from tests.site.conftest import Serving, environment, free_port

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
SECONDS = 10
HTML = "text/html; charset=utf-8"


@pytest.fixture
def filed(tmp_path: Path) -> Shelf:
    """A shelf that keeps plain files, shown."""
    for_webroot(tmp_path / "plates", host=HOST)
    found = shared(tmp_path / "plates")
    file_all(found)
    return found


def lay(shelf: Shelf, path: str, body: str = "<p>Rain</p>", **more: Any) -> None:
    put(shelf, f"{HOST}{path}", body, kind=HTML, **more)


def now(shelf: Shelf) -> Path:
    return shelf.folder / "webroot/now"


def files(shelf: Shelf) -> set[str]:
    found = now(shelf)
    return {str(path.relative_to(found)) for path in found.rglob("*") if path.is_file()}


def test_a_page_stands_there_in_every_encoding(filed: Shelf) -> None:
    lay(filed, "/world/rain/")
    inside = now(filed) / "world/rain"
    assert (inside / "index.html").read_text() == "<p>Rain</p>"
    assert brotli.decompress((inside / "index.html.br").read_bytes()) == b"<p>Rain</p>"
    assert files(filed) == {f"world/rain/index.html{ending}" for ending in ("", ".gz", ".br")}


def test_a_new_plate_replaces_its_files_and_a_dropped_one_takes_them_away(filed: Shelf) -> None:
    lay(filed, "/", tags=("front",))
    lay(filed, "/", "<p>Sun</p>", tags=("front",))
    assert (now(filed) / "index.html").read_text() == "<p>Sun</p>"
    baking.improve(filed, [f"{HOST}/"])
    assert brotli.decompress((now(filed) / "index.html.br").read_bytes()) == b"<p>Sun</p>"
    with filed.writing() as work:
        work.drop(["front"])
    assert not files(filed)


@pytest.mark.parametrize(
    "path",
    ["/feed.xml", "/world/?page=2", "/world/../etc/", "/a//b/", "/./", "/a\0b/", "/" + "x" * 250 + "/"],
)
def test_other_addresses_have_no_file(filed: Shelf, path: str) -> None:
    lay(filed, path)
    assert not files(filed)
    assert not (filed.folder / "etc").exists()


def test_pages_of_other_hosts_and_kinds_have_no_file(filed: Shelf) -> None:
    put(filed, "elsewhere.example/", "<p>Rain</p>", kind=HTML)
    put(filed, f"{HOST}/feed/", "<rss/>", kind="application/rss+xml")
    put(filed, f"{HOST}/gone/", "<p>Gone</p>", kind=HTML, status=410)
    assert not files(filed)


def test_letters_of_any_script_name_a_folder(filed: Shelf) -> None:
    lay(filed, "/өзен/".encode().decode("latin-1"))
    assert (now(filed) / "өзен/index.html").is_file()
    assert list(filed.webroot.addresses()) == [  # type: ignore[union-attr]
        f"{HOST}{'/өзен/'.encode().decode('latin-1')}"
    ]


def test_a_page_whose_time_is_over_goes_and_is_made_anew(filed: Shelf) -> None:
    lay(filed, "/", until=time.time() + 0.2)
    lay(filed, "/later/", until=time.time() + 1000)
    assert baking.end(filed) == 0
    assert "index.html" in files(filed)
    time.sleep(0.25)
    assert baking.end(filed) == 1
    assert files(filed) == {f"later/index.html{ending}" for ending in ("", ".gz", ".br")}
    assert [address for address, _since in filed.waiting(9)] == [f"{HOST}/"]


def test_what_a_crash_left_over_goes_and_what_it_left_out_comes(filed: Shelf) -> None:
    lay(filed, "/kept/")
    lay(filed, "/missing/")
    (now(filed) / "missing/index.html").unlink()
    (now(filed) / "orphan").mkdir()
    (now(filed) / "orphan/index.html").write_text("withdrawn")
    (now(filed) / "kept/index.html").write_text("of yesterday")
    assert file_all(filed) == 2
    pages = {name for name in files(filed) if name.endswith(".html")}
    assert pages == {"kept/index.html", "missing/index.html"}
    assert (now(filed) / "kept/index.html").read_text() == "<p>Rain</p>"


def test_plates_that_are_not_trusted_are_not_shown(filed: Shelf) -> None:
    lay(filed, "/")
    filed.halt()
    assert not now(filed).exists()
    filed.trust(filed.halted())
    assert (now(filed) / "index.html").is_file()


def test_a_damaged_shelf_leaves_no_file_and_its_successor_begins_its_own(filed: Shelf) -> None:
    lay(filed, "/")
    begin_anew(filed.folder, epoch=filed.epoch)
    assert not now(filed).exists()
    successor = shared(filed.folder)
    lay(successor, "/new/")
    assert not now(filed).exists()  # until all of it has been looked at
    file_all(successor)
    assert {name for name in files(successor) if name.endswith(".html")} == {"new/index.html"}


def test_without_room_for_the_files_the_paper_answers(
    filed: Shelf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("broadsheet.edition.webroot._write", full)
    lay(filed, "/")
    lay(filed, "/world/")
    assert not files(filed)
    assert [record.getMessage() for record in caplog.records if "No space left" in record.message] == [
        "Pages cannot be kept as files ([Errno 28] No space left on device); the paper sends them itself"
    ]
    edge = Edge(folder=filed.folder, host=HOST, load=lambda: application)
    assert ask(edge, "/").body == b"<p>Rain</p>"


def test_turning_it_off_takes_the_files_away(filed: Shelf) -> None:
    lay(filed, "/")
    for_webroot(filed.folder, host="")
    assert not (filed.folder / "webroot").exists()
    assert shared(filed.folder).webroot is None


def test_a_cdn_in_front_of_it_is_refused(home: Path) -> None:
    with (home / "broadsheet.toml").open("a") as file:
        file.write('\nwebroot = true\ncdn = "varnish://127.0.0.1:6081"\n')
    with pytest.raises(ConfigError, match="webroot and cdn do not go together"):
        load(home)


# A real server in front ---------------------------------------------------------------


class Front(Serving):
    """nginx or Caddy; `read(path)` reads through it, and tells whether it sent a file."""

    name = ""

    def read(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        request = Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urlopen(request, timeout=20) as answer:
                return answer.status, _named(answer.headers), answer.read()
        except HTTPError as error:
            return error.code, _named(error.headers), error.read()

    def sent_a_file(self, path: str, **headers: str) -> bool:
        """Files have the tag that the server makes up; plates their own, of 32 digits."""
        tag = self.read(path, **headers)[1].get("Etag", "")
        return 0 < len(tag.strip('"').partition("-")[0]) < 32

    def until(self, met: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + SECONDS
        while not met():
            assert time.monotonic() < deadline, f"{self.name}: {what}"
            time.sleep(0.05)


def _named(headers: Any) -> dict[str, str]:
    """Headers by their names in one spelling."""
    return {name.title(): value for name, value in headers.items()}


def nginx(folder: Path, *, port: int, paper: int, home: Path) -> list[str]:
    text = (DEPLOY / "nginx.conf").read_text()
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};").replace("http2 on;", "")
    for name in ("ssl_certificate ", "ssl_certificate_key ", "listen 80;"):
        text = "\n".join(line for line in text.splitlines() if not line.strip().startswith(name))
    text = text.replace("return 301 https://$host$request_uri;", "listen unix:/dev/null.sock;")
    text = text[: text.rindex("server {")]  # the one that leads to HTTPS
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{paper}").replace("/srv/paper", str(home))
    text = text.replace("X-Forwarded-Proto https", "X-Forwarded-Proto http")
    (folder / "nginx.conf").write_text(
        f"pid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nworker_processes 1;\nuser root;\n"
        f"events {{}}\nhttp {{\naccess_log off;\nclient_body_temp_path {folder}/body;\n"
        f"proxy_temp_path {folder}/proxy;\n{text}\n}}\n"
    )
    return ["nginx", "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]


def caddy(folder: Path, *, port: int, paper: int, home: Path) -> list[str]:
    text = (DEPLOY / "Caddyfile").read_text()
    text = text.replace("\npaper.example.org {", f"\nhttp://127.0.0.1:{port} {{")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{paper}").replace("/srv/paper", str(home))
    (folder / "Caddyfile").write_text("{\n\tadmin off\n}\n" + text)
    return ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


@pytest.fixture(params=[nginx, caddy], ids=["nginx", "caddy"])
def front(
    request: pytest.FixtureRequest, home: Path, serving: Callable[..., Serving], tmp_path: Path
) -> Iterator[Front]:
    """The paper in `home` behind a real web server, as `deploy/` has it."""
    name = request.param.__name__
    if shutil.which(name) is None and shutil.which(name, path="/usr/sbin") is None:
        pytest.skip(f"needs {name}: make test-all installs it")
    port = free_port()
    set_up = (home / "broadsheet.toml").read_text()
    lines = [line for line in set_up.splitlines() if not line.startswith("url =")]
    lines = [f'url = "http://127.0.0.1:{port}"', "webroot = true", *lines]
    (home / "broadsheet.toml").write_text("\n".join(lines) + "\n")
    folder = tmp_path / "front"
    folder.mkdir()
    command = request.param(folder, port=port, paper=serving(home).port, home=home)
    path = os.environ.get("PATH", "") + os.pathsep + "/usr/sbin"
    process = subprocess.Popen(
        command, env=environment(PATH=path, HOME=str(folder)), stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    found = Front(process, port)
    found.name = name
    found.wait()
    yield found
    process.terminate()
    process.wait(timeout=20)


def test_a_server_in_front_sends_what_is_finished_and_asks_for_the_rest(
    home: Path, front: Front
) -> None:
    url = on(home, PUBLISH)
    front.until(lambda: b"River rises" in front.read("/")[2], "the front page has the article")
    front.read(url)
    front.until(lambda: front.sent_a_file(url), "the article is sent as a file")
    as_file, ours = front.read(url)[1], front.read(url + "?utm_source=x")[1]
    own_ways = {"Server", "Date", "Etag", "Accept-Ranges", "Connection", "Link", "Content-Language"}
    assert {k: v for k, v in as_file.items() if k not in own_ways | {"Strict-Transport-Security"}} == {
        k: v for k, v in ours.items() if k not in own_ways
    } | {"Content-Type": as_file["Content-Type"]}
    assert as_file["Content-Type"].lower() == HTML
    zipped = front.read(url, **{"Accept-Encoding": "gzip"})
    assert zipped[1]["Content-Encoding"] == "gzip"
    assert front.sent_a_file(url, **{"Accept-Encoding": "gzip"})
    assert front.read(url, **{"If-None-Match": as_file["Etag"]})[0] == 304
    for cookie in ("sessionid=x", "own=1", "messages=x"):
        assert not front.sent_a_file(url, Cookie=cookie)
    assert front.sent_a_file(url, Cookie="_ga=1; popupshown=1")
    assert front.read("/nothing/here/")[0] == 404
    assert front.read(url.rstrip("/"))[0] == 200  # led to the page
    assert b"<rss" in front.read("/feed.xml")[2] or front.read("/feed.xml")[0] == 404
    on(home, COMMENT)
    front.until(lambda: b"My cellar is wet." in front.read(url)[2], "the comment is there")
    on(home, WITHDRAW)
    assert front.read(url)[0] == 410
    assert b"River rises" not in front.read("/")[2]
    assert b"River rises" not in front.read("/world/")[2]
