"""Pictures, and a mail server of our own."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from io import BytesIO
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.cache import cache
from django.core.files.images import ImageFile
from PIL import Image

from broadsheet.news.models import Picture
from broadsheet.outreach.models import MailingList


def add_picture(title: str = "The quay", size: tuple[int, int] = (1600, 900)) -> Picture:
    """A small drawn picture: two bands, water and sky."""
    cache.clear()  # of sizes of another test's picture with the same number
    drawn = Image.new("RGB", size, (120, 160, 190))
    drawn.paste((40, 70, 110), (0, size[1] // 2, *size))
    file = BytesIO()
    drawn.save(file, "JPEG")
    file.seek(0)
    return Picture.objects.create(
        title=title, description="Water up to the railing", credit="A. Photographer",
        file=ImageFile(file, name="quay.jpg"),
    )  # fmt: skip


@pytest.fixture
def picture(paper: Any, settings: Any, tmp_path: Any) -> Picture:
    settings.MEDIA_ROOT = tmp_path / "media"
    return add_picture()


@pytest.fixture(autouse=True)
def _nobody_hurries(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test's mail server put off, another one's gets at once."""
    from broadsheet.outreach.newsletter import turn
    from broadsheet.outreach.newsletter.pace import Pace

    monkeypatch.setattr(turn, "_pace", Pace())


@pytest.fixture
def daily(paper: Any) -> MailingList:
    return MailingList.objects.create(
        name="Every morning", slug="daily", description="Once a day", is_preselected=True
    )


@pytest.fixture
def weekly(paper: Any) -> MailingList:
    return MailingList.objects.create(name="The week", slug="weekly", sort_order=1)


class Sink:
    """A mail server that keeps what it gets; `refuse` is what it answers instead."""

    def __init__(self) -> None:
        self.letters: list[Any] = []
        self.senders: list[str] = []  # as the envelopes say
        self.refuse = ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refuse:
            return self.refuse
        self.senders.append(envelope.mail_from)
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def serve_mail(settings: Any) -> Iterator[Callable[[Sink], Sink]]:
    """Start a real mail server on this machine and let the paper send to it."""
    running: list[Controller] = []

    def serve(kept: Sink) -> Sink:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        running.append(Controller(kept, hostname="127.0.0.1", port=port))
        running[-1].start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        return kept

    yield serve
    for controller in running:
        controller.stop()


@pytest.fixture
def sink(serve_mail: Callable[[Sink], Sink]) -> Sink:
    """A mail server that takes everything."""
    return serve_mail(Sink())
