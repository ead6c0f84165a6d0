"""Verbs: what a sender and the newsroom do with a contribution."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from broadsheet.edition.api import gone
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news import kills
from broadsheet.news.models import ArticlePage
from broadsheet.stories import erasing, tasks
from broadsheet.stories.models import TAKEN, Attachment, Call, Candidate, Contribution, Letter, State
from broadsheet.stories.transitions import NotPossible, locked, move
from broadsheet.stories.uploads import checking, quarantine
from broadsheet.stories.uploads.checking import Taken, Upload

TAKEN_BACK = gettext_noop("The reader who sent it took it back.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What somebody sent: clean text, a checked address, the licence they agreed to."""

    name: str
    email: str
    headline: str
    text: str
    licence: str
    place: str = ""
    call: Call | None = None
    answers: tuple[tuple[str, str], ...] = ()
    is_tip: bool = False


def take_in(*, submission: Submission, uploads: Sequence[Upload]) -> Contribution:
    """Keep what somebody sent, and mail them the link that passes it on to the newsroom.

    Sent twice, it is kept once; the mail goes out again, it may have got lost.

    Raises:
        FilesRefused: nothing was kept.
    """
    return _keep(submission, uploads, state=State.UNVERIFIED)


def take_in_from_account(
    *, submission: Submission, uploads: Sequence[Upload], user: User
) -> Contribution:
    """Keep what a reader sent whose account has this address confirmed: it waits at once.

    Raises:
        FilesRefused: nothing was kept.
    """
    kept = _keep(submission, uploads, state=State.RECEIVED, verified_at=now(), user=user)
    return confirm(contribution=kept)  # it may have been sent before without signing in


def take_in_from_archive(
    *,
    submission: Submission,
    uploads: Sequence[Upload],
    key: str,
    sent_at: datetime,
    decision: dict[str, Any],
) -> Contribution:
    """Keep a contribution of another system; nobody is written to.

    Args:
        decision: the columns that say where it stands.

    Raises:
        FilesRefused: nothing was kept.
    """
    return _keep(submission, uploads, verified_at=sent_at, sent_at=sent_at, origin_key=key, **decision)


def confirm(*, contribution: Contribution) -> Contribution:
    """The sender's address is theirs: the story waits in the newsroom. Idempotent."""
    with transaction.atomic():
        found = locked(contribution)
        if found.state != State.UNVERIFIED:
            return found
        move(found, State.RECEIVED)
        found.verified_at = now()
        found.save()
        tasks.mail_receipt.enqueue(found.pk)
    return found


def discard(*, contribution: Contribution) -> None:
    """Whoever owns the address did not send this: it is deleted with all its files."""
    with transaction.atomic():
        found = locked(contribution)
        if found.state != State.UNVERIFIED:
            raise NotPossible(_("This story was confirmed already."))
        erasing.delete(found)


def withdraw(*, contribution: Contribution) -> None:
    """The sender takes the story back: text, files and letters are gone at once. Idempotent.

    A draft that was made of it stays in the newsroom and can never be published
    (`note_publication` sees to it); one that waits for its time waits no more.

    Raises:
        NotPossible: it is published.
    """
    with transaction.atomic():
        found = locked(contribution)
        if found.state == State.WITHDRAWN:
            return
        move(found, State.WITHDRAWN)
        found.text, found.withdrawn_at = "", now()
        found.decided_at = found.decided_by = None
        found.save()
        if not found.article:
            erasing.delete_pictures(found)
        erasing.delete_files(found)
        found.letters.all().delete()
        if call := _leave_vote(found):
            gone(f"call:{call.pk}")
        if found.article:
            kills.kill(article=found.article, because=TAKEN_BACK)


def decline(*, contribution: Contribution, reason: str, by: User, tell: bool = False) -> Contribution:
    """The newsroom does not use it. The reason is kept for the newsroom.

    Args:
        tell: write to the sender that it is not used, without the reason.

    Raises:
        NotPossible: there is no reason, or somebody decided otherwise meanwhile.
    """
    if not reason.strip():
        raise NotPossible(_("Declining needs a reason."))
    with transaction.atomic():
        found = locked(contribution)
        move(found, State.DECLINED)
        found.reason, found.decided_at, found.decided_by = reason.strip(), now(), by
        found.save()
        if tell:
            tasks.mail_refusal.enqueue(found.pk)
    return found


def take_up(*, contribution: Contribution, by: User) -> Contribution:
    """The newsroom follows a tip. Its sender is not written to: less is known of them that way.

    Raises:
        NotPossible: it is a story, or somebody decided otherwise meanwhile.
    """
    with transaction.atomic():
        found = locked(contribution)
        if not found.is_tip:
            raise NotPossible(_("Make a draft of a story; only tips are followed up without one."))
        move(found, State.ACCEPTED)
        found.decided_at, found.decided_by = now(), by
        found.save()
    return found


