"""The processes that make finished pages anew.

Of their own, so that a page never waits for letters or for the index of a big
import; two where there are two cores, each with its share of the addresses.
Run as `python -m broadsheet.site.serving.bakery` by `broadsheet serve`;
SIGTERM lets the page in hand be finished.
"""

from __future__ import annotations

import gc
import os
import signal
import threading

import django

LOOK_SECONDS = 1.0
MOST = 2  # more would make a change of many pages no faster than readers can notice


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.site.settings")
    django.setup()
    of = min(MOST, os.cpu_count() or 1)
    gc.freeze()  # what is imported stays shared between the two
    helper = os.fork() if of > 1 else None
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _bake(share=(1 if helper == 0 else 0, of), helper=helper)
    if helper == 0:
        os._exit(0)


def _bake(*, share: tuple[int, int], helper: int | None) -> None:
    """Bake until SIGTERM, or until the parent or the helper is gone."""
    from broadsheet.edition.baker import Baker
    from broadsheet.edition.filer import Filer
    from broadsheet.edition.gatherer import Gatherer
    from broadsheet.edition.polisher import Polisher
    from broadsheet.edition.purging import Purger

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    baker = Baker(stop=stop, share=share)
    at_work = [threading.Thread(target=baker.run, name="baker")]
    if share[0] == 0:
        polisher = Polisher(stop=stop, idle=baker.idle)
        at_work.append(threading.Thread(target=polisher.run, name="polisher"))
        at_work.append(threading.Thread(target=Purger(stop=stop).run, name="purger"))
        at_work.append(threading.Thread(target=Filer(stop=stop).run, name="filer"))
        at_work.append(threading.Thread(target=Gatherer(stop=stop).run, name="gatherer"))
    for thread in at_work:
        thread.start()
    parent = os.getppid()
    while at_work[0].is_alive() and not stop.wait(LOOK_SECONDS):
        if os.getppid() != parent or _has_ended(helper):
            stop.set()
    stop.set()
    for thread in at_work:
        thread.join()
    _end(helper)


def _has_ended(helper: int | None) -> bool:
    return bool(helper) and os.waitpid(helper, os.WNOHANG)[0] != 0  # type: ignore[arg-type]


def _end(helper: int | None) -> None:
    """Ask the helper to finish the page in hand, and wait for it."""
    if not helper:
        return
    try:
        os.kill(helper, signal.SIGTERM)
        os.waitpid(helper, 0)
    except (ProcessLookupError, ChildProcessError):
        return  # it has ended, and was waited for


if __name__ == "__main__":
    main()
