"""A filled-in form, files of every kind, and what the paper keeps of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail, signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from PIL import Image

from broadsheet.foundation.stamps import stamp
from broadsheet.stories import licence
from broadsheet.stories.models import Contribution

SEND = "/stories/send/"


@pytest.fixture(autouse=True)
def folders(settings: Any, tmp_path: Path) -> Path:
    """Quarantine and media of this test alone; gives the quarantine."""
    settings.QUARANTINE_ROOT = tmp_path / "quarantine"
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "quarantine"


@pytest.fixture
def kept_files(folders: Path) -> Callable[[], list[Path]]:
    """Every file that lies in quarantine now."""
    return lambda: sorted(path for path in folders.rglob("*") if path.is_file())


def old_stamp(seconds: int = 60) -> str:
    """A stamp as a form has it that was open for a minute."""
    with pytest.MonkeyPatch.context() as patch:
        now = signing.time.time()
        patch.setattr(signing.time, "time", lambda: now - seconds)
        return stamp(purpose="stories")


def form(**fields: Any) -> dict[str, Any]:
    """What a browser sends for a story that is in order."""
    whole = {
        "headline": "Water in the cellar",
        "text": "It came at night.\n\nBy six it stood at the railing.",
        "place": "Harbour Street",
        "name": "Jo Reader",
        "email": "jo@example.org",
        "consent": "on",
        "website": "",
        "licence": licence.CURRENT,
        "stamp": old_stamp(),
    }
    return whole | fields


def upload(name: str, content: bytes, kind: str = "application/octet-stream") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=kind)


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 480), **options: Any) -> bytes:
    """A drawn picture: water and sky."""
    drawn = Image.new(options.pop("mode", "RGB"), size, options.pop("color", (120, 160, 190)))
    out = io.BytesIO()
    drawn.save(out, kind, **options)
    return out.getvalue()


def package(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP with these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, compress_type=stored)
    return out.getvalue()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
WORDS = "<w:body><w:p><w:r><w:t>River</w:t></w:r></w:p></w:body>"
DOCUMENT = f'<w:document xmlns:w="{W}">{WORDS}</w:document>'


def docx(**more: str | bytes) -> bytes:
    """A small Word document; `more` adds entries or replaces them (`__` stands for `/`)."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"/>',
        "_rels/.rels": f'<Relationships xmlns="{RELS}"/>',
        "word/document.xml": DOCUMENT,
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELS}"/>',
    }
    return package(parts | {name.replace("__", "/"): value for name, value in more.items()})


OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"


def odt(content: str = "<office:body/>", **more: str | bytes) -> bytes:
    parts: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f'<office:doc xmlns:office="{OFFICE}">{content}</office:doc>',
        "META-INF/manifest.xml": "<manifest/>",
    }
    return package(parts | {name.replace("__", "/"): value for name, value in more.items()})


@pytest.fixture
def send(client: Any, paper: Any) -> Callable[..., Any]:
    """Send the form: `send([file, …], headline="…")`."""

    def one(files: Any = (), **fields: Any) -> Any:
        return client.post(SEND, form(**fields) | {"attachments": list(files)})

    return one


@pytest.fixture
def run_tasks() -> Callable[[], int]:
    """Do what waits in the background, as the worker does; how much it was."""

    def run() -> int:
        waiting = list(DBTaskResult.objects.filter(status="READY"))
        for result in waiting:
            result.task.func(*result.args_kwargs["args"], **result.args_kwargs["kwargs"])
            DBTaskResult.objects.filter(pk=result.pk).delete()
        return len(waiting)

    return run


@pytest.fixture
def letters(run_tasks: Callable[[], int]) -> Callable[[], list[Any]]:
    """The letters that have gone out since the last time asked."""

    def read() -> list[Any]:
        run_tasks()
        out = list(mail.outbox)
        mail.outbox.clear()
        return out

    return read


@pytest.fixture
def received(send: Any, letters: Any) -> Callable[..., Contribution]:
    """A contribution that was sent and confirmed."""

    def one(files: Any = (), **fields: Any) -> Contribution:
        assert send(files, **fields).status_code == 302
        contribution = Contribution.objects.order_by("-pk").first()
        assert contribution
        letters()
        from broadsheet.stories.actions import confirm

        return confirm(contribution=contribution)

    return one


def link_in(letter: Any) -> str:
    """The path of the link in a letter."""
    line = next(line for line in letter.body.splitlines() if line.startswith("http"))
    return line.removeprefix("http://testserver")


def queue_address(state: str = "") -> str:
    return reverse("stories_queue") + (f"?state={state}" if state else "")
