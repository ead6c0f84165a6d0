"""What machines say of a comment: spellings, lists, looks, history, the learner."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from broadsheet.foundation.models import User
from broadsheet.news.models import PaperSettings
from broadsheet.news.models.paper import CommentMode
from broadsheet.talk import actions, learning
from broadsheet.talk.models import LearnedCount, ListKind, Post, PostState, Reason
from broadsheet.talk.moderation.lists import save, try_out
from broadsheet.talk.pipeline import assessing, history, learner, lists, looks
from broadsheet.talk.pipeline.folding import fold, phrase
from broadsheet.talk.pipeline.groups import names_a_group
from broadsheet.talk.pipeline.history import History
from broadsheet.talk.pipeline.lists import Lists
from broadsheet.talk.pipeline.signals import Code, chips
from broadsheet.talk.pipeline.tongues import language_of

Say = Callable[..., Post]


def caught(text: str, *phrases: str, allowed: tuple[str, ...] = ()) -> list[str]:
    entries = [(one, phrase(one), "hold") for one in phrases]
    entries += [(one, phrase(one), "allow") for one in allowed]
    return sorted(hit.phrase for hit in Lists(entries).hits(fold(text)))


@pytest.mark.parametrize(
    "text",
    [
        "You blockhead!",
        "you BLOCKHEAD",
        "you b l o c k h e a d",
        "you b.l.o.c.k.h.e.a.d you",
        "you bl0ckh3ad",
        "you bloooockhead",
        "you blосkhеаd",  # Cyrillic о, с, е, а
        "you bĺöckhęad",
        "you ｂｌｏｃｋｈｅａｄ",
        "you 𝐛𝐥𝐨𝐜𝐤𝐡𝐞𝐚𝐝",
        "you b\u200block\u200dhead",
        "you bl\u0336o\u0336ckhead",
    ],
)
def test_a_listed_word_is_seen_through_a_disguise(text: str) -> None:
    assert caught(text, "blockhead") == ["blockhead"]


@pytest.mark.parametrize(
    "text",
    ["blockheads are many", "a blockheaded plan", "the block, head of the road", "block head", "2010"],
)
def test_only_whole_words_are_meant(text: str) -> None:
    assert caught(text, "blockhead") == []


def test_disguises_in_russian_and_chinese() -> None:
    assert caught("ну ты и д у р а к", "дурак")
    assert caught("ну ты и дуpаk", "дурак")  # Latin p, k
    assert caught("ДУРАААК", "дурак")
    assert caught("你真是个笨 蛋", "笨蛋") or caught("你真是个笨蛋啊", "笨蛋")
    assert not caught("笨重的蛋", "笨蛋")


def test_words_that_only_look_odd_are_left_alone() -> None:
    for text in ("gr8 news", "the 5th of May", "Route A4 at 10:30", "C3PO", "s o r r y"):
        folded = fold(text)
        assert phrase(text).strip() in folded.plain
    assert fold("Москва и Moscow").disguised == ()
    assert fold("Река поднялась").bare == ()


def test_a_longer_phrase_takes_the_sting_out() -> None:
    assert caught("The shell of a damn fool", "fool") == ["fool"]
    assert caught("on April fool day", "fool", allowed=("April fool",)) == []
    assert caught("April fool, you fool", "fool", allowed=("April fool",)) == ["fool"]


def test_ten_thousand_phrases_are_looked_for_in_one_pass() -> None:
    entries = [(f"word{n}", phrase(f"word{n}"), "hold") for n in range(10_000)]
    found = Lists(entries)
    text = "nothing here is listed " * 900
    for _ in range(2):
        begun = time.perf_counter()
        assert found.hits(fold(text)) == []
        taken = time.perf_counter() - begun
    assert taken < 2  # a loop over the phrases takes minutes


@pytest.mark.parametrize(
    "text",
    ["a" * 20_000, "a " * 10_000, "!" * 20_000, "1 2 " * 5_000, ("\u0301" * 20_000) + "a", "ab@" * 6_000,
     "www." * 5_000, "笨" * 20_000, "(.)" * 6_000, "x.y" * 6_000],
)  # fmt: skip
def test_no_text_makes_the_rules_slow(text: str) -> None:
    begun = time.perf_counter()
    looks.signals(text=text, name="x", folded=fold(text), hidden=0)
    learner.features(fold(text))
    assert time.perf_counter() - begun < 3  # quadratic ones take minutes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Buy at https://shop.example.org/now", Code.LINKS),
        ("Ring me: +7 701 234 56 78", Code.CONTACT),
        ("write to seller@example.org", Code.CONTACT),
        ("WHY DOES NOBODY EVER DO ANYTHING ABOUT THIS", Code.SHOUTING),
        ("Really?!?!?!?!?!?!", Code.STRETCHED),
        ("this is st0000pid, blосkhеаd", Code.DISGUISED),
    ],
)
def test_how_it_looks(text: str, code: Code) -> None:
    found = looks.signals(text=text, name="Aru", folded=fold(text), hidden=0)
    assert code in {signal.code for signal in found}


@pytest.mark.parametrize(
    "text",
    ["On 10 November 2010 it rained 35 mm.", "The EU and the UN met in NYC.", "It costs 12,500 tenge.",
     "Great!!", "Well…", "ISBN 978"],
)  # fmt: skip
def test_plain_comments_say_nothing(text: str) -> None:
    assert looks.signals(text=text, name="Aru", folded=fold(text), hidden=0) == []


@pytest.mark.parametrize(
    ("text", "here", "language"),
    [
        ("The river rose.", "en", "en"),
        ("Der Fluss stieg.", "de", "de"),
        ("The river rose.", "ru", "en"),
        ("Река поднялась", "en", "ru"),
        ("Өзен деңгейі көтерілді", "en", "kk"),
        ("Річка піднялася, її", "en", "uk"),
        ("河水上涨", "en", "zh"),
        ("川の水が増えた", "en", "ja"),
        ("ارتفع النهر", "en", "ar"),
        ("123 !!", "en", ""),
    ],
)
def test_the_language_is_told_by_the_letters(text: str, here: str, language: str) -> None:
    assert language_of(text, here=here) == language


class TestLists:
    def test_a_phrase_saved_holds_and_says_why(
        self, open_paper: None, say: Say, moderator: User
    ) -> None:
        save(["blockhead"], kind=ListKind.HOLD, note="", by=moderator)
        save(["tomfool"], kind=ListKind.FLAG, note="", by=moderator)
        post = say("Only a tomfool would close the bridge, said the bl0ckhead.", hinted=hinted())
        assert post.state == PostState.HELD
        labels = {chip.code: chip.evidence for chip in chips(post.signals)}
        assert labels["listed"] == "“blockhead”"
        assert labels["flagged"] == "“tomfool”"

    def test_an_entry_taken_off_does_nothing(self, open_paper: None, say: Say, moderator: User) -> None:
        save(["blockhead"], kind=ListKind.HOLD, note="", by=moderator)
        assert lists.current().hits(fold("blockhead"))
        from broadsheet.talk.models import ListEntry

        ListEntry.objects.all().delete()
        assert not lists.current().hits(fold("blockhead"))

    def test_a_phrase_is_tried_on_the_last_comments_before_it_is_saved(
        self, open_paper: None, say: Say, moderator: User
    ) -> None:
        say("A donkey stood on the bridge.")
        say("The mayor is a donkey.")
        say("No animal was hurt.")
        trial = try_out(["donkey"], kind=ListKind.HOLD)
        assert (trial.looked_at, trial.caught, trial.harmless) == (3, 2, 2)
        save(["donkey"], kind=ListKind.HOLD, note="", by=moderator)
        freed = try_out(["donkey stood"], kind=ListKind.ALLOW)
        assert (freed.caught, freed.examples[0].phrases) == (1, "donkey")


class TestHint:
    def test_one_hint_before_it_is_posted_then_it_is_taken_for_a_moderator_to_see(
        self, open_paper: None, article: Any, moderator: User
    ) -> None:
        from tests.talk.conftest import filled

        save(["blockhead"], kind=ListKind.FLAG, note="", by=moderator)
        reader, to = Client(), f"/talk/article/{article.pk}/"
        answer = reader.post(to, filled(text="The mayor is a blockhead."))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "“blockhead”" in page
        assert "The mayor is a blockhead." in page
        assert not Post.objects.exists()
        form = answer.context["form"]
        shown = {name: form[name].value() or "" for name in form.fields}
        assert (shown["name"], shown["text"]) == (filled()["name"], "The mayor is a blockhead.")
        again = reader.post(to, shown | {"place": "article"})
        assert again.status_code == 302
        post = Post.objects.get()
        assert post.state == PostState.HELD
        assert "insisted" in post.why

    def test_what_is_changed_after_the_hint_is_looked_at_like_any_other(
        self, open_paper: None, say: Say, moderator: User
    ) -> None:
        save(["blockhead"], kind=ListKind.FLAG, note="", by=moderator)
        assert say("The mayor is wrong about the bridge.").state == PostState.PUBLISHED


def hinted() -> str:
    from broadsheet.foundation import stamps
    from broadsheet.talk.forms import HINT

    return stamps.stamp(purpose=HINT)


class TestHistory:
    def test_first_ones_wait_as_many_as_the_paper_says(
        self, mode: Any, say: Say, moderator: User
    ) -> None:
        mode(CommentMode.FIRST_HELD)
        settings = PaperSettings.load()
        settings.comments_first_held = 2
        settings.save()
        reader = Client()
        for number in range(2):
            post = say(f"Comment number {number} about the bridge.", client=reader)
            assert post.why == ["first"]
            actions.approve(post=post, by=moderator)
        assert say("A third one about the bridge.", client=reader).state == PostState.PUBLISHED

    def test_who_was_rejected_lately_waits(self, open_paper: None, say: Say, moderator: User) -> None:
        reader = Client()
        for number in range(2):
            actions.take_down(
                post=say(f"Bad {number}", client=reader), reason=Reason.ABUSIVE, by=moderator
            )
        post = say("Now I am friendly about the bridge.", client=reader)
        assert "rejected-before" in post.why
        assert say("Somebody else.").state == PostState.PUBLISHED

    def test_one_rejection_among_many_says_nothing(self) -> None:
        assert [s.holds for s in history.signals(History(approved=9, recent=10, rejected=1))] == [False]


class TestLearner:
    def teach(self, say: Say, moderator: User, *, bad: list[str], fine: list[str]) -> None:
        for text in bad:
            actions.reject(post=say(text), reason=Reason.ABUSIVE, by=moderator)
        for text in fine:
            actions.approve(post=say(text), by=moderator)
        while learning.follow():
            pass
        learner.refresh()

    @pytest.fixture
    def taught(self, mode: Any, say: Say, moderator: User, monkeypatch: Any) -> None:
        monkeypatch.setattr(learner, "NEEDED", 3)
        monkeypatch.setattr(assessing, "HINT_SCORE", 2)  # not what is tried here
        mode(CommentMode.HELD)
        self.teach(
            say, moderator,
            bad=["You are an utter muppet, go away", "Go away, you muppet", "What a muppet you are"],
            fine=["The bridge needs paint", "When does the bridge open", "Thanks for the report"],
        )  # fmt: skip

    def test_it_scores_what_is_like_what_was_taken_down_and_says_why(
        self, taught: None, say: Say
    ) -> None:
        rude, kind = say("Another muppet, go away"), say("The bridge is open, thanks")
        assert rude.score > 0.6 > 0.4 > kind.score
        [chip] = [chip for chip in chips(rude.signals) if chip.code == "learned"]
        assert "muppet" in chip.evidence
        assert "trained on 6 of your decisions" in chip.evidence
        assert not chip.holds

    def test_it_has_no_opinion_in_a_language_it_was_not_taught(self, taught: None, say: Say) -> None:
        assert not [s for s in say("Мост наконец открыли").signals if s["code"] == "learned"]

    def test_what_is_undone_is_unlearned(self, taught: None, say: Say, moderator: User) -> None:
        before = dict(LearnedCount.objects.exclude(language="").values_list("feature", "rejected"))
        decision = actions.reject(post=say("You daft muppet"), reason=Reason.ABUSIVE, by=moderator)
        learning.follow()
        taught = dict(LearnedCount.objects.exclude(language="").values_list("feature", "rejected"))
        assert taught["w:muppet"] == before["w:muppet"] + 1
        actions.undo(batch=decision.batch, by=moderator)
        learning.follow()
        after = dict(LearnedCount.objects.exclude(language="").values_list("feature", "rejected"))
        assert {name: count for name, count in after.items() if count} == {
            name: count for name, count in before.items() if count
        }

    def test_off_topic_and_imported_decisions_teach_nothing(
        self, mode: Any, say: Say, moderator: User
    ) -> None:
        mode(CommentMode.HELD)
        actions.reject(post=say("Sell my car"), reason=Reason.OFF_TOPIC, by=moderator)
        learning.follow()
        assert not LearnedCount.objects.exclude(language="").exists()

    def test_nothing_is_learned_twice(self, taught: None) -> None:
        before = list(LearnedCount.objects.values_list("feature", "approved", "rejected"))
        assert learning.follow() == 0
        assert list(LearnedCount.objects.values_list("feature", "approved", "rejected")) == before
        learning.start_anew()
        again = LearnedCount.objects.values_list("feature", "approved", "rejected")
        assert sorted(again) == sorted(before)

    def test_naming_a_group_never_raises_a_score(self, taught: None, say: Say) -> None:
        for text in ("Kazakh and Uzbek singers sang", "The Muslim community gave bread"):
            assert names_a_group(text)
            assert say(text).score < 0.5
