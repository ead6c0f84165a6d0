"""Pictures that may be the same: among what readers sent, and in the paper itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from PIL import Image

from broadsheet.news.models import Picture
from broadsheet.stories.models import Attachment, Contribution, PictureLook, State
from broadsheet.stories.uploads import looks, pictures
from broadsheet.stories.uploads.pictures import BROKEN

AT_A_TIME = 200  # pictures; some seconds of the worker
SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookalike:
    """Another picture that may be the same: whose it is, and where to look at it."""

    title: str
    url: str


def lookalikes(*, attachment: Attachment) -> list[Lookalike]:
    """Pictures that look like this one, the paper's own first."""
    if not attachment.look:
        return []
    found = [*_in_the_paper(attachment), *_sent_by_readers(attachment)]
    return found[:SHOWN]


def look_at_pictures() -> int:
    """See what pictures of the paper look like that nobody has looked at; how many there were."""
    new = Picture.objects.exclude(pk__in=PictureLook.objects.values("picture_id"))
    seen = [PictureLook(picture=picture, look=_look(picture)) for picture in new[:AT_A_TIME]]
    PictureLook.objects.bulk_create(seen, ignore_conflicts=True)
    return len(seen)


def _look(picture: Picture) -> str:
    """ "" when the file is gone or is no picture of dots: then there is nothing to compare."""
    try:
        with picture.file.open("rb") as file:
            return pictures.look(file)
    except (Image.DecompressionBombError, *BROKEN):
        return ""


def _in_the_paper(attachment: Attachment) -> Iterator[Lookalike]:
    seen = PictureLook.objects.exclude(picture=attachment.picture_id).exclude(look="")
    pairs = seen.values_list("picture_id", "look")
    keys = [pk for pk, look in pairs if looks.alike(look, attachment.look)]
    for picture in Picture.objects.filter(pk__in=keys).order_by("-pk"):
        yield Lookalike(title=picture.title, url=reverse("wagtailimages:edit", args=[picture.pk]))


def _sent_by_readers(attachment: Attachment) -> Iterator[Lookalike]:
    sent = Attachment.objects.exclude(contribution=attachment.contribution_id).exclude(look="")
    known = sent.exclude(contribution__state=State.UNVERIFIED)
    keys = {
        contribution
        for contribution, look in known.values_list("contribution_id", "look")
        if looks.alike(look, attachment.look)
    }
    for one in Contribution.objects.filter(pk__in=keys).order_by("-pk"):
        yield Lookalike(title=f"{one.headline} ({one.name})", url=reverse("stories_one", args=[one.pk]))
