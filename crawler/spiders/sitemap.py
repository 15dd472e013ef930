"""Addresses out of sitemap files, which may be large, broken or hostile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.utils.gz import gunzip, gzip_magic_number
from scrapy.utils.sitemap import Sitemap

if TYPE_CHECKING:
    from scrapy.http import Response

MOST_FILES = 5
MOST_ADDRESSES = 20_000
LARGEST_FILE = 10_000_000  # bytes, after decompression
LONGEST_ADDRESS = 2_000


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
