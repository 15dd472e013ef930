"""What both spiders are: the work on one website, told from its beginning to its end in `_run`."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from scrapy import Spider
from typing_extensions import override

from crawler.errors import TakenOver
from crawler.spiders.budget import Budget

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from crawler.database.session import Database
    from crawler.records import EndState
    from crawler.spiders.errand import Errand


class WebsiteSpider(Spider):
    """Afterwards `finished` says whether all was done, and `problem` what of ours ended it early;
    neither means that it was told to stop. `page_seen(url, state, seconds)` is called after each
    page that was only looked at."""

    def __init__(
        self,
        *,
        errand: Errand,
        database: Database,
        page_seen: Callable[[str, EndState, float], None],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._errand = errand
        self._database = database
        self._page_seen = page_seen
        self._budget = Budget(errand.config)
        self.finished = False
        self.problem: Exception | None = None

    @override
    async def start(self) -> AsyncIterator[Any]:
        try:
            with self._database.explained():
                await self._run()
            self.finished = True
        except TakenOver as taken:
            self.problem = taken
        except Exception as error:
            # Scrapy would log it and call the crawl finished; the job must know.
            self.problem = error
            self.logger.exception("The work on %s failed", self._errand.website.url)
        return
        yield  # makes this the generator that Scrapy wants; nothing is ever scheduled

    @abstractmethod
    async def _run(self) -> None:
        """Do all the work, each load awaited after the other."""
