"""What a benchmark found, as a file and as a table."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


def row(what: str, value: float, *, goal: float, unit: str = "ms", note: str = "") -> dict[str, Any]:
    """A line of the report; smaller is better."""
    value = round(value, 2)
    return {"what": what, "unit": unit, "value": value, "goal": goal, "better": "lower",
            "met": value <= goal, "note": note}  # fmt: skip


def correct(right: bool, note: str) -> dict[str, Any]:
    """Whether what was timed was also right."""
    return {"what": "correct", "unit": "", "value": int(right), "goal": 1, "better": "higher",
            "met": right, "note": note}  # fmt: skip


def times(act: Callable[[], Any], *, rounds: int) -> list[float]:
    """Milliseconds of each round, after one that is not counted."""
    return [wall for wall, _cpu in both_times(act, rounds=rounds)]


def both_times(act: Callable[[], Any], *, rounds: int) -> list[tuple[float, float]]:
    """Milliseconds on the clock and of this process for each round, after one that is not counted.

    The second says what the first would be on a machine with nothing else to do.
    """
    act()
    taken = []
    for _ in range(rounds):
        start, cpu = time.perf_counter(), time.process_time()
        act()
        taken.append(((time.perf_counter() - start) * 1000, (time.process_time() - cpu) * 1000))
    return taken


def p50(taken: list[float]) -> float:
    return statistics.median(taken)


def p95(taken: list[float]) -> float:
    return sorted(taken)[max(0, round(len(taken) * 0.95) - 1)]


def read(path: Path) -> list[dict[str, Any]]:
    """Lines that another process wrote down."""
    rows: list[dict[str, Any]] = json.loads(path.read_text())
    return rows


def write(name: str, rows: list[dict[str, Any]]) -> None:
    """Write `bench/results/NAME.json` and print the same."""
    RESULTS.mkdir(exist_ok=True)
    report = {
        "commit": _commit(),
        "machine": _machine(),
        "python": platform.python_version(),
        "rows": rows,
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
    width = max(len(line["what"]) for line in rows)
    for line in rows:
        mark = "met" if line["met"] else "NOT MET"
        measured = f"{line['value']:>9} {line['unit']:<3} goal {line['goal']:<6} {mark}"
        print(f"{line['what']:<{width}}  {measured}  {line['note']}")


def _machine() -> str:
    """What it ran on, and how busy that was: on a busy machine every time is longer."""
    busy = f"load {os.getloadavg()[0]:.1f}"
    system = f"{platform.system()} {platform.release()}"
    return f"{platform.machine()}, {os.cpu_count()} cores, {system}, {busy}"


def _commit() -> str:
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip()
