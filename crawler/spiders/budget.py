"""How much may be spent, beside the audits, on finding tasks: looks, searches and time."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crawler.config import Config

AUDIT_SECONDS = 10.0  # what an audit takes of most pages, beside the delay before it
LAST_SECONDS = 40.0  # of the deadline, beside one more page's time: for delays and for closing


class Budget:
    """Spent over a crawl of one website. It closes when its time is over, or when so little is left
    of the site's deadline that one more page could cost the website its state."""

    def __init__(self, config: Config, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._looks = config.discovery_pages
        self._kept_looks = config.discovery_pages // 2
        self._searches = config.searches
        self._seconds = config.discovery_time
        # Looks come first, and where they are slow nothing would be left to ask with.
        share = min(config.discovery_time / 3, config.site_deadline / 10)
        self._for_searches = share if config.searches else 0.0
        # A short deadline keeps a quarter, or nothing would ever be looked at under it.
        kept = min(
            config.page_timeout + config.walk_timeout + LAST_SECONDS, config.site_deadline / 4
        )
        self._end = clock() + config.site_deadline - kept
        self.late = False
        """Whether a look was refused because there was no time for it, or no more are wanted."""
        self.closed = False
        """Whether the website wants no more looks and searches, or answers none."""
        self._since: float | None = None  # when the spending of now began

    @property
    def looks(self) -> int:
        """How many more pages may be looked at."""
        return self._looks

    def take_look(self, audits: int = 0, delay: float = 0.0) -> bool:
        """Take one look, if there is one, and time for it and for so many `audits` after it, which
        are `delay` seconds apart. Before audits only half of the looks are taken: the other half is
        for the tasks' pages that are not audited."""
        if self.closed or not self._time(audits * (delay + AUDIT_SECONDS), self._for_searches):
            self.late = True
            return False
        if self._looks <= (self._kept_looks if audits else 0):
            return False
        self._looks -= 1
        return True

    def take_search(self) -> bool:
        """Take one search, if there is one and time for it."""
        if self.closed or self._searches == 0 or not self._time():
            return False
        self._searches -= 1
        return True

    def has_time(self, seconds: float) -> bool:
        """Whether so many seconds are left for what is neither a look nor a search."""
        return not self.closed and self._clock() + seconds < self._end

    def close(self) -> None:
        """Let nothing more be looked at or asked for, however much is left."""
        self.closed = True

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Count the time that this takes."""
        self._since = self._clock()
        try:
            yield
        finally:
            self._seconds -= self._clock() - self._since
            self._since = None

    def _time(self, for_audits: float = 0.0, for_searches: float = 0.0) -> bool:
        now = self._clock()
        spent = now - self._since if self._since is not None else 0.0
        in_time = now + for_audits + for_searches < self._end
        return spent + for_searches < self._seconds and in_time