def put_back(*, contribution: Contribution) -> Contribution:
    """Undo a decision: the story waits again.

    Raises:
        NotPossible: its draft is still there, or nothing was decided.
    """
    with transaction.atomic():
        found = locked(contribution)
        if found.state not in {State.ACCEPTED, State.DECLINED}:
            raise NotPossible(_("Nothing has been decided about this story."))
        if found.article_id:
            raise NotPossible(_("There is a draft of this story. Delete the draft first."))
        if Candidate.objects.filter(contribution=found).exists():
            raise NotPossible(_("It stands to the vote. Take it out of the vote first."))
        move(found, State.RECEIVED)
        found.decided_at = found.decided_by = None
        found.reason = ""
        found.save()
    return found


def note_publication(*, article: ArticlePage) -> None:
    """An article is out: the story it was made of is published, and its sender hears of it once.

    What its sender took back is gone again in the same transaction, whichever way it came out.
    """
    with transaction.atomic():
        if _made_into(article, State.WITHDRAWN):
            kills.kill(article=article, because=TAKEN_BACK)
        found = _made_into(article, State.ACCEPTED)
        if found is None:
            return
        move(found, State.PUBLISHED)
        if not found.told_published_at:
            found.told_published_at = now()
            tasks.mail_publication.enqueue(found.pk)
        found.save()


def note_withdrawal(*, article: ArticlePage) -> None:
    """An article is out no longer: its sender may take the story back again."""
    with transaction.atomic():
        if found := _made_into(article, State.PUBLISHED):
            move(found, State.ACCEPTED)
            found.save()


def erase_sender(*, user: User, emails: Sequence[str]) -> None:
    """An account is being erased: what was not used goes with it; a published name stays."""
    theirs = Contribution.objects.filter(Q(user=user) | Q(email__in=emails))
    with transaction.atomic():
        for contribution in theirs.exclude(state__in=TAKEN):
            erasing.delete(contribution)
        Letter.objects.filter(contribution__in=theirs).delete()
        theirs.filter(state__in=TAKEN).update(email="", user=None)


def _leave_vote(contribution: Contribution) -> Call | None:
    """Out of the vote it stands in, with the voices it had."""
    candidate = Candidate.objects.filter(contribution=contribution).select_related("call").first()
    if candidate is None:
        return None
    candidate.delete()
    return candidate.call


def _made_into(article: ArticlePage, state: State) -> Contribution | None:
    made = Contribution.objects.select_for_update(of=("self",)).filter(article=article, state=state)
    return made.first()


def _keep(submission: Submission, uploads: Sequence[Upload], **columns: Any) -> Contribution:
    """Files first, because checking them takes time; then all rows in one short transaction."""
    with quarantine.shelf() as shelf:
        taken = checking.take(uploads=uploads, shelf=shelf)
        digest = _digest(submission, taken, columns.get("origin_key"))
        try:
            with transaction.atomic():
                known = Contribution.objects.filter(digest=digest).first()
                contribution = known or _write(submission, taken, digest=digest, **columns)
                _tell(contribution, again=known is not None)
        except IntegrityError:
            # The same form came twice at the same moment: the other one stands.
            known = Contribution.objects.filter(digest=digest).first()
            if known is None:
                raise
        if known:
            shelf.clear()
    return known or contribution


def _write(submission: Submission, taken: Sequence[Taken], **columns: Any) -> Contribution:
    contribution = Contribution.objects.create(**_columns(submission), **columns)
    _attach(contribution, taken)
    return contribution


def _tell(contribution: Contribution, *, again: bool) -> None:
    if contribution.state == State.UNVERIFIED:
        tasks.mail_confirmation.enqueue(contribution.pk)
    elif not again and not contribution.origin_key:
        tasks.mail_receipt.enqueue(contribution.pk)


def _attach(contribution: Contribution, taken: Sequence[Taken]) -> None:
    Attachment.objects.bulk_create(
        Attachment(
            contribution=contribution,
            position=position,
            kind=file.kind,
            name=file.name,
            size=file.original.size,
            sha256=file.original.sha256,
            original=file.original.name,
            clean_copy=file.clean,
            look=file.look,
        )
        for position, file in enumerate(taken, start=1)
    )


def _columns(submission: Submission) -> dict[str, Any]:
    return {field.name: getattr(submission, field.name) for field in fields(submission)}


def _digest(submission: Submission, taken: Sequence[Taken], origin_key: object) -> str:
    said = _columns(submission) | {"call": submission.call.pk if submission.call else None}
    parts = [*said.values(), *(file.original.sha256 for file in taken), origin_key or ""]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
