"""What a file is, told by what is in it: never by its name or what the browser says."""

from __future__ import annotations

import codecs
import re
from typing import IO

from django.db import models
from django.utils.translation import gettext_lazy as _

HEAD = 4096  # bytes that are looked at
# ISO/IEC 14496-12 file type box; brands from ISO/IEC 23008-12 and the AVIF specification.
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1"}
AVIF_BRANDS = {b"avif"}
TAG = re.compile(r"<\s*(!doctype|html|head|body|script|svg|iframe|object|\?xml|\?php|%)", re.IGNORECASE)
NOT_IN_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f]")


class Kind(models.TextChoices):
    """What is taken. The value is also the ending of the name it is given."""

    JPEG = "jpg", _("JPEG picture")
    PNG = "png", _("PNG picture")
    GIF = "gif", _("GIF picture")
    WEBP = "webp", _("WebP picture")
    AVIF = "avif", _("AVIF picture")
    HEIF = "heic", _("HEIC picture")
    PDF = "pdf", _("PDF document")
    DOCX = "docx", _("Word document")
    ODT = "odt", _("OpenDocument text")
    TEXT = "txt", _("plain text")


PICTURES = frozenset({Kind.JPEG, Kind.PNG, Kind.GIF, Kind.WEBP, Kind.AVIF, Kind.HEIF})
ENDINGS = {
    "jpg": Kind.JPEG, "jpeg": Kind.JPEG, "jpe": Kind.JPEG, "png": Kind.PNG, "gif": Kind.GIF,
    "webp": Kind.WEBP, "avif": Kind.AVIF, "heic": Kind.HEIF, "heif": Kind.HEIF, "pdf": Kind.PDF,
    "docx": Kind.DOCX, "odt": Kind.ODT, "txt": Kind.TEXT, "text": Kind.TEXT, "md": Kind.TEXT,
}  # fmt: skip


def sniff(file: IO[bytes]) -> Kind | None:
    """The kind of `file`, or None for everything that is not taken. Leaves it at its start."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    return _by_signature(head) or _package(head) or (Kind.TEXT if _is_plain_text(file) else None)


def promised(name: str) -> Kind | None:
    """The kind that a file's name promises; None when it promises nothing we know."""
    return ENDINGS.get(name.rpartition(".")[2].lower()) if "." in name else None


def keeps_its_promise(*, name: str, kind: Kind) -> bool:
    """Whether a name and a content go together.

    Programs often save one kind of picture under another's ending, so among
    pictures the ending may be any; between a picture and a document never.
    """
    wanted = promised(name)
    return wanted in {None, kind} or (wanted in PICTURES and kind in PICTURES)


def _by_signature(head: bytes) -> Kind | None:
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return Kind.GIF
    if head.startswith((b"%PDF-1.", b"%PDF-2.")):
        return Kind.PDF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    return _heif(head) if head[4:8] == b"ftyp" else None


def _heif(head: bytes) -> Kind | None:
    length = int.from_bytes(head[:4], "big")
    brands = {head[8:12]} | {head[at : at + 4] for at in range(16, min(length, len(head)), 4)}
    if brands & AVIF_BRANDS:
        return Kind.AVIF
    return Kind.HEIF if brands & HEIF_BRANDS else None


def _package(head: bytes) -> Kind | None:
    """A ZIP that says it is a text document; `documents.check` looks into it."""
    if not head.startswith(b"PK\x03\x04"):
        return None
    # OpenDocument 1.3 part 2 §3.3: the first entry, not compressed, names the type.
    if head[30:38] == b"mimetype":
        return Kind.ODT if head[38:].startswith(b"application/vnd.oasis.opendocument.text") else None
    return Kind.DOCX


def _is_plain_text(file: IO[bytes]) -> bool:
    """UTF-8 all through, without control characters or mark-up that a browser would run."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(64 * 1024):
            text = decoder.decode(chunk)
            if NOT_IN_TEXT.search(text) or TAG.search(text):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True
