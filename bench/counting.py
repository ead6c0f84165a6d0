"""What counting views costs the edge (`make bench-counting`).

One plate, asked for in this process: without counting, with one view in four
counted (the default), and with each. Processor time, in turns; the smallest of
the rounds, for a busy machine only adds to it.
"""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import report
from broadsheet.edition import plates
from broadsheet.edition.edge import Edge
from broadsheet.edition.reads import Reads
from broadsheet.edition.shelf import shared

ROUNDS = 15
REQUESTS = 50_000  # a round
HOST = "localhost:8000"
A_READER = {
    "REQUEST_METHOD": "GET", "PATH_INFO": "/world/river-rises/", "QUERY_STRING": "",
    "HTTP_HOST": HOST, "SERVER_PORT": "8000", "HTTP_ACCEPT_ENCODING": "gzip, deflate, br",
    "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
}  # fmt: skip
MOST_MORE = 0.5  # µs; a hundredth of what a request takes with its server


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-bench-"))
    put(folder / "plates")
    edges = {one_in: edge(folder, one_in) for one_in in (0, 4, 1)}
    taken: dict[int, list[float]] = {one_in: [] for one_in in edges}
    for _ in range(ROUNDS):
        for one_in, each in edges.items():
            taken[one_in].append(microseconds(each))
    without, default, every = (min(taken[one_in]) for one_in in (0, 4, 1))
    counted = {one_in: hand_over(folder, edges[one_in], one_in) for one_in in (4, 1)}
    asked = ROUNDS * REQUESTS
    right = counted[1] == asked and abs(counted[4] - asked) < asked / 50
    note = f"{asked} views: {counted[1]} counted by each, {counted[4]} by one in four"
    report.write("counting", [
        report.row("a plate, one view in four counted, more than without", default - without,
                   goal=MOST_MORE, unit="µs", note=f"{without:.2f} without, {default:.2f} with"),
        report.row("a plate, each view counted, more than without", every - without,
                   goal=4 * MOST_MORE, unit="µs", note=f"{every:.2f} with"),
        report.correct(right, note),
    ])  # fmt: skip


def put(folder: Path) -> None:
    made = plates.make(
        address=f"{HOST}/world/river-rises/", status=200, headers=[("Content-Type", "text/html")],
        body=b"<p>The river rose.</p>" * 1500, tags=["article:1"], made_at=time.time(),
    )  # fmt: skip
    with shared(folder).writing() as work:
        work.keep(made, since=0)


def edge(folder: Path, one_in: int) -> Edge:
    reads = Reads(folder=folder / str(one_in), one_in=one_in) if one_in else None
    return Edge(folder=folder / "plates", host=HOST, load=_no_django, reads=reads)


def microseconds(each: Edge) -> float:
    """Of the processor, for a request."""
    begun = time.process_time()
    for _ in range(REQUESTS):
        each(A_READER, _heard)
    return (time.process_time() - begun) / REQUESTS * 1e6


def hand_over(folder: Path, each: Edge, one_in: int) -> int:
    """How many views the edge says there were."""
    assert each._reads
    each._reads.hand_over()
    (file,) = (folder / str(one_in)).glob("*.json")
    reads: dict[str, int] = json.loads(file.read_bytes())["reads"]
    return reads["/world/river-rises/"]


def _heard(*_: Any) -> None:
    return None


def _no_django() -> Any:
    raise SystemExit("the plate was not found")


if __name__ == "__main__":
    main()
