"""Stories that become articles."""

from __future__ import annotations

from dataclasses import replace

from wagtail.models import Revision

from broadsheet.news import kills
from broadsheet.news.filing import file_and_publish, file_former, file_story, refile, refile_and_publish
from broadsheet.news.models import ArticlePage
from broadsheet.wire import bodies, redirects, rooms
from broadsheet.wire.importing.copies import copy_of
from broadsheet.wire.importing.knowing import Digests, or_unfinished, stays_deleted, tell_slug
from broadsheet.wire.importing.wholes import name_of, whole
from broadsheet.wire.models import Imported
from broadsheet.wire.paper import Former
from broadsheet.wire.reports import Outcome
from broadsheet.wire.run import Kind, Run, digest_of
from broadsheet.wire.story import State, Story


def file_article(run: Run, story: Story, known: Imported | None, digests: Digests) -> Outcome:
    if known and known.page is None:
        return stays_deleted(run, story, known, digests)
    if known is None:
        article, outcome = _new_article(run, story)
    else:
        assert known.page
        article = ArticlePage.objects.get(pk=known.page.pk)
        outcome = _renew(run, story, article, known, digests)
    run.result.redirects += redirects.lead_here(run, story, article)
    run.result.comments += rooms.file_comments(article=article, comments=story.comments)
    facts = digests.facts
    if outcome == Outcome.KEPT and known:
        facts, revision = known.digest, known.revision_id
    else:
        revision = article.latest_revision_id
        facts = or_unfinished(run, story, facts)
    run.note(
        Kind.STORY, story.id, digest=facts, talk_digest=digests.talk, page=article, revision_id=revision
    )
    return outcome


def _new_article(run: Run, story: Story) -> tuple[ArticlePage, Outcome]:
    key, edition = run.page_name(Kind.STORY, story)
    there = ArticlePage.objects.filter(translation_key=key, edition=edition).first()
    if there:  # the paper's own archive, read back into the paper
        return there, Outcome.SAME
    copy = copy_of(run, story)
    public = story.state != State.DRAFT and not story.killed
    article = file_and_publish(copy=copy) if public else file_story(copy=copy)
    tell_slug(run, story, article)
    return article, Outcome.NEW


def _renew(run: Run, story: Story, article: ArticlePage, known: Imported, digests: Digests) -> Outcome:
    """Bring an article to what the file says now, unless the newsroom has been at it."""
    if known.digest == digests.facts:
        return Outcome.CHANGED  # only its comments are new
    if story.killed and not article.killed:
        kills.kill(article=article, because="The paper that it comes from has killed it.")
        return Outcome.CHANGED
    if article.latest_revision_id != known.revision_id:
        run.say(name_of(story), "the newsroom has changed it since; it stays as it is")
        return Outcome.KEPT
    copy = copy_of(run, story)
    if story.state == State.DRAFT or story.killed or article.killed:
        refile(article=article, copy=copy)
    else:
        refile_and_publish(article=article, copy=copy)
    return Outcome.CHANGED


def take_former(run: Run, former: Former) -> None:
    """Put what a story said before into its article's history, once."""
    pk = run.article_of(former.story)
    if pk is None:
        run.say(f"story “{former.text.slug}”", "a former text is left out: its article is not here")
        return
    with whole(run, Kind.STORY, name_of(former.text)):
        copy = replace(copy_of(run, former.text), published_at=former.text.published)
        file_former(article=ArticlePage.objects.get(pk=pk), copy=copy, at=former.when)


def finish_references(run: Run) -> None:
    """Stories that refer to later ones get their links now that all are there."""
    for story in run.unfinished:
        with whole(run, Kind.STORY, name_of(story)):
            known = run.known(Kind.STORY, story.id)
            assert known
            assert known.page
            lost = [one for one in bodies.names_others(story.body) if run.article_of(one) is None]
            for one in lost:
                run.say(name_of(story), f"it refers to the story “{one}”, which is not in the paper")
            article = ArticlePage.objects.get(pk=known.page.pk)
            if len(lost) < len(set(bodies.names_others(story.body))):
                refile(article=article, copy=copy_of(run, story))
                # The text without its links was never meant to be kept.
                Revision.objects.filter(pk=known.revision_id).delete()
            run.note(
                Kind.STORY,
                story.id,
                digest=digest_of(story, str(run.options.pictures)),
                revision_id=article.latest_revision_id,
            )
