"""Two subjects on trial, clicks as plain totals, and what became of an issue."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from broadsheet.foundation.clock import now
from broadsheet.outreach.models import (
    Back,
    ClickCount,
    Delivery,
    Issue,
    IssueState,
    IssueStory,
    MailingList,
    Subscriber,
)
from broadsheet.outreach.newsletter import clicks, sending, subjects, tasks, tokens, writing
from tests.outreach.conftest import Sink
from tests.outreach.test_newsletter_lists import reader_on
from tests.outreach.test_newsletter_newsroom import Role, signed_in

FIRST, SECOND = "River rises <again>", "What the river did"


def an_issue(one: MailingList, article: Any, readers: int = 20, **fields: Any) -> Issue:
    for number in range(readers):
        reader_on(one, email=f"reader{number}@example.org")
    issue = Issue.objects.create(subject=FIRST, list=one, **fields)
    IssueStory.objects.create(issue=issue, article=article)
    sending.start(issue=issue, by=None)
    return again(issue)


def again(issue: Issue) -> Issue:
    return Issue.objects.get(pk=issue.pk)


def text_of(letter: Any, kind: str = "plain") -> str:
    return str(letter.get_body((kind,)).get_content())


def click(letter: Any) -> Any:
    found = re.search(r"http://testserver(/newsletter/to/\S+?/)(?=\s|\")", text_of(letter))
    assert found, text_of(letter)
    return Client().get(found[1])


@pytest.fixture
def tried(daily: MailingList, article: Any, sink: Sink) -> Issue:
    """Two subjects on a fifth of twenty readers; their four letters are out."""
    issue = an_issue(daily, article, subject_b=SECOND, count_clicks=True)
    sending.deliver_waiting(issue=issue)
    return again(issue)


def test_two_subjects_go_to_as_many_each_and_the_rest_waits(tried: Issue, sink: Sink) -> None:
    assert Counter(letter["Subject"] for letter in sink.letters) == {FIRST: 2, SECOND: 2}
    for letter in sink.letters:  # the subject inside is the one outside
        assert letter["Subject"] in text_of(letter)
        assert writing.SUBJECT_HERE not in text_of(letter) + text_of(letter, "html")
    assert tried.state == IssueState.SENDING
    assert not sending.is_anything_due(issue=tried)
    tasks.go_on()  # two hours have not passed
    assert again(tried).winner == ""


def test_clicks_choose_after_two_hours_and_the_rest_gets_that_subject(tried: Issue, sink: Sink) -> None:
    letter = next(one for one in sink.letters if one["Subject"] == SECOND)
    answer = click(letter)
    assert answer.status_code == 302
    assert Client().get(answer["Location"]).status_code == 200
    Issue.objects.update(started_at=now() - subjects.TRIED_FOR - timedelta(minutes=1))
    tasks.go_on()
    issue = again(tried)
    assert issue.winner == "b"
    sending.deliver_waiting(issue=issue)
    assert Counter(one["Subject"] for one in sink.letters) == {FIRST: 2, SECOND: 18}
    assert len({one["To"] for one in sink.letters}) == 20
    assert again(issue).state == IssueState.SENT


@pytest.mark.parametrize("counted", [True, False])
def test_where_clicks_say_nothing_an_editor_chooses(tried: Issue, sink: Sink, counted: bool) -> None:
    Issue.objects.update(started_at=now() - timedelta(days=1), count_clicks=counted)
    tasks.go_on()
    assert again(tried).winner == ""
    desk = signed_in(Role.EDITOR)
    path = f"/newsroom/newsletter/{tried.pk}/"
    assert "Send it to the rest" in desk.get(path).content.decode()
    for wrong in ("", "c", "all"):
        desk.post(f"{path}subject/", {"answer": wrong})
        assert again(tried).winner == ""
    desk.post(f"{path}subject/", {"answer": "a"})
    desk.post(f"{path}subject/", {"answer": "b"})  # too late
    assert again(tried).winner == "a"
    assert "chosen" in desk.get(path).content.decode()
    sending.deliver_waiting(issue=again(tried))
    assert Counter(one["Subject"] for one in sink.letters) == {FIRST: 18, SECOND: 2}


def test_too_few_readers_for_two_subjects_is_a_sentence(daily: MailingList, article: Any) -> None:
    with pytest.raises(sending.CannotSend, match="too few"):
        an_issue(daily, article, readers=5, subject_b=SECOND)
    assert not Delivery.objects.exists()


def test_clicks_are_not_counted_unless_wanted(daily: MailingList, article: Any, sink: Sink) -> None:
    issue = an_issue(daily, article, readers=1)
    sending.deliver_waiting(issue=issue)
    assert f"http://testserver{article.url}" in text_of(sink.letters[0])
    assert "/newsletter/to/" not in text_of(sink.letters[0]) + text_of(sink.letters[0], "html")
    path = clicks.address(issue=Issue(pk=issue.pk, count_clicks=True, state="sent"), article=article)
    assert Client().get(path).status_code == 404
    assert not ClickCount.objects.exists()


def test_a_click_is_a_number_that_names_nobody(
    daily: MailingList, article: Any, file_article: Any, sink: Sink
) -> None:
    issue = an_issue(daily, article, readers=2, count_clicks=True)
    sending.deliver_waiting(issue=issue)
    links = [set(re.findall(r"/newsletter/to/[^\s\"]+", text_of(one))) for one in sink.letters]
    assert links[0] == links[1] == {f"/newsletter/to/{issue.pk}/all/{article.pk}/"}
    answer = click(sink.letters[0])
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    click(sink.letters[1])
    [path] = links[0]
    assert Client().head(path).status_code == 302
    assert Client().post(path).status_code == 405
    other = file_article("Not in it")
    for wrong in (f"{issue.pk}/all/{other.pk}", f"{issue.pk}/all/999999", f"999999/all/{article.pk}"):
        assert Client().get(f"/newsletter/to/{wrong}/").status_code == 404
    Client().get(f"/newsletter/to/{issue.pk}/nonsense/{article.pk}/")
    assert list(ClickCount.objects.values_list("number", "variant")) == [(3, "")]


def test_what_became_of_an_issue_stands_on_its_page(
    daily: MailingList, article: Any, sink: Sink, django_assert_max_num_queries: Any
) -> None:
    issue = an_issue(daily, article, readers=6, count_clicks=True)
    sending.deliver_waiting(issue=issue)
    click(sink.letters[0])
    keys = list(Delivery.objects.order_by("pk").values_list("pk", flat=True))
    for key, back in zip(keys, (Back.HARD, Back.SOFT, Back.COMPLAINT), strict=False):
        Delivery.objects.filter(pk=key).update(returned=back)
    leaver = Subscriber.objects.latest("pk")
    link = f"/newsletter/leave/{tokens.to_leave(leaver.pk, issue.pk)}/"
    for _ in range(2):  # pressed twice, left once
        Client().post(link)
    desk = signed_in(Role.EDITOR)
    with django_assert_max_num_queries(40):
        page = desk.get(f"/newsroom/newsletter/{issue.pk}/").content.decode()
    shown = dict(re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", page.partition("What became of it")[2]))
    assert {"arrived, as far as is known": "4", "came back": "2", "called spam": "1", "left by it": "1",
            "clicks": "1"}.items() <= shown.items()  # fmt: skip
    assert article.title in page


def test_an_editor_is_told_of_a_letter_that_would_be_clipped_and_a_picture_without_words(
    paper: Any, picture: Any, file_article: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture.description = " "
    picture.save()
    issue = Issue.objects.create(subject="x")
    IssueStory.objects.create(issue=issue, article=file_article("River rises", picture=picture))
    monkeypatch.setattr(writing, "CLIPPED", 1000)
    page = signed_in(Role.EDITOR).get(f"/newsroom/newsletter/{issue.pk}/").content.decode()
    assert "large providers cut it off" in page
    assert "has no description" in page
