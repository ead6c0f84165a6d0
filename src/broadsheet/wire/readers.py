"""Readers' stories, and the calls for them, on their way between the paper and an archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from broadsheet.news.models import ArticlePage
from broadsheet.stories import api as stories
from broadsheet.wire import paper
from broadsheet.wire.editions import key_of
from broadsheet.wire.errors import PictureMissing, Refused
from broadsheet.wire.run import Run


def calls() -> Iterator[paper.Call]:
    """Every call for stories, on its way out."""
    for copy in stories.calls():
        yield paper.Call(
            id=copy.key,
            title=copy.title,
            prompt=copy.prompt,
            made=copy.made,
            public=copy.public,
            until=copy.until,
            vote_until=copy.vote_until,
            licence=copy.licence,
            words=copy.words,
            files=copy.files,
            questions=tuple(
                paper.Question(
                    label=one.label,
                    kind=one.kind,
                    choices=tuple(one.choices.splitlines()),
                    required=one.required,
                )
                for one in copy.questions
            ),
        )


def file_call(_: Run, call: paper.Call) -> None:
    """Put a call where it was."""
    stories.import_call(
        copy=stories.CallCopy(
            key=call.id,
            title=call.title,
            prompt=call.prompt,
            made=call.made,
            public=call.public,
            until=call.until,
            vote_until=call.vote_until,
            licence=call.licence,
            words=call.words,
            files=call.files,
            questions=tuple(
                stories.QuestionCopy(
                    label=one.label,
                    kind=one.kind,
                    choices="\n".join(one.choices),
                    required=one.required,
                )
                for one in call.questions
            ),
        )
    )


def contributions(keep_file: Callable[[str, bytes], str]) -> Iterator[paper.Contribution]:
    """Every story that readers sent, on its way out.

    Args:
        keep_file: puts a file into the archive, and gives its path there.
    """
    for copy in stories.contributions():
        yield paper.Contribution(
            id=copy.key,
            name=copy.name,
            email=copy.email,
            headline=copy.headline,
            text=copy.text,
            when=copy.when,
            place=copy.place,
            files=tuple(keep_file(name, data) for name, data in copy.files),
            is_tip=copy.is_tip,
            state=copy.state,
            decided=copy.decided,
            reason=copy.reason,
            licence=copy.licence,
            call=copy.call,
            answers=copy.answers,
            story=key_of(copy.article),
            votes=copy.votes,
        )


def file_contribution(run: Run, contribution: paper.Contribution) -> None:
    """Put a reader's story where it stood."""
    where = f"contribution “{contribution.id}”"
    files = []
    for src in contribution.files:
        try:
            files.append((src.rpartition("/")[2], run.reading.picture(src)))
        except PictureMissing as error:
            run.say(where, f"its file {src} is missing: {error}")
    copy = stories.ContributionCopy(
        key=contribution.id,
        name=contribution.name,
        email=contribution.email,
        headline=contribution.headline,
        text=contribution.text,
        when=contribution.when,
        place=contribution.place,
        files=tuple(files),
        is_tip=contribution.is_tip,
        state=contribution.state,
        decided=contribution.decided,
        reason=contribution.reason,
        licence=contribution.licence,
        call=contribution.call,
        answers=tuple(one for one in contribution.answers if len(one) == 2),
        article=_article(run, where, contribution.story),
        votes=contribution.votes,
    )
    try:
        stories.import_contribution(copy=copy)
    except stories.FilesRefused as error:
        raise Refused(str(error)) from error


def _article(run: Run, where: str, key: str) -> ArticlePage | None:
    pk = run.article_of(key) if key else None
    if key and pk is None:
        run.say(where, f"the story “{key}” that was made of it is not in the paper")
    return ArticlePage.objects.filter(pk=pk).first() if pk else None
