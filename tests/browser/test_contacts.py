"""Contacts are found on hostile pages too, and a page too large for it is not passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from crawler.browser.examinations import Ground
from crawler.browser.gatherers.contacts import gather_contacts
from crawler.browser.gatherers.network import NetworkLog
from crawler.browser.world import World
from crawler.facts.contacts import Way
from crawler.records import Viewport
from tests.browser.conftest import QUICK
from tests.browser.recording import opened_page

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from crawler.facts.contacts import Contacts
    from tests.browser.odd_server import OddServer

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def contacts_on(browser: Browser, odd: OddServer, name: str, html: str) -> list[Contacts]:
    async with opened_page(browser) as (page, session):
        await page.goto(odd.page(f"/{name}", f"<!doctype html><title>x</title>{html}"))
        ground = Ground(
            page,
            session,
            World(session),
            NetworkLog(session),
            lambda _picture: "",
            QUICK,
            Viewport.MOBILE,
        )
        return [await gather_contacts(ground) for _ in range(2)]


async def test_odd_links_and_clobbered_names_are_survived(browser: Browser, odd: OddServer) -> None:
    first, second = await contacts_on(
        browser,
        odd,
        "odd-contacts",
        '<meta name="format-detection" content="date=no, telephone=no">'
        '<form><input name="children"><input name="parentElement"></form>'
        '<a href="tel:%E0%A4%A">01632 960000</a> <a href="mailto:%">a@b.example</a>'
        '<a href="tel:">x</a><p>01632 960001</p>' + f"<p>{'0' * 30_000}{'a' * 30_000}@</p>",
    )
    assert msgspec.json.encode(first) == msgspec.json.encode(second)
    assert first.complete
    assert not first.detected
    assert first.shown == {Way.TELEPHONE: 2, Way.EMAIL: 1}
    assert [contact.text for contact in first.untapped] == ["01632 960001"]


async def test_a_page_too_large_says_so(browser: Browser, odd: OddServer) -> None:
    many = "<p>Call <b>01632 960001</b> or NM1 1AA now</p>" * 20_000
    first, _ = await contacts_on(browser, odd, "many-contacts", many)
    assert not first.complete
    assert len(first.untapped) <= 60
