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
from broadsheet.outreach.models.following import PAIR, Follow, FollowLetter, Pair, PrivateFeed, Subject
from broadsheet.outreach.models.friend import FriendLetter, NeverAgain
from broadsheet.outreach.models.hub import HubAsk, HubSubscription
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
from broadsheet.outreach.models.printing import PaperSize, PrintEdition, PrintedStory
from broadsheet.outreach.models.push import CopyState, NoteState, PushCopy, PushNote, PushReader
from broadsheet.outreach.models.reading import SavedArticle

__all__ = [
    "PAIR",
    "Back",
    "BlockedDomain",
    "ClickCount",
    "CopyState",
    "Delivery",
    "DeliveryState",
    "Every",
    "FediActivity",
    "FediActor",
    "FediFollower",
    "FediNote",
    "FediPeer",
    "FediSending",
    "Follow",
    "FollowLetter",
    "FriendLetter",
    "HubAsk",
    "HubSubscription",
    "Issue",
    "IssueState",
    "IssueStory",
    "MailingList",
    "NeverAgain",
    "NoteState",
    "Pair",
    "PaperSize",
    "PrintEdition",
    "PrintedStory",
    "PrivateFeed",
    "PushCopy",
    "PushNote",
    "PushReader",
    "ReturnState",
    "ReturnedLetter",
    "Rule",
    "SavedArticle",
    "Subject",
    "Subscriber",
    "SubscriberState",
    "Subscription",
    "Variant",
]
