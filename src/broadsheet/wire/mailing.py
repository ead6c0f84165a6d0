"""The newsletter on its way between the paper and an archive: lists, issues, who gets them."""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.news.models import ArticlePage
from broadsheet.outreach import api as outreach
from broadsheet.topics.models import Topic
from broadsheet.wire import paper
from broadsheet.wire.editions import key_of, key_of_section, section_named
from broadsheet.wire.run import Run


def lists() -> Iterator[paper.MailingList]:
    """Every list, on its way out."""
    for copy in outreach.mailing_lists():
        yield paper.MailingList(
            id=copy.key,
            name=copy.name,
            description=copy.description,
            open=copy.is_open,
            preselected=copy.is_preselected,
            place=copy.place,
            rule=copy.rule,
            section=key_of_section(copy.section),
            topic=copy.topic.slug if copy.topic else "",
            every=copy.every,
            weekday=copy.weekday,
            hour=copy.hour,
            most=copy.most,
            clicks=copy.counts_clicks,
        )


def file_list(run: Run, one: paper.MailingList) -> None:
    """Make a list that the paper does not have."""
    section = section_named(one.section) if one.section else None
    topic = Topic.objects.filter(slug=one.topic).first() if one.topic else None
    for name, said, found in (("section", one.section, section), ("topic", one.topic, topic)):
        if said and found is None:
            run.say(f"list “{one.id}”", f"it is of the {name} “{said}”, which is not here")
    outreach.import_list(
        copy=outreach.RuledListCopy(
            key=one.id,
            name=one.name,
            description=one.description,
            is_open=one.open,
            is_preselected=one.preselected,
            place=one.place,
            rule=one.rule,
            section=section,
            topic=topic,
            every=one.every,
            weekday=one.weekday,
            hour=one.hour,
            most=one.most,
            counts_clicks=one.clicks,
        )
    )


def issues() -> Iterator[paper.Issue]:
    """Every issue, on its way out."""
    for copy in outreach.issues():
        found = ArticlePage.objects.in_bulk(copy.article_ids)
        yield paper.Issue(
            id=copy.key,
            subject=copy.subject,
            second_subject=copy.second_subject,
            list=copy.of_list,
            intro=copy.intro,
            stories=tuple(key_of(found[pk]) for pk in copy.article_ids if pk in found),
            when=copy.when,
            state=copy.state,
        )


def file_issue(run: Run, issue: paper.Issue) -> None:
    """Put an issue into the newsletter's archive, or among the drafts."""
    found = [pk for one in issue.stories if (pk := run.article_of(one))]
    for one in issue.stories:
        if run.article_of(one) is None:
            run.say(f"newsletter issue “{issue.id}”", f"the story “{one}” is not in the paper")
    by_key = ArticlePage.objects.in_bulk(found)
    outreach.import_issue(
        key=issue.id,
        subject=issue.subject,
        second_subject=issue.second_subject,
        of_list=issue.list,
        intro=issue.intro,
        stories=[by_key[pk] for pk in found if pk in by_key],
        when=issue.when,
        state=issue.state,
    )


def subscribers() -> Iterator[paper.Subscriber]:
    """Everybody who gets the newsletter or left it, on their way out."""
    for copy in outreach.subscribers():
        yield paper.Subscriber(
            email=copy.email,
            state=copy.state,
            confirmed=copy.confirmed,
            unsubscribed=copy.unsubscribed,
            suppressed=copy.suppressed,
            because=copy.suppressed_because,
            name=copy.name,
            lists=tuple(paper.OnList(key=one.key, name=one.name, left=one.left) for one in copy.lists),
            time_zone=copy.time_zone,
            hour=copy.hour,
            paused=copy.paused_until,
        )


def file_subscriber(_: Run, subscriber: paper.Subscriber) -> None:
    """Take over a subscriber as they were."""
    outreach.import_subscriber(
        email=subscriber.email,
        confirmed=subscriber.confirmed,
        unsubscribed=subscriber.unsubscribed,
        state="pending" if subscriber.state == "pending" else "",
        suppressed=subscriber.suppressed,
        suppressed_because=subscriber.because,
        name=subscriber.name,
        lists=[outreach.ListCopy(key=one.key, name=one.name, left=one.left) for one in subscriber.lists],
        time_zone=subscriber.time_zone,
        hour=subscriber.hour,
        paused_until=subscriber.paused,
    )
