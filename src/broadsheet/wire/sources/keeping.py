"""Pause a source, and go on with it."""

from __future__ import annotations

from broadsheet.foundation.clock import now
from broadsheet.wire.models import Source


def pause(*, source: Source) -> None:
    """Leave a source alone; what came from it stays."""
    source.state = Source.State.PAUSED
    source.save(update_fields=["state"])


def resume(*, source: Source) -> None:
    """Look at a source again, at once; its troubles are forgotten."""
    source.state, source.next_at, source.failures, source.trouble = Source.State.ON, now(), 0, ""
    source.save(update_fields=["state", "next_at", "failures", "trouble"])
