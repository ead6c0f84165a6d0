"""Stories that become standing pages, such as the imprint."""

from __future__ import annotations

from broadsheet.foundation.text import clean_line
from broadsheet.news import languages
from broadsheet.news.filing import file_page, refile_page
from broadsheet.news.models import StandingPage
from broadsheet.wire import bodies, redirects
from broadsheet.wire.editions import edition_of, front_of
from broadsheet.wire.importing.knowing import Digests, stays_deleted, tell_slug
from broadsheet.wire.importing.wholes import name_of
from broadsheet.wire.models import Imported
from broadsheet.wire.reports import Outcome
from broadsheet.wire.run import Kind, Run
from broadsheet.wire.story import State, Story


def file_standing(run: Run, story: Story, known: Imported | None, digests: Digests) -> Outcome:
    if known and known.page is None:
        return stays_deleted(run, story, known, digests)
    title = clean_line(story.headline) or "…"
    body = bodies.stream_of(story.body, lookup=run.lookup(name_of(story)))
    if known and known.page:
        page = StandingPage.objects.get(pk=known.page.pk)
        outcome = _renew_page(run, page, title, body, known)
    else:
        page, outcome = _new_page(run, story, title, body)
    run.result.redirects += redirects.lead_here(run, story, page)
    if story.comments:
        text = f"its {len(story.comments)} comments are left out: standing pages have none"
        run.say(name_of(story), text)
    kept = outcome == Outcome.KEPT and known
    run.note(
        Kind.PAGE,
        story.id,
        digest=known.digest if kept and known else digests.facts,
        talk_digest=digests.talk,
        page=page,
        revision_id=known.revision_id if kept and known else page.latest_revision_id,
    )
    return outcome


def _new_page(run: Run, story: Story, title: str, body: bodies.Stream) -> tuple[StandingPage, Outcome]:
    name, edition = run.page_name(Kind.PAGE, story)
    for there in StandingPage.objects.filter(translation_key=name):
        if languages.kept_as(edition_of(there)) == edition:
            return there, Outcome.SAME
    above = run.known(Kind.PAGE, story.parent) if story.parent else None
    parent = above.page.specific if above and above.page else front_of(story.edition)
    public = story.state == State.PUBLISHED
    page = file_page(title=title, body=body, parent=parent, slug=story.slug, key=name, public=public)
    tell_slug(run, story, page)
    return page, Outcome.NEW


def _renew_page(
    run: Run, page: StandingPage, title: str, body: bodies.Stream, known: Imported
) -> Outcome:
    if page.latest_revision_id != known.revision_id:
        run.say(f"page “{title}”", "the newsroom has changed it since; it stays as it is")
        return Outcome.KEPT
    refile_page(page=page, title=title, body=body)
    return Outcome.CHANGED
