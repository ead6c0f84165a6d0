"""A PostgreSQL of the benchmark's own, durable as it comes, thrown away afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import serving


def programs() -> Path | None:
    """Where the newest installed server is; None where there is none."""
    return max(Path("/usr/lib/postgresql").glob("*/bin/initdb"), default=None, key=_version)


def _version(program: Path) -> float:
    return float(program.parts[-3])


@contextmanager
def server() -> Iterator[str]:
    """The address of a server that waits for the disk at each commit."""
    initdb = programs()
    assert initdb is not None  # asked for before
    folder, port = Path(tempfile.mkdtemp(prefix="broadsheet-postgres-")), serving.free_port()
    as_user: list[str] = []
    if os.getuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    data, control = folder / "data", str(initdb.with_name("pg_ctl"))
    subprocess.run(
        [*as_user, str(initdb), "-D", str(data), "-U", "broadsheet", "--auth=trust", "-E", "UTF8",
         "--locale=C.UTF-8"], check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    subprocess.run(
        [*as_user, control, "-D", str(data), "-w", "-l", str(folder / "log"), "-o",
         f"-p {port} -k {folder} -c listen_addresses=127.0.0.1", "start"],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield f"postgres://broadsheet@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(
            [*as_user, control, "-D", str(data), "-m", "fast", "stop"],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        shutil.rmtree(folder)
