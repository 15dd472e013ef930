"""Which pages share a template: bodies of one made-up site, in one browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.browser.gatherers.template import gather_template
from crawler.browser.world import World
from tests.browser.recording import opened_page

if TYPE_CHECKING:
    from playwright.async_api import Browser

pytestmark = pytest.mark.asyncio(loop_scope="module")

PAGE = """<!doctype html><html lang="en"><title>{words}</title><body class="page-{number}">
<header class="site-header"><div class="logo"><a href="/">Northam</a></div></header>
<nav class="menu"><ul><li class="{state}"><a href="/{words}">{words}</a></li>{items}</ul></nav>
<main class="content">{main}</main><footer class="foot"><p>{words}</p></footer></body></html>"""
ARTICLE = '<article class="story node-{number}"><h1>{words}</h1>{text}</article>'
LIKE = {
    "other words": {"words": "bins"},
    "another length": {"text": "<p>Pay it online.</p><ul><li>by card</li></ul>" * 9},
    "another number": {"number": "77"},
    "another place in the menu": {"state": "is-active current"},
    "more links": {"items": "<li><a href='/more'>More</a></li>" * 4},
}


async def template(browser: Browser, **parts: str) -> str:
    given = {
        "words": "tax",
        "number": "5",
        "state": "",
        "items": "",
        "text": "<p>Text</p>",
        **parts,
    }
    main = given.pop("main", ARTICLE).format(**given)
    async with opened_page(browser) as (page, session):
        await page.set_content(PAGE.format(main=main, **given))
        return await gather_template(World(session))


async def test_pages_of_one_make_share_it(browser: Browser) -> None:
    first = await template(browser)
    assert len(bytes.fromhex(first)) == 8
    assert {
        name: await template(browser, **parts) for name, parts in LIKE.items()
    } == dict.fromkeys(LIKE, first)


async def test_another_layout_is_another_make(browser: Browser) -> None:
    others = [
        ARTICLE,
        '<div class="landing"><section class="cards">x</section></div>',
        '<div class="landing"><section class="search">x</section></div>',
        ARTICLE + '<aside class="related"></aside>',
        '<form class="story" action="/send"><fieldset class="group">x</fieldset></form>',
    ]
    assert len({await template(browser, main=main) for main in others}) == len(others)


async def test_a_hostile_and_a_huge_page_have_one_too(browser: Browser) -> None:
    async with opened_page(browser) as (page, session):
        await page.set_content(
            "<form><input name=children><input name=className></form>"
            + "<div class='x'>" * 300
            + "<div><p>x</p></div>" * 20_000
        )
        assert len(await gather_template(World(session))) == 16
