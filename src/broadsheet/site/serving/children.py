"""The background process as its parent sees it: started, watched, stopped."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

logger = logging.getLogger(__name__)

MODULE = "broadsheet.site.serving.background"
PAUSE_SECONDS = 2.0  # before a process that died is started again


class BackgroundProcess:
    """Runs tasks and scheduled jobs; started again should it die."""

    def __init__(self, *, home: Path) -> None:
        self._environment = os.environ | {"BROADSHEET_HOME": str(home)}
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher = threading.Thread(target=self._watch, daemon=True, name="background")

    def start(self) -> None:
        self._process = self._spawn()
        self._watcher.start()

    def stop(self, *, patience: float) -> None:
        """Ask it to finish what is in hand; after `patience` seconds end it."""
        self._stopping.set()
        process = self._process
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            logger.warning("The background process did not finish in %s s and is ended.", patience)
            process.kill()
            process.wait()

    def _spawn(self) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C reaches the parent only, which then asks once.
        return subprocess.Popen(
            [sys.executable, "-m", MODULE], env=self._environment, start_new_session=True
        )

    def _watch(self) -> None:
        while not self._stopping.is_set():
            assert self._process is not None
            code = self._process.wait()
            if self._stopping.wait(PAUSE_SECONDS):
                return
            logger.warning("The background process ended (%s) and is started again.", code)
            self._process = self._spawn()
