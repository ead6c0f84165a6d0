"""The processes beside the web ones as their parent sees them: started, watched, stopped."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from broadsheet.edition.bell import EPOCH, Bell
from broadsheet.edition.shelf import begin_anew

logger = logging.getLogger(__name__)

BACKGROUND = "broadsheet.site.serving.background"
BAKERY = "broadsheet.site.serving.bakery"
BY_ITS_OWN_MEMORY = {signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT}
PAUSE_SECONDS = 2.0  # before a process that died is started again


class Child:
    """A module run in a process of its own; started again should it die."""

    def __init__(self, *, module: str, home: Path) -> None:
        self._module = module
        self._home = home
        self._environment = os.environ | {"BROADSHEET_HOME": str(home)}
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher = threading.Thread(target=self._watch, daemon=True, name=module)

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
            logger.warning("%s did not finish in %s s and is ended.", self._module, patience)
            process.kill()
            process.wait()

    def _set_plates_aside(self) -> None:
        """What ended it so may be a damaged index of plates: it must not end it again."""
        folder = self._home / "plates"
        try:
            begin_anew(folder, epoch=Bell(folder / "bell").read(EPOCH))
        except OSError as error:
            logger.warning("The plates in %s cannot be set aside: %s", folder, error)

    def _spawn(self) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C reaches the parent only, which then asks once.
        return subprocess.Popen(
            [sys.executable, "-m", self._module], env=self._environment, start_new_session=True
        )

    def _watch(self) -> None:
        while not self._stopping.is_set():
            assert self._process is not None
            code = self._process.wait()
            if self._stopping.wait(PAUSE_SECONDS):
                return
            if -code in BY_ITS_OWN_MEMORY:
                self._set_plates_aside()
            logger.warning("%s ended (%s) and is started again.", self._module, code)
            self._process = self._spawn()
