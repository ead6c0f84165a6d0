"""Ghost's members as subscribers of the newsletter."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from broadsheet.wire.ghost.posts import moment
from broadsheet.wire.ghost.rows import Row, holds, said
from broadsheet.wire.paper import Remark, Subscriber

NO = {"false", "0", "no", "unsubscribed"}


def subscriber_of(row: Row, *, keep: bool, now: datetime) -> Subscriber | Remark:
    """The subscriber that a member is, or why they are none.

    Args:
        row: of the members' table, of the older subscribers' table, or of the
            CSV that Ghost writes.
        keep: they stay subscribed; else they must confirm here. Who left the
            list stays off it either way.
        now: for those who left at a time that nobody wrote down.
    """
    email = said(row, "email").lower()
    try:
        validate_email(email)
    except ValidationError:
        return Remark(where=f"member “{email[:80]}”", text="this is no e-mail address", skipped=True)
    if said(row, "deleted_at"):
        return Remark(where=f"member “{email}”", text="they deleted their account", skipped=True)
    since = moment(row.get("created_at"))
    if _has_left(row):
        left = moment(row.get("unsubscribed_at")) or moment(row.get("updated_at")) or since or now
        return Subscriber(email=email, state="unsubscribed", confirmed=since, unsubscribed=left)
    return Subscriber(email=email, state="confirmed" if keep and since else "pending", confirmed=since)


def _has_left(row: Row) -> bool:
    """Whether they do not get letters; each version of Ghost says it in a field of its own."""
    for name in ("subscribed_to_emails", "subscribed"):
        value = row.get(name)
        if value is not None and value != "":
            return str(value).strip().lower() in NO
    status = said(row, "status")
    return status == "unsubscribed" or holds(row, "email_disabled")
