"""Whatever happens in the paper, in whatever order: plates are as if rendered anew.

`BROADSHEET_EXAMPLES` says how many stories of the paper are tried (`make test-edition`: 300).
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.edition import listing
from broadsheet.edition.baking import without_stamps
from broadsheet.edition.shelf import let_go, shared
from broadsheet.foundation.models import User
from broadsheet.news import actions
from broadsheet.news.filing import Copy, file_and_publish
from broadsheet.news.layout import open_section
from broadsheet.news.models import (
    ArticleByline,
    ArticlePage,
    Author,
    FrontPage,
    FrontPick,
    PaperSettings,
    SectionPage,
    Source,
)
from broadsheet.talk.actions import approve, remove, restore
from broadsheet.talk.api import CommentCopy, import_comments
from broadsheet.talk.models import Post, PostState, Reason
from broadsheet.topics.models import Topic
from tests.press import Press, open_connection

EXAMPLES = int(os.environ.get("BROADSHEET_EXAMPLES", "6"))
LONGEST = 9  # changes in one story of the paper
_number = itertools.count(1)


def article(which: int) -> ArticlePage | None:
    """One of the articles there are, public or not."""
    found = list(ArticlePage.objects.order_by("pk"))
    return found[which % len(found)] if found else None


def one_of(model: Any, which: int) -> Any:
    found = list(model.objects.order_by("pk"))
    return found[which % len(found)]


def publish_new(which: int) -> None:
    file_and_publish(
        copy=Copy(
            headline=f"New story {next(_number)}",
            section=one_of(SectionPage, which),
            body=[("text", f"<p>It rose {next(_number)} times.</p>")],
            authors=[one_of(Author, which)],
            topics=[one_of(Topic, which)] if which % 2 else [],
            source=one_of(Source, which),
            published_at=timezone.now() - timedelta(hours=which * 7),
        )
    )


def retitle(which: int) -> None:
    if (one := article(which)) is not None:
        one.title = f"Another headline {next(_number)}"
        revision = one.save_revision()
        if one.live:
            revision.publish()


def sign_differently(which: int) -> None:
    if (one := article(which)) is not None and one.live:
        one.bylines = [ArticleByline(author=one_of(Author, which + 1))]
        one.save_revision().publish()


def rename(which: int) -> None:
    one = one_of((Author, Topic)[which % 2], which)
    one.name = f"Renamed {next(_number)}"
    one.save()


def rename_section(which: int) -> None:
    one = one_of(SectionPage, which)
    one.title = f"Section {next(_number)}"
    one.save_revision().publish()


def rename_paper(which: int) -> None:
    paper = PaperSettings.load()
    paper.name = f"The Post {next(_number)}"
    paper.save()


def credit_differently(which: int) -> None:
    one = one_of(Source, which)
    one.credit_line = f"Agency {next(_number)}"
    one.save()


def withdraw(which: int) -> None:
    if (one := article(which)) is not None and one.live:
        actions.withdraw(article=one)


def publish_again(which: int) -> None:
    if (one := article(which)) is not None and not one.live:
        actions.publish(article=one)


def delete(which: int) -> None:
    if (one := article(which)) is not None:
        one.delete()


def move(which: int) -> None:
    one, section = article(which), one_of(SectionPage, which + 1)
    if one is not None and one.section_id != section.pk:
        one.move(section, pos="last-child")


def correct(which: int) -> None:
    if (one := article(which)) is not None and one.live:
        actions.correct(article=one, text=f"It was river {next(_number)}.")


def announce(which: int) -> None:
    one = article(which)
    actions.announce(
        text=f"News {next(_number)}" if which % 3 else "", article=one if one and one.live else None
    )


def pick(which: int) -> None:
    front = FrontPage.objects.get()
    one = article(which)
    front.lead = one if which % 2 else None
    front.picks = [FrontPick(article=one)] if one else []
    front.save_revision().publish()


def comment(which: int) -> None:
    if (one := article(which)) is not None:
        number = next(_number)
        state = "held" if which % 2 else "published"
        said = CommentCopy(
            key=f"c{number}", name="Aru", text=f"Said {number}", when=timezone.now(), state=state
        )
        import_comments(article=one, comments=[said])


def decide(which: int) -> None:
    moderator, _ = User.objects.get_or_create(email="moderator@example.org")
    if not Post.objects.exists():
        return
    post = one_of(Post, which)
    if post.state == PostState.HELD:
        approve(post=post, by=moderator)
    elif post.state == PostState.PUBLISHED:
        remove(post=post, reason=Reason.OFF_TOPIC, by=moderator)
    elif post.state == PostState.REMOVED:
        restore(post=post, by=moderator)


CHANGES: list[Callable[[int], None]] = [
    publish_new, retitle, sign_differently, rename, rename_section, rename_paper, credit_differently,
    withdraw, publish_again, delete, move, correct, announce, pick, comment, decide,
]  # fmt: skip
STEPS = st.lists(
    st.tuples(st.sampled_from(CHANGES), st.integers(0, 7), st.booleans()), min_size=1, max_size=LONGEST
)


@contextmanager
def a_small_paper(folder: Path, django: Any, commits: Any) -> Iterator[Press]:
    """Three articles in two sections, on a shelf of its own; all of it forgotten afterwards."""
    with transaction.atomic():
        for number in range(2):
            Author.objects.create(name=f"Author {number}", slug=f"author-{number}")
            Topic.objects.create(name=f"Topic {number}", slug=f"topic-{number}")
        Source.objects.create(name="Steppe News", slug="steppe-news")
        open_section(name="World")
        django.EDITION_FOLDER = folder
        press = Press(shared(folder), commits)
        for number in range(3):
            publish_new(number)
        try:
            yield press
        finally:
            let_go(folder)
            transaction.set_rollback(True)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_after_any_changes_every_plate_is_as_if_rendered_anew(
    steps: list[tuple[Callable[[int], None], int, bool]],
    paper: Any,
    tmp_path: Path,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    folder = tmp_path / str(next(_number))
    with a_small_paper(folder, settings, django_capture_on_commit_callbacks) as press:
        seen = dict.fromkeys(listing.paths())
        for path in seen:
            press.read(path)
        press.bake()
        for change, which, baked in steps:
            with press.committed():
                change(which)
            if baked:
                press.bake()
            seen |= dict.fromkeys(listing.paths())
            press.read(list(seen)[which * 5 % len(seen)])
        press.bake()
        wrong = [path for path in seen if not is_fresh(press, path)]
        assert wrong == []


def is_fresh(press: Press, path: str) -> bool:
    served = press.read(path)
    with open_connection():
        rendered = Client().get(path)
    return served.status == rendered.status_code and (
        served.status != 200 or without_stamps(served.body) == without_stamps(rendered.content)
    )
