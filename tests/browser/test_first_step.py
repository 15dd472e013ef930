"""The first thing to do on a page, and how many presses of Tab lead there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.browser.gatherers import first_step
from crawler.browser.gatherers.first_step import gather_first_step
from crawler.browser.world import World
from crawler.records import Tabbing
from tests.browser.recording import opened_page

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from crawler.records import FirstStep
    from tests.browser.odd_server import OddServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

HEAD = '<!doctype html><html lang="en"><meta name=viewport content="width=device-width">'


async def press(browser: Browser, odd: OddServer, body: str, at: str = "") -> FirstStep | None:
    async with opened_page(browser) as (page, session):
        await page.goto(odd.page("/step", HEAD + body) + at)
        return await gather_first_step(World(session), session)


@pytest.mark.parametrize(
    ("body", "kind", "text", "tabs"),
    [
        ("<main><h1>x</h1><a href=/a>Apply</a></main>", "link", "Apply", 1),
        ("<a href=#m>Skip</a><main id=m><h1>x</h1><a href=/a>Apply</a></main>", "link", "Apply", 2),
        ("<nav><a href=/n>N</a></nav><h1>x</h1><p><a href=/a>Apply</a>", "link", "Apply", 2),
        (
            "<main><ol class=breadcrumbs><li><a href=/>Home</a></ol><h1>x</h1>"
            "<button>Start</button></main>",
            "button",
            "Start",
            2,
        ),
        ("<main><a href=/up>Up</a><h1>x</h1><a href=/a>Apply</a></main>", "link", "Apply", 2),
        ("<main><a href=/up>Up</a><h1>x</h1>Words</main>", "link", "Up", 1),
        (
            "<main><h1>x</h1><nav><a href=/n>Next door</a></nav><a href=/a>Apply</a></main>",
            "link",
            "Apply",
            2,
        ),
        ("<main><h1>x</h1><nav><a href=/n>Next door</a></nav></main>", "link", "Next door", 1),
        (
            "<main><h1>x</h1><a href=/s>Share on Facebook</a><button>Print this page</button>"
            "<label>Name <input type=text></label></main>",
            "field",
            "Name",
            3,
        ),
        (
            "<main><div class=cookie-banner><button>Fine</button></div><h1>x</h1>"
            "<select aria-label=Year><option>1</select></main>",
            "field",
            "Year",
            2,
        ),
        (
            "<main><h1>x</h1><label>Yes <input type=radio style='opacity: 0'></label></main>",
            "field",
            "Yes",
            1,
        ),
        ("<main><h1>x</h1><input type=submit value=Pay></main>", "button", "Pay", 1),
        ("<main><h1>x</h1><input disabled><a href=/a hidden>H</a><a href=/b>B</a>", "link", "B", 1),
        ("<main><h1>x</h1><details><summary>More</summary>x</details>", "button", "More", 1),
        ("<main><h1>x</h1><iframe title=Form srcdoc='<input>'></iframe>", "frame", "Form", 1),
        ("<input autofocus><main><h1>x</h1><a href=/a>Apply</a></main>", "link", "Apply", 2),
        (f"{'<a href=/n>n</a>' * 90}<main><h1>x</h1><a href=/a>A</a></main>", "link", "A", 91),
    ],
)
async def test_what_it_is_and_how_far(
    browser: Browser,
    odd: OddServer,
    monkeypatch: pytest.MonkeyPatch,
    body: str,
    kind: str,
    text: str,
    tabs: int,
) -> None:
    monkeypatch.setattr(first_step, "SECONDS", 60.0)  # a busy machine presses slowly
    step = await press(browser, odd, body)
    assert step is not None
    assert (step.kind, step.text, step.tabs, step.why) == (kind, text, tabs, "")
    assert step.end is Tabbing.REACHED
    assert step.selector


async def test_the_top_is_the_top_wherever_the_address_leads(
    browser: Browser, odd: OddServer
) -> None:
    body = "<a href=/1>1</a><a href=/2>2</a><main id=m><h1>x</h1><a href=/a>Apply</a></main>"
    step = await press(browser, odd, body, "#m")
    assert step is not None
    assert step.tabs == 3


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (
            "<div onkeydown=\"if (event.key === 'Tab') { event.preventDefault(); "
            '(document.activeElement === a ? b : a).focus() }"><button id=a>A</button>'
            "<button id=b>B</button></div><main><h1>x</h1><a href=/a>Apply</a></main>",
            "the focus is trapped among the same 2 elements",
        ),
        (
            "<input onblur='this.focus()' onkeydown='event.preventDefault()'>"
            "<main><h1>x</h1><a href=/a>Apply</a></main>",
            "the focus is trapped on one element",
        ),
        (
            "<script>onkeydown = (event) => event.preventDefault()</script>"
            "<main><h1>x</h1><a href=/a>Apply</a></main>",
            "Tab moves the focus nowhere",
        ),
        (
            "<main><h1>x</h1><div role=button onclick=x()>Apply</div></main>",
            "the keyboard cannot focus it",
        ),
        (
            "<main><h1>x</h1><a href=/a tabindex=-1>Apply</a></main>",
            "the keyboard cannot focus it",
        ),
        (
            "<main><h1>x</h1><a onclick=x()>Apply</a></main>",
            "the keyboard cannot focus it",
        ),
        (
            f"{'<a href=/n>n</a>' * 101}<main><h1>x</h1><a href=/a>Apply</a></main>",
            "it is more than 100 stops from the top",
        ),
    ],
)
async def test_why_it_is_not_reached(browser: Browser, odd: OddServer, body: str, why: str) -> None:
    step = await press(browser, odd, body)
    assert step is not None
    assert (step.tabs, step.why) == (None, why)
    far = why.startswith("it is more than")
    assert step.end is (Tabbing.GAVE_UP if far else Tabbing.STUCK)


@pytest.mark.parametrize(
    "body",
    [
        "<main><h1>x</h1><p>Words only.</main>",
        "<nav><a href=/n>N</a></nav><main><h1>x</h1></main><footer><a href=/f>F</a></footer>",
        "<main><p class=breadcrumb><a href=/>Home</a></p><h1>x</h1><a>Nowhere</a></main>",
        "<nav><a href=/n>N</a></nav><h1>x</h1><p>No main part.",
        "<div class=page><h1>x</h1></div><div class='foot wide'><a href=/f>F</a></div>",
    ],
)
async def test_nothing_to_do(browser: Browser, odd: OddServer, body: str) -> None:
    assert await press(browser, odd, body) is None


async def test_too_little_time_is_told_from_a_trap(
    browser: Browser, odd: OddServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_step, "SECONDS", 0.0)
    body = f"{'<a href=/n>n</a>' * 20}<main><h1>x</h1><a href=/a>Apply</a></main>"
    step = await press(browser, odd, body)
    assert step is not None
    assert (step.tabs, step.end) == (None, Tabbing.GAVE_UP)
