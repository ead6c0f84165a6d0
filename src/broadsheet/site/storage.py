"""Static files with a hash of their content in their name, compressed beside them."""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from typing import Any

import brotli
from django.core.files.base import ContentFile, File
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Readers' files are small and get brotli's best; the newsroom's are megabytes,
# which would keep a new paper waiting for half a minute.
BIG = 48 * 1024
SMALL_QUALITY, BIG_QUALITY = 11, 5
THEME = "css/"  # Wagtail's and Django's style sheets come minified
BROWSERS = ["chrome >= 99", "firefox >= 97", "safari >= 15.4"]  # the first with cascade layers

log = logging.getLogger(__name__)


def add_headers(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """What a file of the theme carries beside what WhiteNoise says."""
    headers["X-Content-Type-Options"] = "nosniff"


def smaller(sheet: bytes, name: str) -> bytes:
    """A style sheet without what only its writer needs; as it is where it cannot be read."""
    import lightningcss  # 12 MB: only what collects the files carries it

    try:
        text: str = lightningcss.process_stylesheet(
            sheet.decode(), name, minify=True, browsers_list=BROWSERS
        )
    except ValueError as fault:
        log.warning("%s stays as it is: %s", name, fault)
        return sheet
    return text.encode()


class QuickCompressor(Compressor):
    """WhiteNoise's compressor, with less patience for big files."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        return bytes(brotli.compress(data, quality=SMALL_QUALITY if len(data) < BIG else BIG_QUALITY))


class StaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage; a file a plug-in forgot is served, not a crash."""

    manifest_strict = False

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return QuickCompressor(**kwargs)

    def _save(self, name: str, content: File[Any]) -> str:
        if name.startswith(THEME) and name.endswith(".css"):
            content = ContentFile(smaller(b"".join(content.chunks()), name))
        return str(super()._save(name, content))
