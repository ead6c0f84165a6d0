"""The old addresses of a story lead to it."""

from __future__ import annotations

from urllib.parse import urlsplit

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from broadsheet.wire.run import Run
from broadsheet.wire.story import Story

LONGEST = 255


def lead_here(run: Run, story: Story, page: Page) -> int:
    """Make a redirect from each old address of `story`; how many are new.

    An address that already leads somewhere stays as it is, and so does the
    front page: what is public there is never taken over.
    """
    made = 0
    own = Redirect.normalise_path(urlsplit(page.url or "").path)
    for address in dict.fromkeys(story.old_urls):
        old = Redirect.normalise_path(address)
        if old == own or not _can_lead(run, story, old, page):
            continue
        _, new = Redirect.objects.get_or_create(
            old_path=old, site=None, defaults={"redirect_page": page}
        )
        made += new
    return made


def _can_lead(run: Run, story: Story, old: str, page: Page) -> bool:
    """Wagtail looks for a redirect only where no page is: never at the front page."""
    if old.partition("?")[0] == "/":
        return False
    where = f"{story.kind} “{story.slug}”"
    if len(old) > LONGEST:
        run.say(where, f"the old address {old[:60]}… is too long to lead here")
        return False
    taken = Redirect.objects.filter(old_path=old, site=None).exclude(redirect_page=page).exists()
    if taken:
        run.say(where, f"the old address {old} leads to another page already")
    return not taken
