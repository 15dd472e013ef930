"""Runs the spider's machinery on one address and prints, as JSON, what AutoThrottle got to see.

Scrapy's reactor can be started once in a process, so this is a process of its own:
`python -m tests.spiders.throttle_probe URL`.
"""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider, signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http.request import NO_CALLBACK
from typing_extensions import override

from crawler.browser.handler import AuditedPage
from crawler.config import Config
from crawler.spiders.settings import scrapy_settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.http import Response


class Probe(Spider):
    """Audits one page twice and notes the latency and the delay after each."""

    name = "probe"

    def __init__(self, url: str, seen: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._url = url
        self._seen = seen

    @override
    async def start(self) -> AsyncIterator[Any]:
        # Connected after AutoThrottle, and so called after it.
        self.crawler.signals.connect(self.note, signals.response_downloaded)
        for audit in (True, False):
            begun = time.monotonic()
            request = Request(
                self._url, callback=NO_CALLBACK, dont_filter=True, meta={"audit": audit}
            )
            await self.crawler.engine.download_async(request)
            self._seen[-1]["seconds"] = time.monotonic() - begun
        return
        yield

    def note(self, response: Response, request: Request) -> None:
        slot = self.crawler.engine.downloader.slots[request.meta["download_slot"]]
        network = response.visit.facts.network if isinstance(response, AuditedPage) else None
        ttfb = network.ttfb_ms if network else None
        self._seen.append(
            {
                "audited": isinstance(response, AuditedPage),
                "url": request.url,
                "status": response.status,
                "latency": request.meta.get("download_latency"),
                "ttfb": None if ttfb is None else ttfb / 1000,
                "delay": slot.delay,
            }
        )


def main() -> None:
    seen: list[dict[str, Any]] = []
    config = Config(allow_loopback=True, machine_factor=1.0, crawl_delay=0.0, quiet=0.1)
    process = AsyncCrawlerProcess(scrapy_settings(config))
    process.crawl(Probe, url=sys.argv[1], seen=seen)
    process.start()
    print(json.dumps(seen))  # noqa: T201 -- a program's output


if __name__ == "__main__":
    main()
