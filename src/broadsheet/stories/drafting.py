"""From a contribution to a draft article with its credit and its pictures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.models import Page

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news.filing import Copy, file_story
from broadsheet.news.models import ArticlePage, Picture, SectionPage
from broadsheet.stories import tasks
from broadsheet.stories.models import Attachment, Candidate, Contribution, State
from broadsheet.stories.transitions import NotPossible, locked, move
from broadsheet.stories.uploads import quarantine


def make_draft(*, contribution: Contribution, section: SectionPage, by: User) -> ArticlePage:
    """Take a story: a draft in `section` with text, clean pictures and credit.

    Idempotent: done again, it returns the draft that is there. The sender is
    told once, in the background.

    Raises:
        NotPossible: it was declined or taken back, or its draft was deleted.
    """
    with new_files() as files, transaction.atomic():
        found = locked(contribution)
        if found.article and found.state != State.WITHDRAWN:
            return found.article
        if found.is_tip:
            raise NotPossible(_("A tip is followed up, not printed."))
        if found.state != State.ACCEPTED or not Candidate.objects.filter(contribution=found).exists():
            move(found, State.ACCEPTED)
        pictures = import_pictures(found, by, files)
        article = file_story(copy=_copy(found, section, pictures), by=by)
        found.article, found.decided_at, found.decided_by = article, now(), by
        if not found.told_at:
            found.told_at = now()
            tasks.mail_acceptance.enqueue(found.pk)
        found.save()
    return article


@contextmanager
def new_files() -> Iterator[list[Any]]:
    """Files written to the media folder; taken away again when the draft is not made."""
    files: list[Any] = []
    try:
        yield files
    except BaseException:
        for file in files:
            file.storage.delete(file.name)
        raise


def import_pictures(
    contribution: Contribution, by: User | None, files: list[ImageFile]
) -> list[Picture]:
    """The clean copies as pictures of the newsroom; never imported twice."""
    found = contribution.attachments.exclude(clean_copy="").select_related("picture")
    return [attachment.picture or _import_one(attachment, by, files) for attachment in found]


def _copy(contribution: Contribution, section: SectionPage, pictures: list[Picture]) -> Copy:
    body: list[tuple[str, Any]] = [("text", as_paragraphs(contribution.text))]
    body += [("picture", {"image": picture}) for picture in pictures[1:]]
    return Copy(
        headline=contribution.headline,
        section=section,
        body=body,
        picture=pictures[0] if pictures else None,
        dateline_place=contribution.place,
        contributed_by=contribution.name,
    )


def as_paragraphs(text: str) -> str:
    """A reader's plain text as the editor's rich text: nothing in it is mark-up."""
    blocks = [block.strip() for block in text.split("\n\n") if block.strip()]
    return "".join(f"<p>{'<br/>'.join(escape(block).split(chr(10)))}</p>" for block in blocks)


def _import_one(attachment: Attachment, by: User | None, files: list[Any]) -> Picture:
    contribution = attachment.contribution
    with quarantine.open_file(attachment.clean_copy) as clean:
        ending = "png" if clean.read(4) == b"\x89PNG" else "jpg"
        clean.seek(0)
        picture = Picture(
            title=f"{contribution.headline[:200]} ({attachment.position})",
            credit=contribution.name,
            uploaded_by_user=by,
        )
        picture.file = ImageFile(clean, name=f"reader-{contribution.pk}-{attachment.position}.{ending}")
        picture.save()
    files.append(picture.file)
    attachment.picture = picture
    attachment.save(update_fields=["picture"])
    return picture


def sections_for(*, user: User) -> list[SectionPage]:
    """The sections in which `user` may put a draft, in the paper's order."""
    sections = SectionPage.objects.filter(live=True).order_by("path")
    return [section for section in sections if _may_add(section, user)]


def _may_add(section: Page, user: User) -> bool:
    return bool(section.permissions_for_user(user).can_add_subpage())
