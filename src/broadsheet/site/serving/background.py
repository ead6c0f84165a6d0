"""The background process: tasks from the queue, and jobs that come round.

Run as `python -m broadsheet.site.serving.background` by `broadsheet serve`.
SIGTERM lets the task and the job in hand finish.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from datetime import UTC, datetime
from typing import Any

import django

logger = logging.getLogger(__name__)

TICK_SECONDS = 1.0
LOOK_SECONDS = 0.25  # between two looks at what must not be a second late
READERS_FIRST = 5  # steps back by so much: pictures and indexes may take a while
PAUSE_SECONDS = 2.0  # after something that must be on time has failed
POLL_SECONDS = 0.5  # between two looks at an empty queue


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.site.settings")
    django.setup()
    os.nice(READERS_FIRST)
    stop = threading.Event()
    scheduler = threading.Thread(target=_schedule, args=(stop,), name="scheduler")
    keeper = threading.Thread(target=_keep_time, args=(stop,), name="time keeper")
    for thread in (scheduler, keeper):
        thread.start()
    try:
        _work()
    finally:
        stop.set()
        for thread in (scheduler, keeper):
            thread.join()


def _work() -> None:
    """Take tasks until SIGTERM (the worker exits by itself once it has finished).

    The worker looks for a task under the lock of whoever writes; it is let loose only
    when there is one, so that a process of low priority does not hold up readers' writes.
    """
    from django.db import close_old_connections
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

    name = f"{socket.gethostname()[:40]}:{os.getpid()}"
    _give_back_orphans()
    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=POLL_SECONDS,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
    )
    signal.signal(signal.SIGTERM, worker.shutdown)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    while worker.running:
        close_old_connections()
        if DBTaskResult.objects.ready().exists():
            worker.run()
        if worker.running:
            time.sleep(POLL_SECONDS)


def _give_back_orphans() -> None:
    """Tasks that a process of this machine held when it was killed are ready again.

    Every task of the paper may be run twice: what must not happen twice (a
    letter) has a durable state of its own.
    """
    from django_tasks_db.models import DBTaskResult

    here = socket.gethostname()[:40]
    for task in DBTaskResult.objects.running():
        host, _, pid = (task.worker_ids or [""])[-1].rpartition(":")
        if host == here and not _is_alive(pid):
            logger.warning("The task %s was cut short and is taken up again.", task.task_path)
            DBTaskResult.objects.running().filter(pk=task.pk).update(status="READY")


def _is_alive(pid: str) -> bool:
    if not pid.isdecimal() or int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # somebody else's process: not ours to judge
    return True


def _schedule(stop: threading.Event) -> None:
    """Run what is due once a second; end the process when its parent is gone."""
    from django.db import DatabaseError, close_old_connections

    from broadsheet.foundation.schedule import run_due

    parent = os.getppid()
    while not stop.wait(TICK_SECONDS):
        if os.getppid() != parent:
            _end(stop)
            return
        close_old_connections()
        try:
            run_due()
        except DatabaseError as error:
            logger.warning("The database cannot be asked what is due: %s", error)


def _keep_time(stop: threading.Event) -> None:
    """Do what has its moment in its moment; first what fell due while nobody was here."""
    from django.db import close_old_connections

    from broadsheet.foundation.clock import now
    from broadsheet.foundation.schedule import look

    since = datetime.fromtimestamp(0, UTC)
    while not stop.wait(LOOK_SECONDS):
        close_old_connections()
        until = now()
        failed = look(since=since, until=until)
        if failed:
            stop.wait(PAUSE_SECONDS)  # a database that is away is not asked four times a second
        else:
            since = until


def _end(stop: threading.Event) -> Any:
    logger.warning("The paper's main process is gone; the background process ends.")
    stop.set()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
