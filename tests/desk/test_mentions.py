"""Who is named with an `@` in a comment on a draft hears of it, by mail and on the start screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Comment, CommentReply
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from broadsheet.desk import mentions, tasks
from broadsheet.desk.models import Mention
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news.models import ArticlePage
from tests.desk.forms import article_form

DANA, DANIEL = ("Dana Ospan", "dana@example.org"), ("Daniel Ek", "ek@example.org")
OTHER = ("Daniel Ru", "ru.d@example.org")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@dana, is that so?", ["Dana Ospan"]),
        ("Ask @Dana Ospan and @EK.", ["Dana Ospan", "Daniel Ek"]),
        ("(@danielek) @danielru @danielek", ["Daniel Ek", "Daniel Ru"]),
        ("@ru.d: please", ["Daniel Ru"]),
        ("@daniel is two people", []),
        ("@danapur is nobody, and dana@example.org is an address", []),
        ("@", []),
    ],
)
def test_people_are_named_by_name_or_address(text: str, named: list[str]) -> None:
    people = [User(pk=place, name=name, email=email)
              for place, (name, email) in enumerate((DANA, DANIEL, OTHER), 1)]  # fmt: skip
    assert [user.name for user in mentions.named_in(text, people)] == named


@pytest.fixture
def draft(file_article: Callable[..., ArticlePage]) -> ArticlePage:
    return file_article("Bridge reopens", draft=True)


def say(draft: ArticlePage, by: User, text: str) -> Comment:
    return Comment.objects.create(page=draft, user=by, text=text, contentpath="title")


def test_a_named_person_gets_one_letter_and_it_waits_until_it_is_done(
    draft: ArticlePage, hire: Any, desk_of: Any
) -> None:
    editor, reporter, moderator = (hire(role) for role in ("Editor", "Reporter", "Moderator"))
    desk = desk_of("Reporter")
    comment = say(draft, editor, "@reporter @editor @moderator: who says so?")
    comment.save()
    (mention,) = Mention.objects.all()
    assert (mention.user, mention.text) == (reporter, comment.text)
    for _ in range(2):
        tasks.mail_mention.func(mention.pk)
    (letter,) = mail.outbox
    assert letter.to == [reporter.email]
    assert comment.text in letter.body
    assert reverse("wagtailadmin_pages:edit", args=[draft.pk]) in letter.body
    done = reverse("desk_mention_done", args=[mention.pk])
    assert done in desk.get("/newsroom/").content.decode()
    assert desk_of("Editor").post(done).status_code == 404
    desk.post(done)
    assert done not in desk.get("/newsroom/").content.decode()
    CommentReply.objects.create(comment=comment, user=reporter, text="The mayor. @editor?")
    (asked,) = mentions.waiting_for(editor)
    assert asked.by == reporter
    Comment.objects.filter(pk=comment.pk).update(resolved_at=now(), resolved_by=editor)
    assert not mentions.waiting_for(editor).exists()
    assert moderator not in {mention.user for mention in Mention.objects.all()}


def test_a_comment_that_was_saved_twice_at_once_names_once(draft: ArticlePage, hire: Any) -> None:
    editor, _reporter = hire("Editor"), hire("Reporter")
    for _ in range(2):
        say(draft, editor, "@reporter: who says so?")
    say(draft, editor, "@reporter: and when?")
    assert [mention.text for mention in Mention.objects.order_by("pk")] == [
        "@reporter: who says so?", "@reporter: and when?"
    ]  # fmt: skip


def test_a_comment_made_in_the_editor_names_people(draft: ArticlePage, editor: Any, hire: Any) -> None:
    hire("Reporter")
    client = Client()
    client.force_login(editor)
    said = {"text": "@reporter please check", "contentpath": "title", "user": str(editor.pk)}
    comments = inline_formset([said | {"replies": inline_formset([])}], initial=0)
    form = article_form("Bridge reopens")
    form = {name: value for name, value in form.items() if not name.startswith("comments-")}
    address = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    client.post(address, form | nested_form_data({"comments": comments}))
    assert Mention.objects.get().text == "@reporter please check"
