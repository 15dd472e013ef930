"""The pages that are chosen, measured against what people say is right, in a real browser."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
import pytest_asyncio

from bench.labelled import (
    BLIND,
    CONFIG,
    FRESH,
    HELD_OUT,
    NONE,
    NORTHANTS,
    REAL,
    Looks,
    Measured,
    discover,
    measure,
    read_labels,
    serving,
)
from bench.panel import by_set, compare, figures
from crawler.browser.pool import Lane
from crawler.panel.address import page_key
from crawler.panel.assemble import renew
from crawler.records import EndState, PageRole
from crawler.tasks import read_tasks
from tests.server import HOST

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PRECISION = 0.95
RECALL = 0.90
# The blind set misses the aim by a page: its one run had 0.935 and 0.956, and no worse is accepted.
BLIND_PRECISION = 0.93
BLIND_RECALL = 0.95
LABELS = read_labels()
SLUGS = tuple(dict.fromkeys(label.site for label in LABELS))
TWICE = "stonebridge"
LOSES_A_PAGE = "wendlow"
# The websites are loaded once for all of them, which takes minutes.
pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(900)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def measured() -> AsyncIterator[Measured]:
    """Every site that is here, searched once."""
    with serving(SLUGS) as (sites, servers):
        yield await measure(sites, servers)


async def test_the_labels_name_tasks_and_pages_that_exist(measured: Measured) -> None:
    tasks = {task.slug for task in read_tasks()}
    assert set(Counter((label.site, label.task) for label in LABELS).values()) == {1}
    for slug, site in measured.sites.items():
        labelled = {label.task for label in LABELS if label.site == slug}
        assert labelled >= {task.slug for task in site.tasks}, slug
    assert {label.task for label in LABELS} == tasks
    sites_of = Counter({label.site: label.set for label in LABELS}.values())
    assert (sites_of[HELD_OUT], sites_of[FRESH], sites_of[BLIND]) == (4, 3, 2)
    for label in LABELS:
        for url in measured.right_addresses(label) if label.site in measured.sites else ():
            if f"//{HOST}:" in url:
                assert b"cannot find that page" not in await asyncio.to_thread(_body, url), url


def _body(url: str) -> bytes:
    with urlopen(url) as answer:  # noqa: S310 -- our own server
        body: bytes = answer.read()
        return body


async def test_the_chosen_pages_are_the_right_ones(measured: Measured) -> None:
    labels = [label for label in LABELS if label.set != BLIND]
    pairs = [pair for slug in measured.sites for pair in compare(labels, slug, measured)]
    result = figures(pairs)
    told = "\n".join(
        [
            *(f"{name}: {some}" for name, some in by_set(pairs).items()),
            *(str(pair) for pair in pairs if pair.failed and pair.label.set != HELD_OUT),
        ]
    )
    assert result.precision >= PRECISION, told
    assert result.recall >= RECALL, told


async def test_sites_that_nobody_tuned_for_are_no_worse_than_at_first(measured: Measured) -> None:
    labels = [label for label in LABELS if label.set == BLIND]
    pairs = [pair for slug in measured.sites for pair in compare(labels, slug, measured)]
    result = figures(pairs)
    told = "\n".join([str(result), *(str(pair) for pair in pairs if pair.failed)])
    assert result.precision >= BLIND_PRECISION, told
    assert result.recall >= BLIND_RECALL, told


async def test_a_suppliers_page_says_whose_it_is(measured: Measured) -> None:
    suppliers = set()
    for slug, site in measured.sites.items():
        for page in measured.found[slug].discovered.pages:
            elsewhere = not page.url.startswith(f"{site.origin}/")
            assert page.supplier == (urlsplit(page.url).netloc if elsewhere else None)
            suppliers |= {page.supplier} - {None}
    assert urlsplit(measured.servers.origin("paylink")).netloc in suppliers


async def test_the_same_site_gives_the_same_panel_twice(measured: Measured) -> None:
    site, first = measured.sites[TWICE], measured.found[TWICE]
    async with Lane(CONFIG) as lane:
        again = await discover(site, Looks(lane))
    assert again.panel == first.panel
    assert again.discovered == first.discovered
    assert len(again.panel.pages) == CONFIG.pages
    kept = renew(again.panel, again.discovered, site.tasks, CONFIG.pages, ())
    assert kept == again.panel


async def test_a_page_that_is_gone_has_one_replacement_that_says_so() -> None:
    slug = LOSES_A_PAGE
    with serving([slug]) as (sites, servers):
        async with Lane(CONFIG) as lane:
            site, looks = sites[slug], Looks(lane)
            before = (await discover(site, looks)).panel
            lost = next(page.url for page in before.pages if page.role is PageRole.TASK)
            servers.remove(slug, lost.removeprefix(site.origin))
            looks.forget(lost)
            assert (await looks.at(lost)).state is EndState.GONE
            after = renew(
                before,
                (await discover(site, looks, gone=[lost])).discovered,
                site.tasks,
                CONFIG.pages,
                [lost],
            )
    changed = [(old, new) for old, new in zip(before.pages, after.pages, strict=True) if old != new]
    assert [(old.url, new.replaces) for old, new in changed] == [(lost, lost)]
    assert page_key(lost) not in {page_key(page.url) for page in (*after.pages, *after.beyond)}
    assert len({page_key(page.url) for page in after.pages}) == len(after.pages) == CONFIG.pages


async def test_nothing_is_chosen_of_a_template_without_services(measured: Measured) -> None:
    if NORTHANTS not in measured.sites:
        pytest.skip(f"{NORTHANTS} is not in {REAL}")
    tasks = [label for label in LABELS if label.site == NORTHANTS]
    assert {label.pages for label in tasks} == {(NONE,)}
    assert [pair for pair in compare(LABELS, NORTHANTS, measured) if pair.chosen] == []
