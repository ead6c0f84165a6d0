"""Work that comes round."""

from __future__ import annotations

from datetime import timedelta

from broadsheet.foundation.schedule import every
from broadsheet.talk import actions


@every(timedelta(days=1), name="talk.forget_addresses")
def forget_addresses() -> int:
    """Where a comment or a report came from is nobody's business after 90 days."""
    return actions.forget_addresses()
