"""The shelf: plates come back as they were put there, or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from broadsheet.edition import plates
from broadsheet.edition.baking import unpolished
from broadsheet.edition.bell import SERVED
from broadsheet.edition.places import Damaged
from broadsheet.edition.plates import Plate
from broadsheet.edition.polisher import Polisher
from broadsheet.edition.shelf import Shelf, let_go, shared

SOURCE = str(Path(__file__).resolve().parents[2] / "src")


def plate(address: str = "paper/", body: str = "<p>River rises</p>", *tags: str) -> Plate:
    return plates.make(
        address=address, status=200, headers=[("Content-Type", "text/html")], body=body.encode(),
        tags=tags or ("article:1",), made_at=time.time(),
    )  # fmt: skip


def put(shelf: Shelf, *made: Plate, since: int = 0) -> None:
    with shelf.writing() as work:
        for one in made:
            work.keep(one, since=since)


def body(shelf: Shelf, address: str = "paper/", encoding: int = 0) -> bytes | None:
    found = shelf.find(address, encoding)
    return found.body if found else None


def test_a_plate_comes_back_in_every_encoding(shelf: Shelf) -> None:
    one = plate()
    put(shelf, one)
    assert tuple(body(shelf, encoding=n) for n in range(3)) == one.bodies
    assert len({shelf.find("paper/", n).etag for n in range(3)}) == 3  # type: ignore[union-attr]


def test_plates_survive_a_restart(shelf: Shelf) -> None:
    put(shelf, plate())
    let_go(shelf.folder)
    assert body(shared(shelf.folder)) == b"<p>River rises</p>"


def test_a_plate_that_shows_something_gone_is_gone(shelf: Shelf) -> None:
    put(shelf, plate("a/", "one", "article:1", "front"), plate("b/", "two", "article:2"))
    with shelf.writing() as work:
        assert work.drop(["article:1"]) == 1
    assert body(shelf, "a/") is None
    assert body(shelf, "b/") == b"two"
    with shelf.writing() as work:  # its other tags lead nowhere any more
        assert work.drop(["front"]) == 0


def test_a_stale_plate_serves_until_it_is_baked_anew(shelf: Shelf) -> None:
    put(shelf, plate("a/", "old", "article:1"))
    with shelf.writing() as work:
        work.mark(["article:1"], generation=5)
    assert body(shelf, "a/") == b"old"
    assert shelf.waiting(10) == [("a/", 5)]
    put(shelf, plate("a/", "new", "article:2"), since=5)
    assert body(shelf, "a/") == b"new"
    assert shelf.waiting(10) == []


def test_a_change_while_it_was_baked_keeps_a_plate_waiting(shelf: Shelf) -> None:
    put(shelf, plate("a/", "old", "article:1"))
    with shelf.writing() as work:
        work.mark(["article:1"], generation=6)
    put(shelf, plate("a/", "middle", "article:1"), since=5)
    assert shelf.waiting(10) == [("a/", 6)]


def test_the_front_page_is_baked_before_deep_pages(shelf: Shelf) -> None:
    for address in ("paper/city/?page=7", "paper/city/flood/", "paper/", "paper/city/"):
        put(shelf, plate(address, address, "latest"))
    with shelf.writing() as work:
        work.mark(["latest"], generation=1)
    order = [address for address, _ in shelf.waiting(10)]
    assert order == ["paper/", "paper/city/", "paper/city/flood/", "paper/city/?page=7"]


def test_what_is_read_most_is_baked_first(shelf: Shelf) -> None:
    for address in ("paper/", "paper/city/", "paper/city/flood/"):
        put(shelf, plate(address, address, "latest"))
    with shelf.writing() as work:
        work.mark(["latest"], generation=1)
    for _ in range(100):
        shelf.heat.add(b"paper/city/flood/")
    shelf.heat.add(b"paper/city/")  # one reader is no crowd
    assert [address for address, _ in shelf.waiting(2)] == ["paper/city/flood/", "paper/"]
    for _ in range(8):
        shelf.heat.cool()
    assert shelf.waiting(1) == [("paper/", 1)]


def test_two_bakers_share_what_waits(shelf: Shelf) -> None:
    addresses = [f"paper/{number}/" for number in range(40)]
    for address in addresses:
        put(shelf, plate(address, address, "latest"))
    with shelf.writing() as work:
        work.mark(["latest"], generation=1)
    shares = [[address for address, _ in shelf.waiting(40, share=(which, 2))] for which in (0, 1)]
    assert sorted(shares[0] + shares[1]) == sorted(addresses)
    assert min(map(len, shares)) > 10


def test_a_damaged_pack_is_noticed_not_served(shelf: Shelf) -> None:
    put(shelf, plate())
    [pack] = shelf.folder.rglob("pack-*")
    raw = bytearray(pack.read_bytes())
    raw[3] ^= 0xFF
    pack.write_bytes(raw)
    with pytest.raises(Damaged):
        shelf.find("paper/", 0)
    pack.write_bytes(b"")
    with pytest.raises(Damaged):
        shelf.find("paper/", 1)
    put(shelf, plate())
    assert body(shelf) == b"<p>River rises</p>"


def test_packs_with_little_left_in_them_are_emptied(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.edition.writing.SEGMENT_BYTES", 4000)
    for number in range(40):
        put(shelf, plate(f"a/{number % 5}", f"{number} " * 100, "x"))
    before = shelf.packs.bytes()
    from broadsheet.edition.baking import sweep

    sweep(shelf)
    assert shelf.packs.bytes() < before / 2
    assert [body(shelf, f"a/{n}") for n in range(5)] == [f"{35 + n} ".encode() * 100 for n in range(5)]


def test_idle_plates_become_smaller_and_stay_the_same(shelf: Shelf) -> None:
    text = " ".join(f"{n} rivers rose by {n * n} metres" for n in range(900))
    put(shelf, plate("a/", text), plate("b/", text + "."))
    before, heard = shelf.find("a/", 2), shelf.bell.read(SERVED)
    shelf.heat.add(b"a/")
    assert unpolished(shelf) == ["b/", "a/"]
    polisher = Polisher(stop=threading.Event(), idle=lambda: 60)
    assert polisher.turn(shelf)
    after = shelf.find("a/", 2)
    assert before
    assert after
    assert len(after.body) < len(before.body)
    assert after.etag == before.etag
    assert body(shelf, "a/") == text.encode()
    assert shelf.bell.read(SERVED) == heard  # what readers' processes hold is still true
    assert unpolished(shelf) == []
    assert not polisher.turn(shelf)


def test_a_damaged_plate_is_dropped_when_it_should_become_smaller(shelf: Shelf) -> None:
    put(shelf, plate("a/", "one"), plate("b/", "two"))
    [pack] = shelf.folder.rglob("pack-*")
    pack.write_bytes(b"?" + pack.read_bytes()[1:])
    Polisher(stop=threading.Event(), idle=lambda: 60).turn(shelf)
    assert [address for address, _ in shelf.places()] == ["b/"]


def test_other_processes_see_a_change_at_once(shelf: Shelf) -> None:
    put(shelf, plate("a/", "old"))
    heard = shelf.bell.read(SERVED)
    script = (
        "import sys; from pathlib import Path; from broadsheet.edition.shelf import Shelf\n"
        "with Shelf(Path(sys.argv[1])).writing() as work: work.drop(['article:1'])"
    )
    subprocess.run(
        [sys.executable, "-c", script, str(shelf.folder)], check=True, env={"PYTHONPATH": SOURCE}
    )
    assert shelf.bell.read(SERVED) != heard
    assert body(shelf, "a/") is None


def test_a_writer_that_is_killed_leaves_the_old_plate_or_the_new_one(shelf: Shelf) -> None:
    script = (
        "import sys, time; from pathlib import Path; from broadsheet.edition import plates\n"
        "from broadsheet.edition.shelf import Shelf\n"
        "shelf = Shelf(Path(sys.argv[1])); number = 0\n"
        "while True:\n"
        "    number += 1\n"
        "    body = (str(number) * 2000).encode()\n"
        "    one = plates.make(address='a/', status=200, headers=[], body=body, tags=['x'], made_at=1)\n"
        "    with shelf.writing() as work: work.keep(one, since=number)\n"
        "    print(number, flush=True)\n"
    )
    for pause in (0.01, 0.05, 0.11):
        writer = subprocess.Popen(
            [sys.executable, "-c", script, str(shelf.folder)],
            env={"PYTHONPATH": SOURCE}, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert writer.stdout
        writer.stdout.readline()
        time.sleep(pause)
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        found = body(shelf, "a/")
        assert found
        half = len(found) // 2000
        assert found == found[:half] * 2000
        put(shelf, plate("b/", "still writes"))
        assert body(shelf, "b/") == b"still writes"
