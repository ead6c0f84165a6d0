"""What reaching a reader leaves in the database."""

from broadsheet.outreach.models.friend import FriendLetter, NeverAgain
from broadsheet.outreach.models.lists import Every, MailingList, Rule, Subscription
from broadsheet.outreach.models.newsletter import (
    Back,
    ClickCount,
    Delivery,
    DeliveryState,
    Issue,
    IssueState,
    IssueStory,
    ReturnedLetter,
    ReturnState,
    Subscriber,
    SubscriberState,
    Variant,
)
from broadsheet.outreach.models.reading import SavedArticle

__all__ = [
    "Back",
    "ClickCount",
    "Delivery",
    "DeliveryState",
    "Every",
    "FriendLetter",
    "Issue",
    "IssueState",
    "IssueStory",
    "MailingList",
    "NeverAgain",
    "ReturnState",
    "ReturnedLetter",
    "Rule",
    "SavedArticle",
    "Subscriber",
    "SubscriberState",
    "Subscription",
    "Variant",
]
