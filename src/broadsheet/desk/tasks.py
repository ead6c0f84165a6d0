"""Work of the desk in the background."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django_tasks import task

from broadsheet.desk import links
from broadsheet.desk.models import Mention
from broadsheet.foundation.clock import now
from broadsheet.foundation.priorities import LETTERS, LINKS
from broadsheet.foundation.schedule import every
from broadsheet.news import letters

NAMED = "%(paper)s: somebody named you in a comment"


@task(priority=LINKS)
def ask_site(key: str) -> None:
    """Ask one site at a time, so that letters do not wait behind a slow list."""
    links.ask(key)


@every(timedelta(days=1), name="desk.links")
def forget_old_links() -> None:
    links.forget_old()


@task(priority=LETTERS)
def mail_mention(pk: int) -> None:
    """Tell somebody that they are named in a comment, once."""
    waiting = Mention.objects.select_related("user", "comment__page", "comment__user", "reply__user")
    mention = waiting.filter(pk=pk, mailed_at=None).first()
    if mention is None:
        return
    path = reverse("wagtailadmin_pages:edit", args=[mention.comment.page_id])
    context = {
        "mention": mention,
        "headline": mention.comment.page.get_admin_display_title(),
        "link": urljoin(settings.PAPER.url + "/", path),
    }
    letters.plain(
        to=mention.user.email, subject=NAMED, template="desk/mail/named.txt", context=context
    ).send()
    Mention.objects.filter(pk=pk).update(mailed_at=now())
