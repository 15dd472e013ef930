"""DBOS in this process: it takes jobs from the queue and runs them, from `with` to its end."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from dbos import DBOS

from crawler.jobs.job import PLACE
from crawler.jobs.queue import APPLICATION, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.jobs.hands import Hands
    from crawler.jobs.queue import JobQueue


@contextmanager
def engine(queue: JobQueue, executor: str, hands: Hands) -> Iterator[None]:
    """Take jobs as that executor, and give them to these hands. What it had at work when it ended
    last, it begins with. Jobs that are at work at the end are let go: they are to be given back.

    DBOS opens no port and asks no other host than the database's. It is one for a process.
    """
    PLACE.hands = hands
    DBOS(
        config={
            "name": APPLICATION,
            "system_database_engine": queue.engine,
            "application_version": VERSION,
            "executor_id": executor,
            "log_level": "ERROR",  # its warnings are of what we do on purpose
            # We use none of its messages; its end waits for one round of looking for them.
            "notification_listener_polling_interval_sec": 0.1,
        }
    )
    try:
        DBOS.launch()
        yield
    finally:
        DBOS.destroy()
        PLACE.hands = None
