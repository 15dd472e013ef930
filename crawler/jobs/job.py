"""The workflow that DBOS knows: a job, handed to whoever works in this process.

DBOS carries the job, and what became of it is in our tables. So a job never fails for DBOS: it is
done, or it is let go and somebody takes it again.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from dbos import DBOS

from crawler.jobs.queue import WORKFLOW

if TYPE_CHECKING:
    from crawler.jobs.hands import Hands


class _Place:
    """Who works in this process: DBOS is one for a process, and so are they."""

    hands: Hands | None = None


PLACE = _Place()


# Our own tables count the tries that were in vain.
@DBOS.workflow(name=WORKFLOW, max_recovery_attempts=None)
async def audit_website(crawl_id: int, website: str) -> None:
    """Audit a website in a crawl."""
    hands = PLACE.hands
    if hands is None:
        raise asyncio.CancelledError
    loop = await asyncio.to_thread(hands.working)
    job = hands.take(crawl_id, website)
    try:
        future = asyncio.run_coroutine_threadsafe(job, loop)
    except RuntimeError:  # its loop has ended
        job.close()
        raise asyncio.CancelledError from None
    await asyncio.wrap_future(future)
