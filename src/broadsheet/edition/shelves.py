"""The shelf of this process, opened when first needed."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import lmdb
from django.conf import settings

from broadsheet.edition.shelf import Shelf, shared

logger = logging.getLogger(__name__)

COMPLAINT_SECONDS = 60
RETRY_SECONDS = 5

_tried: dict[Path, float] = {}
_complained: dict[Path, float] = {}


def open_shelf() -> Shelf | None:
    """This machine's shelf; None when plates are off or the folder cannot be used.

    A folder that cannot be used is tried again every few seconds and complained
    of once a minute.
    """
    folder = settings.EDITION_FOLDER
    if folder is None:
        return None
    moment = time.monotonic()
    if moment - _tried.get(folder, -RETRY_SECONDS) < RETRY_SECONDS:
        return None
    try:
        return shared(folder)
    except (lmdb.Error, OSError) as error:
        _tried[folder] = moment
        complain(folder, error)
        return None


def complain(folder: Path, error: Exception) -> None:
    """Say once a minute what is wrong with the plates."""
    moment = time.monotonic()
    if moment - _complained.get(folder, -COMPLAINT_SECONDS) >= COMPLAINT_SECONDS:
        _complained[folder] = moment
        logger.warning("Plates cannot be kept in %s (%s); pages are rendered meanwhile", folder, error)
