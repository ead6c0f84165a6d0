"""Run one import in a paper of its own, to be killed at any moment (see test_killed)."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

if __name__ == "__main__":
    home, file, done = (Path(one) for one in sys.argv[1:])
    os.environ["BROADSHEET_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.site.settings"
    import django

    django.setup()
    logging.disable(logging.INFO)

    from broadsheet.wire.api import Options, export, import_file

    print("ready", flush=True)  # noqa: T201 - read by the test
    result = import_file(path=file, options=Options(pictures=False))
    print(result.summary(), flush=True)  # noqa: T201
    export(path=done)
