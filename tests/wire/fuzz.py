"""Throw mutated files at every reader of outside data (`make fuzz`).

    python -m tests.wire.fuzz [--seconds 600] [READER …]

Each reader has the same share of the processor's time, whatever else the machine does, in
a process of its own with atheris, which lets those mutations live that reach new code;
five seconds for a file, 1 GB for all. What is found is kept under var/fuzz, and the exit
status says that something was.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "var" / "fuzz"
SLOWEST = 5  # seconds for one file of at most LARGEST bytes
LARGEST = 65_536
MEMORY = 1024  # MB
MEMORY_DISK = Path("/dev/shm")
PATIENCE = 4  # times its share may pass on the clock, where others use the processor
PIECES = (
    "{{< ", ">}}", "{% ", "%}", "---\n", "+++\n", ";;;\n", "&a ", "*a", "<<: *a", "!!", "::: table\n",
    "<!--", "-->", "<![CDATA[", "]]>", "<p>", "</p>", "<br>", "<a href=", "<td>", "&amp;", "&#0;",
    "[gallery ids=", "[caption]", "<!-- wp:", "null", "1e999", "0001-01-01", "9999-12-31T23:59:59Z",
    "\xed\xa0\x80", "\xff\xfe", "\xe2\x80\xae",
)  # fmt: skip


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("readers", nargs="*")
    asked.add_argument("--seconds", type=int, default=600, help="for all readers together")
    asked.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.one:
        _run(given.readers[0], given.seconds)
    _set_up()
    from tests.wire.fuzzing import readers

    names = given.readers or list(readers())
    share = max(1, given.seconds // len(names))
    found = [name for name in names if not _one(name, share)]
    _tell(f"Found something in: {', '.join(found)} (see {FOLDER})" if found else "Nothing was found.")
    return bool(found)


def _one(name: str, seconds: int) -> bool:
    """Whether a reader stood its share of the time."""
    _tell(f"{name}: {seconds} s")
    log = FOLDER / name / "log.txt"
    log.parent.mkdir(parents=True, exist_ok=True)
    in_memory = MEMORY_DISK if MEMORY_DISK.is_dir() else None
    with log.open("w") as file, tempfile.TemporaryDirectory(dir=in_memory) as folder:
        command = [sys.executable, "-m", "tests.wire.fuzz", "--one", f"--seconds={seconds}", name]
        kept_in = os.environ | {"TMPDIR": folder}
        done = subprocess.run(command, stdout=file, stderr=file, env=kept_in, check=False)
    lines = log.read_text(errors="replace").splitlines()
    told = [line for line in lines if line.startswith(("Done", "#")) or "ERROR" in line]
    raised = [after for line, after in pairwise(lines) if "Uncaught Python exception" in line]
    _tell("  " + (raised or told or ["no word of it"])[-1])
    return done.returncode == 0


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _run(name: str, seconds: int) -> None:
    """Never returns: libFuzzer ends the process."""
    import atheris

    with atheris.instrument_imports(include=["broadsheet.wire", "broadsheet.topics.exchange"]):
        _set_up()
        from tests.wire import fuzzing
    read, seeds, more = fuzzing.readers()[name]
    corpus = FOLDER / name / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    fixtures = os.environ.get("BROADSHEET_FIXTURES")
    kept = [str(Path(fixtures) / more)] if fixtures and more else []
    words = corpus.parent / "words.txt"
    words.write_text("".join(f"{_quoted(one)}\n" for one in PIECES))
    fuzzing.forbid_the_world()
    atheris.Setup(
        [
            sys.argv[0],
            str(corpus),
            *kept,
            f"-max_total_time={seconds * PATIENCE}",
            f"-dict={words}",
            f"-timeout={SLOWEST}",
            f"-max_len={LARGEST}",
            f"-rss_limit_mb={MEMORY}",
            f"-artifact_prefix={corpus.parent}/",
        ],
        _for_its_share(read, seconds, keep_in=corpus.parent),
    )
    atheris.Fuzz()


def _for_its_share(
    read: Callable[[bytes], int], seconds: int, *, keep_in: Path
) -> Callable[[bytes], None]:
    """`read`, and the end of the process when it has had its share of the processor's time.

    A file that cannot be read is kept.
    """
    runs, end = 0, time.process_time() + seconds

    def one(data: bytes) -> None:
        nonlocal runs
        try:
            read(data)
        except Exception:
            name = f"found-{hashlib.sha256(data).hexdigest()[:12]}"
            (keep_in / name).write_bytes(data)
            raise
        runs += 1
        if time.process_time() > end:
            _tell(f"Done {runs} runs in {seconds} s of the processor's time")
            os._exit(0)

    return one


def _quoted(piece: str) -> str:
    """As libFuzzer takes a word of a dictionary."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in piece.encode("latin-1")) + '"'


def _set_up() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    logging.disable(logging.WARNING)


if __name__ == "__main__":
    sys.exit(main())
