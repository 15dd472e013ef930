"""What asks about cookies is told from all else, and its controls by their words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from crawler.browser.gatherers import CONSENT, DOM, HELD, PARTS
from crawler.browser.world import World
from tests.browser.recording import opened_page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, CDPSession, Page

pytestmark = pytest.mark.asyncio(loop_scope="module")

HEAD = """<!doctype html><html lang="en"><head><title>x</title><style>
.low { position: fixed; bottom: 0; left: 0; right: 0; background: #fff }
.all { position: fixed; inset: 0; background: #fff }
</style></head><body><header><a href="/">Northam</a></header><main><h1>Bins</h1><p>Words.</p></main>
<footer><a href="/cookies">Cookies</a></footer>"""
READ = """() => {
  const seen = held.look({milliseconds: 400});
  const found = consent.look([...seen.elements.keys()]);
  return JSON.stringify(found && {
    place: dom.place(found.element), kinds: found.controls.map(({kind}) => kind),
    floats: found.floating,
    frame: found.frame, implied: found.implied, modal: found.modal,
  });
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def opened(browser: Browser) -> AsyncIterator[tuple[Page, CDPSession]]:
    async with opened_page(browser) as (page, session):
        yield page, session


async def read(opened: tuple[Page, CDPSession], body: str) -> dict[str, Any] | None:
    page, session = opened
    await page.set_content(HEAD + body)
    answer = await World(session).call(READ, install=(DOM, PARTS, HELD, CONSENT))
    found: dict[str, Any] | None = json.loads(answer)
    return found


SHADOW = """<aside id="usercentrics-root"></aside><script>
const tree = document.getElementById("usercentrics-root").attachShadow({mode: "open"});
tree.innerHTML = '<div role="dialog" style="position:fixed;bottom:0;left:0;background:#fff">'
  + '<p>We use cookies</p><button>Deny</button><button>Accept All</button></div>';
</script>"""


@pytest.mark.parametrize(
    ("body", "place", "kinds"),
    [
        (
            '<div id="onetrust-consent-sdk"><div class="onetrust-pc-dark-filter"></div>'
            '<div id="onetrust-banner-sdk" class="low" role="dialog" aria-label="Cookie banner">'
            "<p>We use cookies.</p><button>Cookies Settings</button><button>Reject All</button>"
            "<button>Accept All Cookies</button></div></div>",
            "#onetrust-banner-sdk",
            ["settings", "refuse", "accept"],
        ),
        (
            '<div id="CybotCookiebotDialog" class="low" role="dialog"><h2>This website uses cookies'
            "</h2><label><input type=checkbox> Statistics</label><button>Use necessary cookies "
            "only</button><button>Allow selection</button><button>Allow all cookies</button></div>",
            "#CybotCookiebotDialog",
            ["refuse", "save", "accept"],
        ),
        (
            '<div id="ccc"><div id="ccc-notify" class="low" role="region" aria-label="Cookie '
            'Control"><p>We use cookies on this site.</p><button>Accept</button><button>Reject'
            "</button><button>Settings</button></div></div>",
            "#ccc-notify",
            ["accept", "refuse", "settings"],
        ),
        (
            '<div class="cc-window cc-banner low" role="dialog" aria-label="cookieconsent">'
            '<span>We use cookies.</span><a href="https://x.example/">Learn more</a>'
            '<a role="button" tabindex="0" class="cc-btn">Got it!</a></div>',
            "body > div",
            ["link", "close"],
        ),
        (
            '<div id="sliding-popup" class="low"><div class="eu-cookie-compliance"><h2>We use '
            "cookies</h2><button>More info</button><button>Accept all cookies</button><button>No, "
            "thanks</button></div></div>",
            "#sliding-popup",
            ["link", "accept", "refuse"],
        ),
        (
            '<div class="low" id="mine"><p>Rydym yn defnyddio cwcis.</p><button>Cytuno</button>'
            "<button>Gwrthod pob cwci</button><a href=/cwcis>Mwy o wybodaeth</a><button>Rheoli"
            "</button><button>Cau</button></div>",
            "#mine",
            ["accept", "refuse", "link", "settings", "close"],
        ),
        (SHADOW, "#usercentrics-root >>> div", ["refuse", "accept"]),
    ],
)
async def test_banners_as_they_are_sold(
    opened: tuple[Page, CDPSession], body: str, place: str, kinds: list[str]
) -> None:
    found = await read(opened, body)
    assert found is not None
    assert (found["place"], found["kinds"], found["floats"]) == (place, kinds, True)


@pytest.mark.parametrize(
    "body",
    [
        "",
        '<div class="low"><a href="/cookies">Cookies</a> <button>Close</button></div>',
        '<div class="low" role="dialog" aria-label="Alert"><p>Tips are shut.</p><button>OK</button>'
        "</div>",
        '<div class="cookie-banner" hidden><p>We use cookies</p><button>Accept</button></div>',
        '<div class="cookie-banner low" style="opacity: 0; pointer-events: none"><p>We use cookies'
        "</p><button>Accept</button></div>",
        '<section id="cookies"><h2>Cookies</h2><p>We use cookies.</p><a href=/c>More</a></section>',
    ],
)
async def test_all_else(opened: tuple[Page, CDPSession], body: str) -> None:
    assert await read(opened, body) is None


async def test_a_frame_is_not_seen_into(opened: tuple[Page, CDPSession]) -> None:
    found = await read(
        opened, '<iframe class="all" title="Cookie consent" src="about:blank"></iframe>'
    )
    assert found is not None
    assert (found["frame"], found["kinds"]) == (True, [])


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Accept essential cookies", "refuse"),
        ("Only essential", "refuse"),
        ("Continue without accepting", "refuse"),
        ("I do not agree", "refuse"),
        ("Dim ond cwcis hanfodol", "refuse"),
        ("Close and reject", "refuse"),
        ("Manage or reject cookies", "settings"),
        ("Choose which cookies", "settings"),
        ("Accept all, including non-essential", "accept"),
        ("I'm happy with all cookies", "accept"),
        ("Caniatáu pob cwci", "accept"),
        ("OK", "close"),
        ("Save and close", "save"),
        ("Weiter", ""),
    ],
)
async def test_what_a_control_says(opened: tuple[Page, CDPSession], said: str, kind: str) -> None:
    buttons = f"<button>OK</button><button>{said}</button>"
    body = f'<div class="low cookie-bar"><p>We use cookies.</p>{buttons}</div>'
    found = await read(opened, body)
    assert found is not None
    assert found["kinds"] == ["close", kind]
