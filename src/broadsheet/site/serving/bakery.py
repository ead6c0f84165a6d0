"""The process that makes finished pages anew.

One of its own, so that a page never waits for letters or for the index of a
big import. Run as `python -m broadsheet.site.serving.bakery` by `broadsheet
serve`; SIGTERM lets the page in hand be finished.
"""

from __future__ import annotations

import os
import signal
import threading

import django

LOOK_SECONDS = 1.0


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.site.settings")
    django.setup()
    from broadsheet.edition.baker import Baker
    from broadsheet.edition.polisher import Polisher

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    at_work = Baker(stop=stop)
    baker = threading.Thread(target=at_work.run, name="baker")
    polisher = threading.Thread(target=Polisher(stop=stop, idle=at_work.idle).run, name="polisher")
    for thread in (baker, polisher):
        thread.start()
    parent = os.getppid()
    while baker.is_alive() and not stop.wait(LOOK_SECONDS):
        if os.getppid() != parent:
            stop.set()  # the paper's main process is gone
    stop.set()
    for thread in (baker, polisher):
        thread.join()


if __name__ == "__main__":
    main()
