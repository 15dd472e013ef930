"""Addresses out of sitemap files, which may be large, broken or hostile."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.gz import gunzip, gzip_magic_number
from scrapy.utils.sitemap import Sitemap

from crawler.errors import UsabilityError
from crawler.panel.address import same_site

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.spiders.robots import RobotsMiddleware

logger = logging.getLogger(__name__)

MOST_FILES = 5
MOST_ADDRESSES = 20_000
LARGEST_FILE = 10_000_000  # bytes, after decompression
LONGEST_ADDRESS = 2_000


async def listed_pages(crawler: Crawler, robots: RobotsMiddleware, home_url: str) -> list[str]:
    """The pages in the sitemaps that robots.txt names, or else in /sitemap.xml, without those that
    it keeps from us. A bounded number of files, and only the site's own."""
    rules = await robots.rules(home_url)
    if rules.refusal(home_url) is not None:
        return []
    waiting = list(rules.sitemaps) or [urljoin(home_url, "/sitemap.xml")]
    seen: set[str] = set()
    pages: dict[str, None] = {}
    while waiting and len(seen) < MOST_FILES and len(pages) < MOST_ADDRESSES:
        address = waiting.pop(0)
        if address in seen or not same_site(address, home_url):
            continue
        seen.add(address)
        found, further = await _fetch(crawler, address)
        pages.update(dict.fromkeys(found))
        waiting.extend(further[:MOST_FILES])
    return [page for page in pages if same_site(page, home_url) and rules.refusal(page) is None]


async def _fetch(crawler: Crawler, address: str) -> tuple[list[str], list[str]]:
    request = Request(
        address,
        callback=NO_CALLBACK,
        dont_filter=True,
        meta={"download_maxsize": LARGEST_FILE},
    )
    try:
        response = await crawler.engine.download_async(request)
    except UsabilityError:
        raise
    except Exception as error:  # noqa: BLE001 -- no sitemap is no loss; any failure means none
        logger.info("No sitemap at %s: %r", address, error)
        return [], []
    return read_sitemap(response) if response.status == 200 else ([], [])


def read_sitemap(response: Response) -> tuple[list[str], list[str]]:
    """The pages and the further sitemaps that a file names, at most `MOST_ADDRESSES` together.

    A file that is not a sitemap, is damaged or unpacks to more than `LARGEST_FILE` gives what could
    be read, or nothing.
    """
    pages: list[str] = []
    sitemaps: list[str] = []
    try:
        body = response.body
        if gzip_magic_number(response):
            body = gunzip(body, max_size=LARGEST_FILE)
        document = Sitemap(body)
        found = {"urlset": pages, "sitemapindex": sitemaps}.get(document.type)
        if found is None:
            return [], []
        for entry in document:
            address = entry["loc"]
            if address.startswith(("http://", "https://")) and len(address) <= LONGEST_ADDRESS:
                found.append(address)
            if len(found) >= MOST_ADDRESSES:
                break
    except Exception:  # noqa: BLE001 -- lxml, zlib and Scrapy raise many kinds; all mean "unreadable"
        return pages, sitemaps
    return pages, sitemaps
