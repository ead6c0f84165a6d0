"""Static files with a hash of their content in their name, compressed beside them."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Readers' files are small and get brotli's best; the newsroom's are megabytes,
# which would keep a new paper waiting for half a minute.
BIG = 48 * 1024
SMALL_QUALITY, BIG_QUALITY = 11, 5


def add_headers(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """What a file of the theme carries beside what WhiteNoise says."""
    headers["X-Content-Type-Options"] = "nosniff"


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
