"""Websites that people labelled: which page of each is the right one for a task.

The fictional councils of `tests/sites` and `tests/panel/sites`, and a real one where its folder is
there, served and searched for their pages in a real browser, as a crawl does it.
"""

from __future__ import annotations

import asyncio
import csv
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

import msgspec
from msgspec import Struct
from scrapy.utils.sitemap import Sitemap

from bench.served import files
from crawler.browser.pool import Lane
from crawler.config import Config
from crawler.panel.address import page_key
from crawler.panel.applicability import applicable
from crawler.panel.assemble import assemble
from crawler.panel.discover import Discovered, Discovery
from crawler.records import Council, StoredPanel
from crawler.spiders.rules import Robots
from crawler.tasks import read_tasks
from tests.server import SITES, SiteServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from crawler.records import PageFacts, Task
    from tests.site_folder import SiteFolder

LABELS = SITES.parent / "panel" / "labels.csv"
LABELLED = SITES.parent / "panel" / "sites"
NORTHANTS = "northants-lgs"
REAL = SITES.parent.parent.parent / "shared" / "sites"
NONE = "none"
LANES = 2
HELD_OUT = "held-out"
FRESH = "fresh"
BLIND = "blind"
SETS = ("tune", HELD_OUT, FRESH, BLIND)
CONFIG = Config(allow_loopback=True, quiet=0.1, quiet_timeout=1.0, load_timeout=15.0)
TEMPLATE = Council(
    slug=NORTHANTS,
    name="LocalGovStatic",
    nation="England",
    region="East Midlands",
    type="unitary",
    gss_code="E06999999",
    website="",
)


class Label(Struct, frozen=True, kw_only=True):
    """What a person says of a site and a task: `pages` are the right ones, as paths, as
    `supplier:/path` or as addresses; with `none` among them, no page is right as well."""

    site: str
    set: str
    task: str
    pages: tuple[str, ...]
    trap: str

    @property
    def has_page(self) -> bool:
        return NONE not in self.pages


class Site(Struct, frozen=True, kw_only=True):
    """A website that is served: its address without a slash at the end, and whose it is."""

    slug: str
    origin: str
    councils: tuple[Council, ...]

    @property
    def tasks(self) -> tuple[Task, ...]:
        return applicable(read_tasks(), {council.type for council in self.councils})


def read_labels(path: Path = LABELS) -> tuple[Label, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Label(
                site=row["site"],
                set=row["set"],
                task=row["task"],
                pages=tuple(row["page"].split("|")),
                trap=row["trap"],
            )
            for row in csv.DictReader(file)
        )


class Servers:
    """The servers of our own sites and of their suppliers."""

    def __init__(self, servers: Sequence[SiteServer]) -> None:
        self._by_slug = {slug: server for server in servers for slug in server.sites}

    def folder(self, slug: str) -> SiteFolder | None:
        server = self._by_slug.get(slug)
        return server.sites[slug] if server else None

    def origin(self, slug: str) -> str:
        """The address of a site or a supplier. Raises `KeyError`."""
        return self._by_slug[slug].url(slug, "")

    def remove(self, slug: str, path: str) -> None:
        """From now on the site has no page at this path. Raises `KeyError`."""
        site = self._by_slug[slug].sites[slug]
        behaviour = site.settings.behaviour
        removed = (*behaviour.removed, path, f"{path}.html", f"{path}/")
        behaviour = msgspec.structs.replace(behaviour, removed=removed, soft_404=False)
        site.settings = msgspec.structs.replace(site.settings, behaviour=behaviour)


@contextmanager
def serving(slugs: Iterable[str], real: Path = REAL) -> Iterator[tuple[dict[str, Site], Servers]]:
    """The sites by slug, while the context is open. The real one is left out where it is not."""
    with ExitStack() as stack:
        wanted = tuple(slugs)
        servers = Servers(
            [
                stack.enter_context(SiteServer(folder, only=_in(folder, wanted)))
                for folder in (SITES, LABELLED)
            ]
        )
        sites = {}
        for slug in wanted:
            if (folder := servers.folder(slug)) is not None:
                _hasten(folder)
                origin = servers.origin(slug)
                sites[slug] = Site(slug=slug, origin=origin, councils=folder.councils(origin))
        if NORTHANTS in wanted and (real / NORTHANTS).is_dir():
            origin = stack.enter_context(files(real / NORTHANTS))
            council = msgspec.structs.replace(TEMPLATE, website=origin)
            sites[NORTHANTS] = Site(slug=NORTHANTS, origin=origin, councils=(council,))
        yield sites, servers


