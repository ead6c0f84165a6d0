"""The WSGI callable that Granian serves: the edge, with Django behind it.

Imports no Django: the first page comes from its plate while Django is still
being imported.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from broadsheet.edition.addresses import host_of
from broadsheet.edition.edge import Edge
from broadsheet.edition.pictures import Pictures
from broadsheet.edition.reads import Reads
from broadsheet.site.config import find_home, load

LOOK_SECONDS = 1.0
# A thread that comes back from the database goes on sooner than after Python's five milliseconds:
# others wait for what it holds there.
SWITCH_SECONDS = 0.0005
WARM_UP_SECONDS = 0.2  # the first plates go out before the import takes the processor


def _load() -> Callable[..., Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.site.settings")
    from django.core.wsgi import get_wsgi_application

    found = get_wsgi_application()
    from django.urls import get_resolver

    _ = get_resolver().url_patterns  # or the first reader would wait for all of it
    gc.freeze()  # looking for garbage among the modules stops every thread for 0.1 s each time
    return found


def _look_around() -> None:
    """Notice that the plates' folder was removed, or the parent killed; hand over what was counted.

    A web process without its parent would hold the port: it ends as well.
    """
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
        application.look_again()
        application.hand_over_reads()
    os._exit(0)


sys.setswitchinterval(SWITCH_SECONDS)
_home = find_home()
_config = load(_home)
application = Edge(
    folder=_home / "plates",
    host=host_of(_config.url),
    load=_load,
    pictures=Pictures(sizes=_home / "media/images", links=_home / "pictures"),
    reads=Reads(folder=_home / "reads", one_in=_config.count_one_in) if _config.count_one_in else None,
)
application.warm_up(after=WARM_UP_SECONDS)
threading.Thread(target=_look_around, daemon=True, name="look-around").start()
