"""The time, in one place, so that a test can hold it still."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """Today's date where the paper is."""
    return timezone.localdate()
