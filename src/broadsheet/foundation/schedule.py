"""Work that comes round: each room says what and how often, `serve` does it.

A job is a function without arguments that may be run again at any time. Its
last run is a row in the database, so that of several machines one does it and
a restart does not begin all over.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import JobRun

logger = logging.getLogger(__name__)
Job = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """A job, its name (unique in the paper) and the time between two runs."""

    name: str
    every: timedelta
    run: Job


_jobs: dict[str, Scheduled] = {}
OnTime = Callable[[datetime, datetime], object]
_on_time: dict[str, OnTime] = {}


def every(period: timedelta, *, name: str) -> Callable[[Job], Job]:
    """Decorate a job to be run once in each `period` (from one second up)."""

    def register(job: Job) -> Job:
        _jobs[name] = Scheduled(name=name, every=period, run=job)
        return job

    return register


def on_time(*, name: str) -> Callable[[OnTime], OnTime]:
    """Decorate what must not be a second late: `job(since, until)`, a few times a second.

    It is told from which moment to which it is asked; `since` is the beginning
    of time after a start. Several machines run it at once, so it locks what it
    does, and looks with one indexed query when there is nothing to do.
    """

    def register(job: OnTime) -> OnTime:
        _on_time[name] = job
        return job

    return register


def look(*, since: datetime, until: datetime) -> list[str]:
    """Let what is `on_time` do what fell due between two moments; the names of what failed."""
    return [name for name in sorted(_on_time) if not _looked(name, since, until)]


def jobs() -> list[Scheduled]:
    """Every job of the paper, by name."""
    return [_jobs[name] for name in sorted(_jobs)]


def run_due(*, moment: datetime | None = None) -> list[str]:
    """Run every job whose time has come; the names of those run.

    A job that fails is logged with its trace and comes round again in its
    time; the others are run all the same.
    """
    moment = moment or now()
    last = dict(JobRun.objects.values_list("name", "last_at"))
    return [
        job.name
        for job in jobs()
        if _is_due(job, last.get(job.name), moment) and _claim(job, moment) and _run(job)
    ]


def _is_due(job: Scheduled, last: datetime | None, moment: datetime) -> bool:
    """Seen without a write: once a second for every job, it would stand in readers' way."""
    return last is None or last <= moment - job.every


def _claim(job: Scheduled, moment: datetime) -> bool:
    """Whether this process is the one that runs `job` now."""
    JobRun.objects.get_or_create(name=job.name)
    due = Q(last_at=None) | Q(last_at__lte=moment - job.every)
    return bool(JobRun.objects.filter(due, name=job.name).update(last_at=moment))


def _looked(name: str, since: datetime, until: datetime) -> bool:
    try:
        _on_time[name](since, until)
    except Exception:
        logger.exception("What must be on time failed (%s)", name)
        return False
    return True


def _run(job: Scheduled) -> bool:
    try:
        job.run()
    except Exception:
        logger.exception("The job %s failed; it is tried again in %s", job.name, job.every)
    return True
