"""A crawl's terms, as they travel to its workers through the database."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from crawler.jobs.choice import Terms
from crawler.panel.overrides import Override
from crawler.records import Council, Task, Website

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.config import Config

# What belongs to a crawl: all its workers do the same. All else is the machine's own business.
SETTINGS = (
    *("contact_url", "pages", "rotating_pages", "walked_pages", "speed_runs", "documents", "steps"),
    *("discovery_pages", "searches", "site_deadline", "discovery_time", "page_timeout"),
    *("walk_timeout", "watch_time", "load_timeout", "quiet", "quiet_timeout", "crawl_delay"),
    *("settle_time", "allow_loopback", "page_bytes", "response_bytes", "document_bytes"),
)


class StoredTerms(Struct, frozen=True, kw_only=True):
    """`websites` are those of the crawl: for each address the slugs of the councils it serves."""

    settings: dict[str, Any]
    councils: tuple[Council, ...]
    tasks: tuple[Task, ...]
    overrides: tuple[Override, ...]
    websites: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, terms: Terms, websites: Iterable[Website]) -> StoredTerms:
        return cls(
            settings={name: getattr(terms.config, name) for name in SETTINGS},
            councils=tuple(terms.councils),
            tasks=terms.tasks,
            overrides=terms.overrides,
            websites={
                website.url: tuple(council.slug for council in website.councils)
                for website in websites
            },
        )

    def with_websites_of(self, other: StoredTerms) -> StoredTerms:
        """These terms, also for the websites of others: those that an earlier run asked for."""
        return msgspec.structs.replace(self, websites={**other.websites, **self.websites})

    def packed(self) -> bytes:
        return zlib.compress(msgspec.json.encode(self), 9)

    @classmethod
    def unpacked(cls, data: bytes) -> StoredTerms:
        return msgspec.json.decode(zlib.decompress(data), type=cls)

    def website(self, url: str) -> Website | None:
        """The website at that address, None where the crawl has no such website."""
        slugs = self.websites.get(url)
        if slugs is None:
            return None
        known = {council.slug: council for council in self.councils}
        return Website(url=url, councils=tuple(known[slug] for slug in slugs if slug in known))

    def at(self, own: Config) -> Terms:
        """The terms for a worker with settings of its `own`. A page on its machine is audited only
        where both allow it."""
        config = msgspec.structs.replace(own, **self.settings)
        both = own.allow_loopback and config.allow_loopback
        config = msgspec.structs.replace(config, allow_loopback=both)
        return Terms(config, self.councils, self.tasks, self.overrides)
