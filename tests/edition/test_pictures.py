"""Pictures that the edge serves from the disk, and what it never serves."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from wagtail.images.tests.utils import get_test_image_file

from broadsheet.edition.edge import Edge
from broadsheet.edition.pictures import LARGEST, Pictures
from broadsheet.edition.shelf import Shelf
from broadsheet.news import sizes
from broadsheet.news.models import Picture
from broadsheet.news.tasks import make_sizes
from broadsheet.news.templatetags.pictures import picture_url
from tests.press import HOST, Answered, ask, open_connection

SIGNED = "/pictures/c2lnbmVk=/7/width-320|format-avif/quay.png"
BODY = b"avif" * 40


def django(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("404 Not Found", [("Content-Type", "text/plain")])
    return [b"django"]


@pytest.fixture
def pictures(tmp_path: Path) -> Pictures:
    (tmp_path / "media/images").mkdir(parents=True)
    (tmp_path / "media/documents").mkdir()
    (tmp_path / "media/original_images").mkdir()
    (tmp_path / "quarantine").mkdir()
    for place in ("media/documents/a.png", "media/original_images/a.png", "quarantine/a.png", "a.png"):
        (tmp_path / place).write_bytes(b"secret")
    kept = Pictures(sizes=tmp_path / "media/images", links=tmp_path / "pictures")
    (kept.sizes / "quay.width-320.avif").write_bytes(BODY)
    kept.remember(address=SIGNED, name="quay.width-320.avif")
    return kept


@pytest.fixture
def edge(shelf: Shelf, pictures: Pictures) -> Edge:
    return Edge(folder=shelf.folder, host=HOST, load=lambda: django, pictures=pictures)


@pytest.mark.parametrize("path", [SIGNED, "/media/images/quay.width-320.avif"])
def test_a_picture_comes_from_the_disk(edge: Edge, path: str) -> None:
    got = ask(edge, path, HTTP_COOKIE="sessionid=abc")
    assert (got.status, got.body) == (200, BODY)
    assert got.headers["Content-Type"] == "image/avif"
    assert int(got.headers["Content-Length"]) == len(BODY)
    assert got.headers["Cache-Control"].startswith("public, max-age=")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    head = ask(edge, path, method="HEAD")
    assert (head.body, head.headers) == (b"", got.headers)
    for held in (
        {"HTTP_IF_NONE_MATCH": got.headers["Etag"]},
        {"HTTP_IF_MODIFIED_SINCE": got.headers["Last-Modified"]},
    ):
        again = ask(edge, path, **held)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["Cache-Control"] == got.headers["Cache-Control"]


def test_another_file_under_the_name_has_another_tag(edge: Edge, pictures: Pictures) -> None:
    first = ask(edge, SIGNED).headers["Etag"]
    (pictures.sizes / "quay.width-320.avif").write_bytes(b"another")
    again = ask(edge, SIGNED, HTTP_IF_NONE_MATCH=first)
    assert (again.status, again.body) == (200, b"another")


@pytest.mark.parametrize(
    "path",
    [
        "/media/images/../documents/a.png",
        "/media/images/../original_images/a.png",
        "/media/images/../../quarantine/a.png",
        "/media/images/..%2fdocuments%2fa.png",
        "/media/images/../documents\\a.png",
        "/media/images//etc/passwd",
        "/media/images/.hidden.png",
        "/media/images/..png",
        "/media/images/quay.width-320.avif\0.png",
        "/media/images/quay.width-320.avif/",
        "/media/images/quay.width-320.avif/a.png",
        "/media/images/quay.width-320.svg",
        "/media/images/" + "a" * 5000 + ".png",
        "/media/images/\u202egnp.png",
        "/media/images/linked.png",
        "/media/images/folder.png",
        "/media/images/pipe.png",
        "/media/images/empty.png",
        "/media/images/huge.png",
        "/media/documents/a.png",
        "/media/original_images/a.png",
        "/pictures/",
        "/pictures/../a.png",
        "/pictures/c2lnbmVk=/7/width-320|format-avif/../../../../../a.png",
        "/pictures/c2lnbmVk=/7/width-320|format-avif/more/quay.png",
        "/pictures/C2lnbmVk=/7/width-320|format-avif/quay.png",
        "/pictures/c2lnbmVk=/8/width-320|format-avif/quay.png",
        "/pictures/c2lnbmVk=/7/width-640|format-avif/quay.png",
        "/pictures/c2lnbmVk=/\u0667/width-320|format-avif/quay.png",
        "/pictures/\0/7/x/y",
    ],
)
def test_no_address_leads_anywhere_else(edge: Edge, pictures: Pictures, path: str) -> None:
    (pictures.sizes / "linked.png").symlink_to("../documents/a.png")
    (pictures.sizes / "folder.png").mkdir()
    os.mkfifo(pictures.sizes / "pipe.png")
    (pictures.sizes / "empty.png").touch()
    with (pictures.sizes / "huge.png").open("wb") as file:
        file.truncate(LARGEST + 1)
    got = ask(edge, path)
    assert (got.status, got.text) == (404, "django")


@pytest.mark.parametrize(
    "target", ["../documents/a.png", "/etc/passwd", "../../a.png", "..", "x.html", "linked.png"]
)
def test_no_link_leads_out_of_the_folder_of_sizes(
    edge: Edge, pictures: Pictures, target: str, tmp_path: Path
) -> None:
    (pictures.sizes / "linked.png").symlink_to("../documents/a.png")
    pictures.remember(address=SIGNED, name=target)
    assert ask(edge, SIGNED).text == "django"


def test_a_folder_of_links_that_is_no_folder_is_said_and_django_answers(
    edge: Edge, pictures: Pictures, caplog: pytest.LogCaptureFixture
) -> None:
    pictures.links.rename(pictures.links.with_name("aside"))
    assert ask(edge, SIGNED).text == "django"
    pictures.links.write_text("a file")
    assert ask(edge, SIGNED).text == "django"
    assert "pictures cannot be read" in caplog.text


def test_nothing_but_reading_is_answered_here(edge: Edge) -> None:
    assert ask(edge, SIGNED, method="POST").text == "django"


@pytest.fixture
def quay(db: None, settings: Any, tmp_path: Path) -> Iterator[Picture]:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PICTURES_FOLDER = tmp_path / "pictures"
    cache.clear()  # renditions of another test's picture of the same number
    yield Picture.objects.create(title="Quay", file=get_test_image_file("quay.png", size=(700, 400)))
    cache.clear()


def read(application: Any, path: str) -> Answered:
    with open_connection():
        return ask(application, unquote(path))


def served_alone(shelf: Shelf, settings: Any) -> Edge:
    """The edge of a paper whose database is stopped."""
    return Edge(
        folder=shelf.folder,
        host=HOST,
        load=lambda: django,
        pictures=Pictures(sizes=settings.MEDIA_ROOT / "images", links=settings.PICTURES_FOLDER),
    )


def test_sizes_made_in_advance_are_there_without_a_database(
    quay: Picture, shelf: Shelf, settings: Any
) -> None:
    address = picture_url(quay, 480, "avif")
    assert read(served_alone(shelf, settings), address).text == "django"
    make_sizes.call(quay.pk)
    got = read(served_alone(shelf, settings), address)
    assert (got.status, got.headers["Content-Type"]) == (200, "image/avif")
    assert got.body == quay.get_rendition(sizes.spec(480, "avif")).file.read()


def test_a_size_asked_for_once_is_there_without_a_database(
    quay: Picture, shelf: Shelf, settings: Any, client: Any
) -> None:
    address = picture_url(quay, 480, "webp")
    first = client.get(address)
    got = read(served_alone(shelf, settings), address)
    assert got.body == b"".join(first.streaming_content)
    assert got.headers["Cache-Control"] == first["Cache-Control"]
    forged = address.replace("width-480", "width-640")
    assert client.get(forged).status_code == 403
    assert read(served_alone(shelf, settings), forged).text == "django"


def test_a_deleted_pictures_address_never_shows_anothers_file(
    quay: Picture, shelf: Shelf, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    make_sizes.call(quay.pk)
    address = picture_url(quay, 480, "avif")
    rendition = quay.get_rendition(sizes.spec(480, "avif"))
    with django_capture_on_commit_callbacks(execute=True):
        quay.delete()
    rendition.file.storage.delete(rendition.file.name)
    rendition.file.storage.save(rendition.file.name, ContentFile(b"of another picture"))
    assert read(served_alone(shelf, settings), address).text == "django"


def test_a_disk_that_takes_no_links_keeps_no_reader_from_a_picture(
    quay: Picture, settings: Any, client: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.PICTURES_FOLDER.write_text("a file where the folder should be")
    assert client.get(picture_url(quay, 480, "webp")).status_code == 200
    assert "cannot be written down" in caplog.text


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    for folder in ("images", "documents", "original_images"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "ä.png").write_bytes(b"bytes")
    return tmp_path


@pytest.mark.parametrize(
    "path",
    ["documents/ä.png", "original_images/ä.png", "images/../documents/ä.png",
     "images/../original_images/ä.png", "/documents/ä.png", "", "images/"],
)  # fmt: skip
def test_what_pictures_were_made_from_and_documents_are_not_public(
    db: None, media: Path, client: Any, path: str
) -> None:
    assert client.get("/media/images/ä.png").status_code == 200
    assert client.get(f"/media/{path}").status_code == 404


def test_the_newsroom_sees_what_pictures_were_made_from(media: Path, admin_client: Any) -> None:
    got = admin_client.get("/media/original_images/ä.png")
    assert (got.status_code, got["Cache-Control"]) == (200, "private, no-store")
    assert admin_client.get("/media/documents/ä.png").status_code == 404
