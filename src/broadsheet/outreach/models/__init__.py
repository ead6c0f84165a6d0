"""What reaching a reader leaves in the database."""

from broadsheet.outreach.models.fediverse import (
    BlockedDomain,
    FediActivity,
    FediActor,
    FediFollower,
    FediNote,
    FediPeer,
    FediSending,
)
from broadsheet.outreach.models.following import Follow, PrivateFeed
from broadsheet.outreach.models.friend import FriendLetter, NeverAgain
from broadsheet.outreach.models.hub import HubAsk, HubSubscription
from broadsheet.outreach.models.newsletter import (
    Back,
    Delivery,
    DeliveryState,
    Issue,
    IssueState,
    IssueStory,
    ReturnedLetter,
    ReturnState,
    Subscriber,
    SubscriberState,
)
from broadsheet.outreach.models.reading import SavedArticle

__all__ = [
    "Back",
    "BlockedDomain",
    "Delivery",
    "DeliveryState",
    "FediActivity",
    "FediActor",
    "FediFollower",
    "FediNote",
    "FediPeer",
    "FediSending",
    "Follow",
    "FriendLetter",
    "HubAsk",
    "HubSubscription",
    "Issue",
    "IssueState",
    "IssueStory",
    "NeverAgain",
    "PrivateFeed",
    "ReturnState",
    "ReturnedLetter",
    "SavedArticle",
    "Subscriber",
    "SubscriberState",
]
