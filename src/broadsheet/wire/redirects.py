"""The old addresses of a story lead to it."""

from __future__ import annotations

from collections.abc import Sequence

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from broadsheet.foundation.prepared import insert
from broadsheet.news.tasks import index_new
from broadsheet.wire.addresses import taken_apart
from broadsheet.wire.editions import front_of, section_named
from broadsheet.wire.paper import OldAddress
from broadsheet.wire.run import Run
from broadsheet.wire.story import Story

LONGEST = 255


def lead_here(run: Run, story: Story, page: Page) -> int:
    """Make a redirect from each old address of `story`; how many are new.

    An address that already leads somewhere stays as it is, and so does the
    front page: what is public there is never taken over.
    """
    made = 0
    own = Redirect.normalise_path(taken_apart(page.url or "").path)
    for address in dict.fromkeys(story.old_urls):
        old = Redirect.normalise_path(address)
        if old == own or not _can_lead(run, story, old, page):
            continue
        _, new = Redirect.objects.get_or_create(
            old_path=old, site=None, defaults={"redirect_page": page}
        )
        made += new
    return made


def lead_to_new(run: Run, stories: Sequence[tuple[int, Story, Page]]) -> int:
    """The same for many stories whose pages are new; how many redirects were made.

    Args:
        run: the import.
        stories: of each its place in the batch, itself, and its page.
    """
    own = {page.pk: Redirect.normalise_path(taken_apart(page.url or "").path) for _, _, page in stories}
    wanted = [
        (place, story, page, old)
        for place, story, page in stories
        for old in dict.fromkeys(Redirect.normalise_path(one) for one in story.old_urls)
        if old != own[page.pk]
    ]
    there = Redirect.objects.filter(site=None, old_path__in={old for *_, old in wanted})
    leads = dict(there.values_list("old_path", "redirect_page_id"))
    made = []
    for place, story, page, old in wanted:
        run.place = place
        if _may_lead(run, story, old) and not _leads_elsewhere(run, story, old, page, leads):
            leads[old] = page.pk
            made.append(Redirect(old_path=old, redirect_page=page))
    insert(made)
    if made:
        index_new.enqueue("wagtailredirects.redirect", [one.pk for one in made])
    return len(made)


def _leads_elsewhere(run: Run, story: Story, old: str, page: Page, leads: dict[str, int | None]) -> bool:
    if old not in leads:
        return False
    if leads[old] != page.pk:
        run.say(f"{story.kind} “{story.slug}”", f"the old address {old} leads to another page already")
    return True


def _can_lead(run: Run, story: Story, old: str, page: Page) -> bool:
    if not _may_lead(run, story, old):
        return False
    there = Redirect.objects.filter(old_path=old, site=None).exclude(redirect_page=page)
    leads = dict(there.values_list("old_path", "redirect_page_id"))
    return not _leads_elsewhere(run, story, old, page, leads)


def _may_lead(run: Run, story: Story, old: str) -> bool:
    """Wagtail looks for a redirect only where no page is: never at the front page."""
    if old.partition("?")[0] == "/":
        return False
    if len(old) > LONGEST:
        where = f"{story.kind} “{story.slug}”"
        run.say(where, f"the old address {old[:60]}… is too long to lead here")
        return False
    return True


def take_old_address(run: Run, one: OldAddress) -> bool:
    """Make a redirect to another site or to a section; whether it is new."""
    old = Redirect.normalise_path(one.old)
    if old.partition("?")[0] == "/" or len(old) > LONGEST:
        raise ValueError(f"{one.old[:60]} cannot lead anywhere.")
    page: Page | None = None
    if not one.link:
        page = section_named(one.section) if one.section else front_of("")
        if page is None:
            raise ValueError(f"There is no section “{one.section}” to which {old} could lead.")
    elif taken_apart(one.link).scheme not in {"http", "https", ""}:
        raise ValueError(f"{old} leads to “{one.link[:60]}”, which is no address of a page.")
    _, new = Redirect.objects.get_or_create(
        old_path=old,
        site=None,
        defaults={"redirect_page": page, "redirect_link": one.link, "is_permanent": one.permanent},
    )
    return new
