"""A disk on which each wait for what was written takes some milliseconds, as most do.

Where a sync costs a tenth of a millisecond, as on a server's own flash with a battery behind
it, nothing can be gained by writing together. Programs that are started inside `slow_disk` wait
longer in `fsync` and `fdatasync`, whoever they are by; nothing else is changed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SYNC_MS = 2.0
WAITS = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

static void wait(void) {
    struct timespec pause = {0, NANOSECONDS};
    nanosleep(&pause, 0);
}

int fsync(int file) {
    static int (*real)(int);
    if (!real) real = dlsym(RTLD_NEXT, "fsync");
    wait();
    return real(file);
}

int fdatasync(int file) {
    static int (*real)(int);
    if (!real) real = dlsym(RTLD_NEXT, "fdatasync");
    wait();
    return real(file);
}
"""


def can_be_had() -> bool:
    """Whether there is a C compiler."""
    return shutil.which("cc") is not None


@contextmanager
def slow_disk() -> Iterator[None]:
    """Programs started in the block wait `SYNC_MS` more at each sync."""
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-slow-"))
    folder.chmod(0o755)  # the database server runs as another user
    source, library = folder / "slow.c", folder / "slow.so"
    source.write_text(WAITS.replace("NANOSECONDS", str(int(SYNC_MS * 1e6))))
    subprocess.run(
        ["cc", "-O2", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"], check=True
    )
    library.chmod(0o755)
    before = os.environ.get("LD_PRELOAD")
    os.environ["LD_PRELOAD"] = str(library)
    try:
        yield
    finally:
        if before is None:
            del os.environ["LD_PRELOAD"]
        else:
            os.environ["LD_PRELOAD"] = before
        shutil.rmtree(folder)
