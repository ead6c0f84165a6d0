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
from broadsheet.outreach.models.printing import PaperSize, PrintEdition, PrintedStory
from broadsheet.outreach.models.push import CopyState, NoteState, PushCopy, PushNote, PushReader
from broadsheet.outreach.models.reading import SavedArticle

__all__ = [
    "Back",
    "ClickCount",
    "CopyState",
    "Delivery",
    "DeliveryState",
    "Every",
    "FriendLetter",
    "Issue",
    "IssueState",
    "IssueStory",
    "MailingList",
    "NeverAgain",
    "NoteState",
    "PaperSize",
    "PrintEdition",
    "PrintedStory",
    "PushCopy",
    "PushNote",
    "PushReader",
    "ReturnState",
    "ReturnedLetter",
    "Rule",
    "SavedArticle",
    "Subscriber",
    "SubscriberState",
    "Subscription",
    "Variant",
]
