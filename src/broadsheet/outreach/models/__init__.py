"""What reaching a reader leaves in the database."""

from broadsheet.outreach.models.friend import FriendLetter, NeverAgain
from broadsheet.outreach.models.newsletter import (
    Delivery,
    DeliveryState,
    Issue,
    IssueState,
    IssueStory,
    Subscriber,
    SubscriberState,
)
from broadsheet.outreach.models.reading import SavedArticle

__all__ = [
    "Delivery",
    "DeliveryState",
    "FriendLetter",
    "Issue",
    "IssueState",
    "IssueStory",
    "NeverAgain",
    "SavedArticle",
    "Subscriber",
    "SubscriberState",
]
