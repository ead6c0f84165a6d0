"""Run the paper: Granian in this process, a worker and a baker beside it.

Django is imported only in the children, so the parent costs little and a page
is served as soon as the first child is ready.
"""

from __future__ import annotations

import socket
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from broadsheet.site.serving.children import BACKGROUND, BAKERY, Child

TARGET = "broadsheet.site.wsgi:application"
# Django renders on these; each holds a database connection (measured: more of
# them cost memory and reach no higher rate).
BLOCKING_THREADS = 4
STOP_SECONDS = 30  # what is in hand may take this long once stopping is asked


class Web(MPServer):
    """Granian's server, which knows when a process of its own has ended.

    Two of its threads wait for a process, and the one that the system does not tell takes it
    for alive: at a stop it was then said to have refused, and killed.
    """

    def _spawn_worker(self, *args: Any, **named: Any) -> Any:
        worker = super()._spawn_worker(*args, **named)
        worker.is_alive = lambda: not wait([worker.inner.sentinel], timeout=0)  # type: ignore[method-assign]
        return worker


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
