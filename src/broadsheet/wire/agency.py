"""Agency copy comes in as drafts, and reaches what was made of it before.

A new version renews a draft that the newsroom has not touched. Of a public
article it becomes a change that waits for an editor. A kill takes the article
back, whatever the newsroom made of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.conf import settings

from broadsheet.foundation.clock import now
from broadsheet.news import kills
from broadsheet.news.filing import Copy, file_story, propose, refile
from broadsheet.news.models import ArticlePage
from broadsheet.wire import vocabulary
from broadsheet.wire.languages import language_of
from broadsheet.wire.models import Imported
from broadsheet.wire.reports import Outcome
from broadsheet.wire.run import Kind, Run, digest_of
from broadsheet.wire.story import Release, State, Story

GONE = "killed:"  # before a digest: the agency has taken the story back
CopyOf = Callable[[Run, Story], Copy]


def take(run: Run, story: Story, *, copy_of: CopyOf) -> Outcome:
    """File one item of an agency, or bring what was made of it to what it says now."""
    where = name_of(story)
    digest = digest_of(story)
    known = run.known(Kind.STORY, story.id)
    if known and known.digest in {digest, GONE + digest}:
        return Outcome.SAME
    if known and _is_older(story.version, known.version):
        run.say(
            where, f"version {story.version} is older than the one that came before; it was left out"
        )
        return Outcome.SAME
    for note in story.notes:
        run.say(where, note)
    if story.release == Release.CANCELLED:
        return _kill(run, story, known, GONE + digest)
    if story.kind in {"picture", "package"}:
        return _beside_stories(run, story)
    if not (story.headline or story.body):
        raise ValueError("it has neither a headline nor a text")
    if known and (known.page or not known.digest.startswith(GONE)):
        return _renew(run, story, known, digest, copy_of)
    article = file_story(copy=copy_of(run, _ours(story)))
    if story.release == Release.WITHHELD:
        run.say(where, "its agency withholds it: it must not be published yet")
    _note(run, story, digest, article, article.latest_revision_id)
    return Outcome.NEW


def name_of(story: Story) -> str:
    """What a line of the report calls it."""
    return f"{story.kind} “{(story.headline or story.slugline or story.id)[:60]}”"


def _kill(run: Run, story: Story, known: Imported | None, digest: str) -> Outcome:
    where = name_of(story)
    if known is None or known.page is None:
        run.say(where, "its agency has taken it back before it came in")
        _note(run, story, digest, None, None)
        return Outcome.KEPT
    article = ArticlePage.objects.get(pk=known.page.pk)
    was_public = kills.kill(article=article, because=reason(story))
    became = "it was withdrawn" if was_public else "its draft stays and must not be published"
    run.say(where, f"its agency has taken it back; {became}")
    _note(run, story, digest, article, known.revision_id)
    return Outcome.CHANGED


def _renew(run: Run, story: Story, known: Imported, digest: str, copy_of: CopyOf) -> Outcome:
    where = name_of(story)
    if known.page is None:
        run.say(where, "the newsroom has deleted it; it stays deleted")
        _note(run, story, digest, None, None)
        return Outcome.KEPT
    article = ArticlePage.objects.get(pk=known.page.pk)
    copy = copy_of(run, _ours(story))
    if not article.live and article.latest_revision_id == known.revision_id:
        refile(article=article, copy=copy)
        _note(run, story, digest, article, article.latest_revision_id)
        return Outcome.CHANGED
    if propose(article=article, copy=copy, because=reason(story)):
        run.say(where, "the article is public: its new version waits for an editor")
        outcome = Outcome.CHANGED
    else:
        run.say(where, f"the newsroom has changed it since; it stays as it is ({reason(story)})")
        outcome = Outcome.KEPT
    _note(run, story, digest, article, known.revision_id)
    return outcome


def _beside_stories(run: Run, story: Story) -> Outcome:
    """A picture goes to the paper's pictures; what a package holds comes in by itself."""
    if story.kind == "picture" and story.picture:
        kept = run.picture(story.picture, name_of(story))
        return Outcome.NEW if kept else Outcome.SKIPPED
    run.say(name_of(story), "packages are lists; what is in them comes in by itself")
    return Outcome.SKIPPED


def _ours(story: Story) -> Story:
    """The story as a draft of this paper: codes that have no name here either are no topics."""
    subjects = vocabulary.named(story.subjects, language=settings.LANGUAGE_CODE)
    later = bool(story.embargo and story.embargo > now())
    return replace(
        story,
        state=State.SCHEDULED if later else State.DRAFT,
        published=story.embargo if later else None,
        updated=None,
        language=language_of(story.language),
        subjects=tuple(one for one in subjects if one.name != one.code),
    )


def reason(story: Story) -> str:
    """What the agency says of this version, in a line."""
    words = "killed" if story.release == Release.CANCELLED else str(story.signal) or "new version"
    numbered = f"{words} (version {story.version})" if story.version else words
    return ": ".join(filter(None, [numbered, " ".join(story.ednote.split())]))


def _is_older(version: str, known: str) -> bool:
    return version.isdecimal() and known.isdecimal() and int(version) < int(known)


def _note(
    run: Run, story: Story, digest: str, article: ArticlePage | None, revision_id: int | None
) -> None:
    run.note(
        Kind.STORY,
        story.id,
        digest=digest,
        version=story.version[:40],
        page=article,
        revision_id=revision_id,
    )
