"""Draw the pictures of the demo edition: all of them, or those that are named."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import time

from . import scenes
from .gallery import PICTURES, write


def main(names: list[str]) -> None:
    """Draw, and say how large each file became."""
    for module in pkgutil.iter_modules(scenes.__path__):
        importlib.import_module(f"{scenes.__name__}.{module.name}")
    for picture in PICTURES:
        if not names or picture.rpartition(".")[0] in names:
            began = time.monotonic()
            size = write(picture)
            print(f"{picture:28}{size // 1000:5} kB {time.monotonic() - began:6.1f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
