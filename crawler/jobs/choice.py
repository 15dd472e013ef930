"""Which websites to visit, and whether all that a visit needs is here: asked before anything is
fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.browser.find import find_chromium
from crawler.browser.node import find_node
from crawler.errors import CouncilNotInForce, MissingPackages, NoContactUrl
from crawler.jobs.loopback import on_this_machine
from crawler.register import find, websites

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from crawler.config import Config
    from crawler.records import Council, Website


def choose_sites(
    config: Config,
    councils: Sequence[Council],
    slugs: Sequence[str],
    on: date,
    limit: int | None = None,
) -> tuple[Website, ...]:
    """The websites, on that day, of the councils named or of all, at most `limit`.
    Raises `UnknownCouncil`, `CouncilNotInForce` or `NoContactUrl`."""
    chosen = find(councils, slugs, config.register) if slugs else tuple(councils)
    if slugs:
        require_in_force(chosen, on)
    sites = websites(chosen, on)[:limit]
    require_contact(config, sites)
    return sites


def require_programs(config: Config) -> None:
    """Raise `NoBrowser`, `NoNode` or `MissingPackages` unless a lane can be opened."""
    find_chromium(config)
    find_node(config)
    require_packages(config.node_modules)


def other_hosts(councils: Sequence[Council], website: Website) -> tuple[str, ...]:
    """The hosts of the register's other websites, sorted, with the port where there is one."""
    own = {urlsplit(website.url).netloc.lower()}
    own |= {urlsplit(council.website).netloc.lower() for council in website.councils}
    hosts = {urlsplit(council.website).netloc.lower() for council in councils}
    return tuple(sorted(hosts - own))


def require_contact(config: Config, sites: Sequence[Website]) -> None:
    """Raise `NoContactUrl` when a site is not on this machine and nobody could be asked about the
    crawl."""
    config.require_contact()
    if config.contact_url is None and not all(on_this_machine(site.url) for site in sites):
        raise NoContactUrl


def require_packages(node_modules: Path) -> None:
    """Raise `MissingPackages` unless what every audit needs is there: without it, each site in turn
    would end as our failure."""
    for package in ("axe-core", "lighthouse"):
        if not (node_modules / package / "package.json").is_file():
            raise MissingPackages(package=package, path=node_modules)


def require_in_force(councils: Sequence[Council], on: date) -> None:
    """Raise `CouncilNotInForce` for the first council that does not exist on that day."""
    for council in councils:
        if council.valid_from and on < council.valid_from:
            when, remedy = f"begins on {_day(council.valid_from)}", "Choose one that exists today."
        elif council.valid_to and council.valid_to < on:
            when = f"ended on {_day(council.valid_to)}"
            successor = council.succeeded_by
            remedy = f"Choose its successor, {successor}." if successor else "Choose another."
        else:
            continue
        raise CouncilNotInForce(name=council.name, slug=council.slug, when=when, remedy=remedy)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
