"""One of everything that no edition folder says: made in a paper, and looked for in another."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

from django.contrib.auth import get_user_model
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    String,
    StringTranslation,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationSource,
)

from broadsheet.desk.models import Plan, PlanState
from broadsheet.foundation.clock import now
from broadsheet.news import kills, series, translating
from broadsheet.news.actions import hold, publish
from broadsheet.news.filing import Copy, file_and_publish
from broadsheet.news.layout import lay_out_paper
from broadsheet.news.models import (
    ArticlePage,
    Author,
    AuthorTranslation,
    FrontPage,
    KillRecord,
    PaperSettings,
    Picture,
    SectionPage,
    Series,
    Source,
    StandingPage,
)
from broadsheet.outreach import api as outreach
from broadsheet.outreach.models import Issue, MailingList, Subscriber
from broadsheet.stories import actions as stories
from broadsheet.stories import voting
from broadsheet.stories.api import CallCopy, QuestionCopy, import_call, import_contribution
from broadsheet.stories.copies import ContributionCopy
from broadsheet.stories.models import Call, Candidate, Contribution, Vote
from broadsheet.talk.actions import close
from broadsheet.talk.models import ListEntry, Post, Reaction, Thread, ThreadState
from broadsheet.topics.exchange import import_topics
from broadsheet.topics.models import Topic
from broadsheet.wire.models import Import
from broadsheet.wire.pictures import keep_picture
from broadsheet.wire.story import Picture as Shown
from tests.stories.conftest import picture

SENTENCES = {
    "River at its highest": "Өзен деңгейі ең жоғары",
    "Stay away from the quay.": "Жағалаудан аулақ болыңыз.",
}
WHEN = datetime(2024, 3, 4, 12, tzinfo=UTC)


def empty_the_paper() -> None:
    for model in (
        Series, StringTranslation, TranslationSource, TranslationContext, TranslatableObject, String,
        Issue, MailingList, Subscriber, Contribution, Call, Thread, ListEntry, Plan, KillRecord, Import,
        PaperSettings, Redirect,
    ):  # fmt: skip
        model.objects.all().delete()
    Page.objects.filter(depth__gt=1).delete()
    for model in (Author, Source, Topic, Picture):
        model.objects.all().delete()
    lay_out_paper(name="Another", url="http://testserver")


def make() -> None:
    """In the paper of `conftest.whole_edition`."""
    editor = get_user_model().objects.create_superuser("editor@example.org", "a long password")
    _talk(editor)
    _names()
    flood = ArticlePage.objects.get(slug="flood")
    _editions(flood)
    hold(article=flood, because="The mayor's lawyer wrote.", by=editor)
    kills.kill(article=ArticlePage.objects.get(slug="comet"), because="It was a plane.", by=editor)
    _readers_stories(flood, editor)
    _newsletter()
    plan = Plan.objects.create(title="High tide", day=date(2024, 4, 1), note="Boats?", article=flood)
    Plan.objects.filter(pk=plan.pk).update(section=_city(), state=PlanState.DONE)
    spare, _ = keep_picture(picture=Shown(src="boat.jpg", credit="Cy"), data=picture())
    spare.title = "A boat"
    spare.focal_point_x, spare.focal_point_y = 3, 4
    spare.focal_point_width = spare.focal_point_height = 2
    spare.save()


def _city() -> SectionPage:
    return SectionPage.objects.get(slug="city", locale__language_code="en")


def _talk(editor: object) -> None:
    liked = Post.objects.get(origin_key="c2")
    for number in range(3):
        Reaction.objects.create(post=liked, by=f"guest:{number}")
    Post.objects.filter(pk=liked.pk).update(liked=3, edited_at=WHEN, is_staff=True)
    ListEntry.objects.create(phrase="Buy now", folded="buy now", kind="hold", note="Spam")
    topic = Thread.objects.filter(article=None).order_by("pk")[0]
    close(thread=topic)
    Thread.objects.filter(pk=topic.pk).update(is_sticky=True)


def _names() -> None:
    mara = Author.objects.get(slug="mara")
    AuthorTranslation.objects.create(author=mara, language="kk", name="Мара", sort_order=0)
    lines = [
        {"slug": "harbour", "name": "The harbour", "parent": "coast", "place": "51.5, -0.25",
         "ids": {"wikidata": ["Q1", "Q2"]},
         "names": [{"text": "Hafen", "language": "ru", "case": "any"}, "The docks", "A quay"],
         "titles": [{"text": "free port", "since": "1920-01-01"}, {"text": "naval port"}]},
        {"slug": "coast", "name": "The coast", "kind": "place"},
    ]  # fmt: skip
    import_topics(data=[json.dumps(line) for line in lines], kind="jsonl")
    Topic.objects.filter(slug="coast").update(portrait=Picture.objects.order_by("pk").first())
    PaperSettings.objects.update(comments_first_held=4, comments_close_days=30)
    Redirect.objects.create(old_path="/shop", redirect_link="https://shop.example.org/")
    Redirect.objects.create(old_path="/town", redirect_page=_city())


def _editions(flood: ArticlePage) -> None:
    """The edition in Kazakh, with a translation made side by side; a series and a package."""
    kazakh = Locale.objects.get(language_code="kk")
    city = _city().copy_for_translation(kazakh)
    city.title = "Қала"
    city.save_revision().publish()
    MailingList.objects.create(slug="qala", name="Қала", rule="new", section=city, needs_approval=True)
    Redirect.objects.create(old_path="/qala", redirect_page=city)
    source, _ = TranslationSource.get_or_create_from_instance(flood)
    record = Translation.objects.create(source=source, target_locale=kazakh)
    for segment in source.stringsegment_set.select_related("string", "context"):
        if segment.string.data in SENTENCES:
            StringTranslation.objects.create(
                translation_of=segment.string,
                locale=kazakh,
                context=segment.context,
                data=SENTENCES[segment.string.data],
                translation_type="manual",
            )
    record.save_target(publish=False)
    there = publish(article=ArticlePage.objects.get(edition="kk"))
    alone = file_and_publish(copy=Copy(headline="Тек қазақша", slug="alone", section=city))
    front = FrontPage.objects.get(locale=kazakh)
    front.lead = there
    front.save_revision().publish()
    about = StandingPage.objects.get(slug="about").copy_for_translation(kazakh)
    about.title = "Біз туралы"
    about.save_revision().publish()
    comet = ArticlePage.objects.get(slug="comet")
    series.file(
        slug="rivers", name="Four rivers", kind="series", standfirst="Wet.", articles=[comet, flood]
    )
    series.file(slug="tide", name="Tide", kind="package", standfirst="", articles=[there, alone])


def _readers_stories(flood: ArticlePage, editor: object) -> None:
    import_call(
        copy=CallCopy(
            key="snow",
            title="Snow",
            prompt="Show us.",
            made=WHEN,
            public=True,
            until=WHEN,
            vote_until=now() + timedelta(days=9),
            questions=(QuestionCopy(label="Where?", kind="choice", choices="Here\nThere"),),
        )
    )
    sent = {"name": "Jo", "email": "jo@example.org", "when": WHEN, "licence": "1"}
    standing = {"call": "snow", "answers": (("Where?", "Here"),), "files": (("s.jpg", picture()),)}
    import_contribution(copy=ContributionCopy(key="a", headline="White", text="", **sent, **standing))
    candidate = voting.put_forward(contribution=Contribution.objects.get(origin_key="a"), by=editor)
    for number in range(2):
        Vote.objects.create(call=candidate.call, candidate=candidate, by=f"guest:{number}")
    Candidate.objects.update(votes=2)
    import_contribution(copy=ContributionCopy(key="b", headline="No", text="Use it.", **sent))
    declined = Contribution.objects.get(origin_key="b")
    stories.decline(contribution=declined, reason="Nothing new.", by=editor)
    printed = {"state": "published", "decided": WHEN, "article": flood}
    import_contribution(copy=ContributionCopy(key="c", headline="Wet", text="So.", **sent, **printed))


def _newsletter() -> None:
    outreach.import_list(
        copy=outreach.RuledListCopy(
            key="week",
            name="The week",
            rule="new",
            every="week",
            weekday=5,
            section=_city(),
            topic=Topic.objects.get(slug="harbour"),
            is_preselected=True,
        )
    )
    outreach.import_subscriber(
        email="reader@example.org",
        confirmed=WHEN,
        lists=[
            outreach.ListCopy(key="week", name=""),
            outreach.ListCopy(key="day", name="The day", left=WHEN),
        ],
        time_zone="Asia/Almaty",
        hour=6,
        paused_until=WHEN,
    )
    outreach.import_subscriber(
        email="gone@example.org", confirmed=WHEN, suppressed=WHEN, suppressed_because="complaint"
    )
    outreach.import_issue(key="i", subject="One", second_subject="Two", of_list="week")


def _see_editions(flood: ArticlePage, comet: ArticlePage) -> None:
    city = SectionPage.objects.get(locale__language_code="kk")
    own = _city()
    assert (city.title, city.slug, city.translation_key) == ("Қала", "city", own.translation_key)
    assert MailingList.objects.get(slug="qala").section == city
    assert Redirect.objects.get(old_path="/qala").redirect_page_id == city.pk
    there, alone = ArticlePage.objects.filter(edition="kk").order_by("pk")
    assert there.url == "/kk/city/flood/"
    assert (there.translation_key, there.section, there.language) == (flood.translation_key, city, "kk")
    assert (there.title, there.live) == ("Өзен деңгейі ең жоғары", True)
    assert (alone.title, alone.url) == ("Тек қазақша", "/kk/city/alone/")
    front = FrontPage.objects.get(locale__language_code="kk")
    assert front.lead == there
    about = StandingPage.objects.get(locale__language_code="kk")
    assert (about.title, about.get_parent().pk) == ("Біз туралы", front.pk)
    record = translating.managed(there)
    assert record is not None
    assert translating.original_of(there) == flood
    kept = record.source.stringsegment_set.get_translations(record.target_locale)
    assert {one.translation_of.data: one.data for one in kept} == SENTENCES
    rivers, tide = Series.objects.order_by("pk")
    assert [part.article for part in rivers.parts.all()] == [comet, flood]
    assert (rivers.name, rivers.standfirst, tide.kind) == ("Four rivers", "Wet.", "package")
    assert [part.article for part in tide.parts.all()] == [there, alone]


def see() -> None:
    """What `make` made, in a paper that has read its archive."""
    _see_talk()
    _see_names()
    flood, comet = (ArticlePage.objects.get(slug=one, edition=None) for one in ("flood", "comet"))
    _see_editions(flood, comet)
    assert (flood.live, flood.legal_hold, flood.killed) == (True, True, False)
    assert (comet.live, comet.legal_hold, comet.killed) == (False, False, True)
    record = KillRecord.objects.get()
    assert (record.article, record.because) == (comet, "It was a plane.")
    assert record.by == "editor@example.org"
    assert [one.problem for one in kills.records()] == [""]
    _see_readers_stories(flood)
    reader = Subscriber.objects.get(email="reader@example.org")
    assert (reader.time_zone, reader.hour, reader.paused_until) == ("Asia/Almaty", 6, WHEN)
    assert [one.list.slug for one in reader.subscriptions.filter(left_at=None)] == ["week"]
    assert Subscriber.objects.get(email="gone@example.org").suppressed_because == "complaint"
    week = MailingList.objects.get(slug="week")
    assert (week.rule, week.section.slug, week.needs_approval) == ("new", "city", True)
    assert Issue.objects.get(subject_b="Two").list == week
    plan = Plan.objects.get()
    assert (plan.title, plan.state, plan.section.slug) == ("High tide", PlanState.DONE, "city")
    assert plan.article == flood
    spare = Picture.objects.get(title="A boat")
    assert (spare.focal_point_x, spare.focal_point_height) == (3, 2)


def _see_talk() -> None:
    liked = Post.objects.get(origin_key="c2")
    assert (liked.liked, liked.reactions.count(), liked.is_staff) == (3, 3, True)
    assert liked.edited_at == WHEN
    assert [(one.phrase, one.kind) for one in ListEntry.objects.all()] == [("Buy now", "hold")]
    assert Thread.objects.filter(is_sticky=True, state=ThreadState.CLOSED).count() == 1


def _see_names() -> None:
    (told,) = Author.objects.get(slug="mara").translations.all()
    assert (told.language, told.name, told.role) == ("kk", "Мара", "")
    harbour = Topic.objects.get(slug="harbour")
    assert [name.text for name in harbour.names.all()] == ["Hafen", "The docks", "A quay"]
    assert harbour.place == (51.5, -0.25)
    assert harbour.parent == Topic.objects.get(slug="coast")
    assert harbour.parent.portrait
    assert PaperSettings.load().comments_close_days == 30
    found = dict(Redirect.objects.values_list("old_path", "redirect_link"))
    assert found["/shop"] == "https://shop.example.org/"
    assert Redirect.objects.get(old_path="/town").redirect_page.url == "/city/"


def _see_readers_stories(flood: ArticlePage) -> None:
    call = Call.objects.get()
    assert (call.until, call.questions.get().listed) == (WHEN, ["Here", "There"])
    white = Candidate.objects.get()
    assert (white.call, white.votes, white.cast.count()) == (call, 2, 2)
    assert white.contribution.answers == [["Where?", "Here"]]
    assert white.contribution.attachments.get().picture
    assert Contribution.objects.get(state="declined").reason == "Nothing new."
    printed = Contribution.objects.get(state="published")
    assert printed.article == flood
    assert printed.told_published_at