def _hasten(site: SiteFolder) -> None:
    """Take from a site what is only slow: it does not change what is found."""
    light = tuple(
        msgspec.structs.replace(made, kilobytes=0, rounds=0, width=8, height=8)
        for made in site.settings.behaviour.generated
    )
    behaviour = msgspec.structs.replace(site.settings.behaviour, delay=0.0, generated=light)
    site.settings = msgspec.structs.replace(site.settings, behaviour=behaviour)


def _in(folder: Path, slugs: Iterable[str]) -> list[str]:
    return [slug for slug in slugs if (folder / slug / "site.toml").is_file()]


class Looks:
    """Pages as the browser saw them, each loaded once."""

    def __init__(self, lane: Lane) -> None:
        self._lane = lane
        self._facts: dict[str, PageFacts] = {}

    async def at(self, url: str, *, act: bool = False) -> PageFacts:
        if url not in self._facts:
            self._facts[url] = (await self._lane.look(url, act=act)).facts
        return self._facts[url]

    def forget(self, url: str) -> None:
        for key in [key for key in self._facts if page_key(key) == page_key(url)]:
            del self._facts[key]


class Found(Struct, frozen=True, kw_only=True):
    """What a discovery came to, and how many pages it looked at besides the home page."""

    panel: StoredPanel
    discovered: Discovered
    looks: int


async def discover(
    site: Site, looks: Looks, *, budget: int = CONFIG.discovery_pages, gone: Sequence[str] = ()
) -> Found:
    """Search a site for its pages as a crawl does: robots.txt, sitemap, home page, looks."""
    home_url = f"{site.origin}/"
    robots = await asyncio.to_thread(_robots, site.origin)
    listed = await asyncio.to_thread(_listed, robots, site.origin)
    discovery = Discovery(
        await looks.at(home_url, act=True),
        home_url=home_url,
        tasks=site.tasks,
        nation=site.councils[0].nation,
        sitemap=[url for url in listed if robots.refusal(url) is None],
        gone=gone,
        allowed=lambda url: robots.refusal(url) is None,
        looks=budget,
    )
    count = 0
    while (url := discovery.next()) is not None:
        discovery.saw(await looks.at(url))
        count += 1
    found = discovery.result()
    return Found(panel=assemble(found, site.tasks, CONFIG.pages), discovered=found, looks=count)


class Measured(Struct, frozen=True, kw_only=True):
    """What was found on each of the served sites, by slug."""

    sites: dict[str, Site]
    servers: Servers
    found: dict[str, Found]

    def right_addresses(self, label: Label) -> tuple[str, ...]:
        """The label's pages, where they are served now."""
        site = self.sites[label.site]
        pages = (page for page in label.pages if page != NONE)
        return tuple(_address(page, site, self.servers) for page in pages)


async def measure(
    sites: dict[str, Site],
    servers: Servers,
    *,
    said: Callable[[str, Found, float], None] | None = None,
) -> Measured:
    """Search every site, in two browsers at a time. `said` is told of each site's slug,
    what was found, and how many seconds that took."""
    waiting = list(reversed(sites))
    found: dict[str, Found] = {}

    async def work() -> None:
        async with Lane(CONFIG) as lane:
            while waiting:
                slug = waiting.pop()
                began = time.monotonic()
                found[slug] = await discover(sites[slug], Looks(lane))
                if said:
                    said(slug, found[slug], time.monotonic() - began)

    await asyncio.gather(*(work() for _ in range(LANES)))
    return Measured(sites=sites, servers=servers, found={slug: found[slug] for slug in sites})


def _address(page: str, site: Site, servers: Servers) -> str:
    if page.startswith("/"):
        return site.origin + page
    slug, _, path = page.partition(":")
    return page if path.startswith("//") else servers.origin(slug) + path


def _robots(origin: str) -> Robots:
    url = f"{origin}/robots.txt"
    body = _get(url)
    return Robots.answered(url, 404 if body is None else 200, body or b"")


def _listed(robots: Robots, origin: str) -> list[str]:
    """The addresses in the site's sitemaps."""
    waiting = list(robots.sitemaps) or [f"{origin}/sitemap.xml"]
    pages: list[str] = []
    for address in waiting:
        body = _get(address)
        if not (body or b"").lstrip().startswith(b"<"):
            continue
        sitemap = Sitemap(body or b"")
        found = [entry["loc"] for entry in sitemap if "loc" in entry]
        (waiting if sitemap.type == "sitemapindex" else pages).extend(found)
    return pages


def _get(url: str) -> bytes | None:
    try:
        with urlopen(url) as answer:  # noqa: S310 -- our own server
            body: bytes = answer.read()
            return body
    except URLError:
        return None
