"""Readers' stories and the calls for them as they come from another system, or leave this one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from broadsheet.foundation.text import clean_line, clean_text
from broadsheet.news.models import ArticlePage
from broadsheet.stories import actions, drafting, licence
from broadsheet.stories.actions import Submission
from broadsheet.stories.models import (
    DECIDED,
    TAKEN,
    Call,
    Candidate,
    Contribution,
    Question,
    State,
    Vote,
)
from broadsheet.stories.uploads import quarantine
from broadsheet.stories.uploads.checking import Upload

ARCHIVE_LICENCE = "import"  # agreed to elsewhere; not one of our own texts
MOVES = (State.RECEIVED, State.VERIFYING, *DECIDED)  # what the sender confirmed and did not take back
MOST_VOTES = 100_000  # of a story; a file may say anything


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionCopy:
    """A reader's story as it goes between systems; files are pairs of name and bytes.

    A tip is never printed. `article` is the draft or article made of it, `votes`
    how many readers chose it where it stands to the vote of `call` (a slug).
    """

    key: str
    name: str
    email: str
    headline: str
    text: str
    when: datetime
    place: str = ""
    files: tuple[tuple[str, bytes], ...] = ()
    is_tip: bool = False
    state: str = "received"  # or "verifying", "accepted", "published", "declined"
    decided: datetime | None = None
    reason: str = ""
    licence: str = ARCHIVE_LICENCE
    call: str = ""
    answers: tuple[tuple[str, ...], ...] = ()  # pairs: what the call asked, what was said
    article: ArticlePage | None = None
    votes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionCopy:
    """A field of a call's form; `choices` one a line."""

    label: str
    kind: str = "line"
    choices: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCopy:
    """A call for readers' stories; `key` is its slug."""

    key: str
    title: str
    prompt: str
    made: datetime
    public: bool = False
    until: datetime | None = None
    vote_until: datetime | None = None
    licence: str = licence.CURRENT
    words: str = "may"
    files: str = "may"
    questions: tuple[QuestionCopy, ...] = ()


def import_contribution(*, copy: ContributionCopy) -> None:
    """Keep a reader's story, its address taken as confirmed; nobody is written to. Idempotent by `key`.

    What was decided stays decided, and its sender is not told a second time.

    Raises:
        FilesRefused: a file breaks the rules that also hold for readers;
            nothing was kept, `reasons` says why.
        ValueError: it stands nowhere a contribution can stand, or was decided at no time.
    """
    if Contribution.objects.filter(origin_key=copy.key).exists():
        return
    if copy.state not in MOVES:
        raise ValueError(f"“{copy.headline}” is “{copy.state}”, which is no state of a reader's story.")
    if (copy.state in DECIDED) != (copy.decided is not None):
        raise ValueError(f"“{copy.headline}” is “{copy.state}”: when was that decided?")
    submission = Submission(
        name=clean_line(copy.name)[:80],
        email=copy.email.strip().lower(),
        headline=clean_line(copy.headline)[:200],
        text=clean_text(copy.text),
        place=clean_line(copy.place)[:120],
        licence="" if copy.is_tip else copy.licence[:20],
        is_tip=copy.is_tip,
        call=Call.objects.filter(slug=copy.call).first() if copy.call else None,
        answers=tuple((clean_line(asked), clean_text(said)) for asked, said in copy.answers),
    )
    uploads = [Upload(name=name, file=io.BytesIO(content)) for name, content in copy.files]
    with drafting.new_files() as files, transaction.atomic():
        kept = actions.take_in_from_archive(
            submission=submission,
            uploads=uploads,
            key=copy.key,
            sent_at=copy.when,
            decision=_decision(copy),
        )
        if copy.votes is not None and kept.call and kept.state in TAKEN:
            drafting.import_pictures(kept, None, files)
            _put_forward(kept, kept.call, min(max(copy.votes, 0), MOST_VOTES))


