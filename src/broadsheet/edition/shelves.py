"""The shelf of this process, opened when first needed."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import lmdb
from django.conf import settings

from broadsheet.edition.shelf import INDEX_DAMAGED, Shelf, begin_anew, shared

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


def distrust(shelf: Shelf, error: Exception) -> None:
    """A change could not be applied to the shelf: nothing old may be served from it.

    A damaged shelf makes room for an empty one; any other is halted until the
    baker has caught up.
    """
    complain(shelf.folder, error)
    if not isinstance(error, INDEX_DAMAGED):
        shelf.halt()
        return
    try:
        begin_anew(shelf.folder, epoch=shelf.epoch)
    except OSError as refused:
        complain(shelf.folder, refused)
        shelf.halt()


def complain(folder: Path, error: Exception) -> None:
    """Say once a minute what is wrong with the plates."""
    moment = time.monotonic()
    if moment - _complained.get(folder, -COMPLAINT_SECONDS) >= COMPLAINT_SECONDS:
        _complained[folder] = moment
        logger.warning("Plates cannot be kept in %s (%s); pages are rendered meanwhile", folder, error)
