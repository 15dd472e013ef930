"""Which websites to visit, on what terms, and whether all that a visit needs is here: asked before
anything is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from crawler.browser.find import find_chromium
from crawler.browser.node import find_node
from crawler.errors import CouncilNotInForce, MissingPackages, NoContactUrl
from crawler.jobs.by_hand import ByHand
from crawler.jobs.loopback import on_this_machine
from crawler.panel.hosts import host_of
from crawler.panel.overrides import read_overrides
from crawler.register import find, websites
from crawler.tasks import read_tasks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from crawler.config import Config
    from crawler.panel.overrides import Override
    from crawler.records import Council, Task, Website


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


class Terms(NamedTuple):
    """What the orders for all websites of a run have in common."""

    config: Config
    councils: Sequence[Council]
    tasks: tuple[Task, ...]
    overrides: tuple[Override, ...]

    @classmethod
    def read(cls, config: Config, councils: Sequence[Council]) -> Terms:
        """With the tasks and the overrides from their files. Raises `MissingFile`,
        `UnreadableFile` or `BadRegister`."""
        tasks = read_tasks()
        by_hand = ByHand(config, councils, tasks)
        return cls(config, councils, tasks, read_overrides(config.overrides_file, by_hand.check))

    def of(self, website: Website) -> dict[str, Any]:
        """The fields of an `Order` for one website."""
        slugs = {council.slug for council in website.councils}
        own = {host_of(website.url)} | {host_of(council.website) for council in website.councils}
        hosts = {host_of(council.website) for council in self.councils}
        return {
            "website": website,
            "config": replace(self.config, crux_key=None),  # a crawl has no use for it
            "tasks": self.tasks,
            "overrides": tuple(each for each in self.overrides if each.council in slugs),
            "other_hosts": tuple(sorted(hosts - own)),
        }


def require_contact(config: Config, sites: Sequence[Website]) -> None:
    """Raise `NoContactUrl` when a site is not on this machine and nobody could be asked about the
    crawl."""
    config.require_contact()
    if config.contact_url is None and not all(on_this_machine(site.url) for site in sites):
        raise NoContactUrl


def require_packages(node_modules: Path) -> None:
    """Raise `MissingPackages` unless what every audit needs is there: without it, each site in turn
    would end as our failure."""
    for package in ("axe-core", "html_codesniffer", "lighthouse"):
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