def _decision(copy: ContributionCopy) -> dict[str, Any]:
    """Where it stands; of what was decided, its sender has heard."""
    decision: dict[str, Any] = {"state": copy.state}
    if copy.state in DECIDED:
        decision |= {"decided_at": copy.decided, "reason": clean_text(copy.reason)}
    if copy.state in TAKEN:
        decision |= {"article": copy.article, "told_at": copy.decided}
    if copy.state == State.PUBLISHED:
        decision["told_published_at"] = copy.decided
    return decision


def _put_forward(kept: Contribution, call: Call, votes: int) -> None:
    candidate = Candidate.objects.create(call=call, contribution=kept, votes=votes)
    if call.takes_votes:
        # A row for each voice of there, so that the next one here is one more.
        Vote.objects.bulk_create(
            [
                Vote(call=call, candidate=candidate, by=f"elsewhere:{candidate.pk}:{number}")
                for number in range(votes)
            ],
            batch_size=500,
        )


def contributions() -> Iterator[ContributionCopy]:
    """Every story that its sender confirmed and did not take back, oldest first.

    Of what was taken the files are there only as long as they are kept (see `keeping`).
    """
    found = Contribution.objects.filter(state__in=MOVES).order_by("sent_at", "pk")
    around = found.select_related("call", "article", "candidate").prefetch_related("attachments")
    for one in around.iterator(chunk_size=20):
        candidate = getattr(one, "candidate", None)
        yield ContributionCopy(
            key=one.origin_key or f"contribution-{one.pk}",
            name=one.name,
            email=one.email,
            headline=one.headline,
            text=one.text,
            when=one.sent_at,
            place=one.place,
            files=tuple((file.name, _content(file.original)) for file in one.attachments.all()),
            is_tip=one.is_tip,
            state=one.state,
            decided=one.decided_at,
            reason=one.reason,
            licence=one.licence,
            call=one.call.slug if one.call else "",
            answers=tuple(tuple(pair) for pair in one.answers),
            article=one.article,
            votes=candidate.votes if candidate else None,
        )


def import_call(*, copy: CallCopy) -> None:
    """Put a call for stories where it was. One with its slug stays as it is.

    Raises:
        ValueError: readers would be asked for a licence that the paper does not have.
        ValidationError, IntegrityError: a field says what no call can say.
    """
    if Call.objects.filter(slug=copy.key).exists():
        return
    if copy.licence not in dict(licence.OFFERED):
        raise ValueError(
            f"The call “{copy.title}” asks for the licence “{copy.licence}”, which is none."
        )
    call = Call(
        slug=copy.key,
        title=clean_line(copy.title)[:120],
        prompt=clean_text(copy.prompt),
        is_public=copy.public,
        until=copy.until,
        vote_until=copy.vote_until,
        licence=copy.licence,
        words=copy.words,
        files=copy.files,
        made_at=copy.made,
    )
    call.questions = [
        Question(
            label=clean_line(one.label)[:160],
            kind=one.kind,
            choices=clean_text(one.choices),
            required=one.required,
            sort_order=place,
        )
        for place, one in enumerate(copy.questions)
    ]
    call.full_clean()
    call.save()


def calls() -> Iterator[CallCopy]:
    """Every call for stories, oldest first."""
    for call in Call.objects.order_by("made_at", "pk").prefetch_related("questions"):
        yield CallCopy(
            key=call.slug,
            title=call.title,
            prompt=call.prompt,
            made=call.made_at,
            public=call.is_public,
            until=call.until,
            vote_until=call.vote_until,
            licence=call.licence,
            words=call.words,
            files=call.files,
            questions=tuple(
                QuestionCopy(label=one.label, kind=one.kind, choices=one.choices, required=one.required)
                for one in sorted(call.questions.all(), key=lambda one: (one.sort_order or 0, one.pk))
            ),
        )


def _content(name: str) -> bytes:
    with quarantine.open_file(name) as file:
        return file.read()
