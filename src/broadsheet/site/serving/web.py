"""Run the paper: Granian in this process, a worker and a baker beside it.

Django is imported only in the children, so the parent costs little and a page
is served as soon as the first child is ready.
"""

from __future__ import annotations

import math
import socket
import time
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from broadsheet.site.serving.children import BACKGROUND, BAKERY, Child
from broadsheet.site.serving.interrupt import Interrupt

TARGET = "broadsheet.site.wsgi:application"
# Django renders on these; each holds a database connection (measured: more of
# them cost memory and reach no higher rate).
BLOCKING_THREADS = 4
STOP_SECONDS = 30  # what is in hand may take this long once stopping is asked
ASK_AGAIN_SECONDS = 0.5


class Web(MPServer):
    """Granian's server, whose processes end when they are asked, and are known to have ended.

    Two of its threads wait for a process, and the one that the system does not tell takes it
    for alive: at a stop it was then said to have refused, and killed. And a process that is
    still starting loses the signal to stop (it has its parent's handlers until it sets its
    own), so it is asked again. Its wait for signals is one that a signal may end at any moment.
    """

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.main_loop_interrupt = Interrupt()  # type: ignore[assignment]

    def _spawn_worker(self, *args: Any, **named: Any) -> Any:
        worker = super()._spawn_worker(*args, **named)
        worker.is_alive = lambda: not _ended(worker, 0)  # type: ignore[method-assign]
        worker.join = partial(_join, worker)  # type: ignore[method-assign]
        return worker


def _join(worker: Any, timeout: float | None = None) -> None:
    """Wait for a process that was asked to end, `timeout` seconds (None: until it has)."""
    end = math.inf if timeout is None else time.monotonic() + timeout
    while not _ended(worker, max(0, min(ASK_AGAIN_SECONDS, end - time.monotonic()))):
        if time.monotonic() >= end:
            return
        worker.terminate()
    worker.inner.join(timeout=0)


def _ended(worker: Any, seconds: float) -> bool:
    return bool(wait([worker.inner.sentinel], timeout=seconds))


class AddressInUse(Exception):
    """Another program listens where the paper should."""


def serve(*, home: Path, host: str, port: int, workers: int) -> None:
    """Serve the paper in `home` until SIGINT or SIGTERM; what is in hand is finished.

    Raises:
        AddressInUse: the port is taken.
    """
    _check_free(host, port)
    children = [Child(module=module, home=home) for module in (BACKGROUND, BAKERY)]
    for child in children:
        child.start()
    try:
        Web(
            TARGET,
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=BLOCKING_THREADS,
            respawn_failed_workers=True,
            workers_kill_timeout=STOP_SECONDS,
            log_level=LogLevels.warning,
        ).serve()
    finally:
        for child in children:
            child.stop(patience=STOP_SECONDS)


def _check_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise AddressInUse(
                f"Nothing can be served on {host} port {port}: {error.strerror}. "
                "Choose another with --port."
            ) from error
