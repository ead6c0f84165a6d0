"""Steps 4 and 5: sentence vectors, and other services' opinions."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from broadsheet.foundation import stamps
from broadsheet.foundation.models import User
from broadsheet.news.models import ArticlePage
from broadsheet.news.models.paper import CommentMode
from broadsheet.talk import actions, second_look
from broadsheet.talk.models import Post, Reason
from broadsheet.talk.pipeline import meaning, scorers
from broadsheet.talk.pipeline.scorers import Opinion
from broadsheet.talk.pipeline.signals import Code, Signal
from tests.talk.conftest import AGAIN

needs_vectors = pytest.mark.skipif(
    not meaning.is_there(), reason='needs the extra: pip install "broadsheet[meaning]"'
)
RUDE = [
    "You are a stupid, worthless person.", "What an idiot you are, shut up.",
    "Everybody here is a pathetic loser.", "Go away, you disgusting fool.",
]  # fmt: skip
KIND = [
    "The bus was late again this morning.", "Thank you for the careful report.",
    "Does the library open on Sunday?", "The council should repair the road.",
]  # fmt: skip


class Friend:
    """A service that answers what it is told to."""

    name, sends = "friend", "the text of each comment"

    def __init__(self, answer: Callable[[], Opinion | None]) -> None:
        self.answer = answer

    def opinion(self, *, text: str, language: str) -> Opinion | None:
        return self.answer()


@needs_vectors
class TestMeaning:
    def test_what_means_the_same_is_near_without_a_word_in_common(self) -> None:
        cat, feline, road = meaning.vectors(["A cat sleeps.", "The kitten naps.", "A road was built."])
        assert float(cat @ feline) > float(cat @ road)

    def test_it_is_taught_by_decisions_and_shows_the_nearest(self, monkeypatch: Any) -> None:
        monkeypatch.setattr(meaning, "NEEDED", 4)
        decided = meaning.learn(RUDE + KIND, [True] * 4 + [False] * 4)
        [rude] = meaning.signals("You moron, nobody likes you.", decided=decided)
        [kind] = meaning.signals("When is the road repaired?", decided=decided)
        assert rude.code == Code.SIMILAR
        assert rude.score > 0.5 > kind.score
        assert "rejected" in rude.evidence
        assert not rude.holds

    def test_it_has_no_opinion_before_it_has_seen_enough(self) -> None:
        decided = meaning.learn(RUDE + KIND, [True] * 4 + [False] * 4)
        assert meaning.signals("You moron.", decided=decided) == []

    def test_far_from_its_article_is_a_hint_but_not_for_replies_and_short_ones(self) -> None:
        nothing = meaning.learn([], [])
        article = "Council votes to close Mill Road to cars on Saturdays"
        off = "Selling a washing machine and two kittens, both in good health, call after six"
        on = "If the road is closed to cars on Saturdays, the shops will lose their customers"
        codes = [s.code for s in meaning.signals(off, decided=nothing, article=article)]
        assert codes == [Code.OFF_TOPIC]
        assert meaning.signals(on, decided=nothing, article=article) == []
        assert meaning.signals(off, decided=nothing, article=article, is_reply=True) == []
        assert meaning.signals("Selling two kittens", decided=nothing, article=article) == []

    def test_many_who_say_nearly_the_same_are_pointed_out(self) -> None:
        nothing = meaning.learn([], [])
        text = "The mayor must resign now because of the scandal about the bridge"
        others = ["The mayor must resign today because of the scandal about the bridge"] * 2
        [signal] = meaning.signals(text, decided=nothing, others=others)
        assert (signal.code, signal.evidence) == (Code.CAMPAIGN, "3")


@needs_vectors
def test_a_comment_gets_its_second_look_once(
    mode: Any, say: Callable[..., Post], article: ArticlePage, moderator: User, monkeypatch: Any
) -> None:
    monkeypatch.setattr(meaning, "NEEDED", 4)
    monkeypatch.setattr(second_look, "_decided", None)
    mode(CommentMode.HELD)
    second_look.follow()
    for text in RUDE:
        actions.reject(post=say(text), reason=Reason.ABUSIVE, by=moderator)
    for text in KIND:
        actions.approve(post=say(text), by=moderator)
    while second_look.follow():
        pass
    post = say("What a fool you are, you pathetic idiot.")
    assert second_look.follow() == 1
    assert second_look.follow() == 0
    post.refresh_from_db()
    assert "similar" in {signal["code"] for signal in post.signals}
    assert post.score > 0.5
    assert post.risk == pytest.approx(post.score, abs=0.0001)
    assert post.why == ["mode"]  # it sorts and does not hold


class TestScorers:
    def ask(self, answer: Callable[[], Opinion | None]) -> list[Any]:
        return scorers.signals([Friend(answer)], text="x", language="en")

    def test_an_opinion_is_a_signal_that_does_not_hold(self) -> None:
        [signal] = self.ask(lambda: Opinion(score=7, reason="spam", evidence="seen in 40 places"))
        assert (signal.code, signal.score, signal.holds) == (Code.REMOTE, 1.0, False)
        assert signal.evidence == "friend: seen in 40 places"

    def test_late_broken_or_silent_is_no_opinion(
        self, monkeypatch: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(scorers, "PATIENCE_SECONDS", 0.05)

        def broken() -> Opinion:
            raise ZeroDivisionError

        def late() -> Opinion:
            time.sleep(0.3)
            return Opinion(score=1)

        for answer in (broken, late, lambda: None):
            assert self.ask(answer) == []
        assert "took longer than" in caplog.text
        assert "failed" in caplog.text

    def test_a_name_nobody_installed_is_said(self) -> None:
        with pytest.raises(LookupError, match="No scorer is installed under the name akismet"):
            scorers.in_use(["akismet"])


@needs_vectors
def test_a_changed_comment_is_looked_at_again(
    open_paper: None, say: Callable[..., Post], monkeypatch: Any
) -> None:
    looked: list[str] = []
    monkeypatch.setattr(second_look, "_look", lambda post: looked.append(post.text))
    reader = Client()
    post = say("The bridge is open.", client=reader)
    second_look.follow()
    form = {"text": "The bridge is closed.", "stamp": stamps.stamp(purpose=AGAIN)}
    assert reader.post(f"/talk/{post.pk}/edit/", form).status_code == 302
    second_look.follow()
    assert looked == ["The bridge is open.", "The bridge is closed."]


def test_one_that_was_deleted_meanwhile_costs_the_others_nothing(
    open_paper: None, say: Callable[..., Post], monkeypatch: Any
) -> None:
    first, second = say("The first one."), say("The second one.")
    noticed = Signal(code=Code.OFF_TOPIC, score=0.4)
    monkeypatch.setattr(second_look.meaning, "is_there", lambda: False)

    def ask(*_: Any, text: str, **__: Any) -> list[Signal]:
        Post.objects.filter(pk=first.pk).delete()
        return [noticed]

    monkeypatch.setattr(second_look.scorers, "signals", ask)
    assert second_look.follow() == 2
    second.refresh_from_db()
    assert second.score == pytest.approx(0.4)
