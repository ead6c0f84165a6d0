"""Send an issue in a process of its own, to be killed at any moment (see test_newsletter_killed)."""

from __future__ import annotations

import logging
import os
import sys

READERS = int(os.environ.get("TEST_READERS", "20"))


def prepare() -> None:
    from broadsheet.news.layout import lay_out_paper
    from broadsheet.outreach import api
    from broadsheet.outreach.newsletter import sending

    lay_out_paper(name="The Test Post", url="http://testserver")
    for number in range(READERS):
        api.import_subscriber(email=f"reader{number}@example.org", confirmed=now())
    issue = api.import_issue(key="one", subject="The week", intro="Good morning.")
    sending.start(issue=issue, by=None)


def send() -> None:
    """What the background process does, until nothing is due."""
    from broadsheet.outreach.models import Issue
    from broadsheet.outreach.newsletter import sending

    issue = Issue.objects.get()
    while sending.deliver_waiting(issue=issue):
        pass


def later() -> None:
    """An hour passes."""
    from datetime import timedelta

    from broadsheet.outreach.models import Delivery
    from broadsheet.outreach.newsletter import tasks

    Delivery.objects.update(changed_at=now() - timedelta(hours=1))
    tasks.go_on()


def tell() -> None:
    from broadsheet.outreach.models import Delivery, Issue

    print(Issue.objects.get().state)  # noqa: T201 - read by the test
    for delivery in Delivery.objects.select_related("subscriber").order_by("pk"):
        print(delivery.state, delivery.subscriber.email)  # noqa: T201


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.site.settings"
    import django

    django.setup()
    logging.disable(logging.INFO)
    from broadsheet.foundation.clock import now

    {"prepare": prepare, "send": send, "later": later, "tell": tell}[sys.argv[1]]()
