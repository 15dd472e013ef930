"""Markup, axe-core and screenshots, each gathered from a page of its own."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from crawler.audits.axe import axe as judge_axe
from crawler.browser.gatherers import DOM
from crawler.browser.gatherers.axe import HEAVY, LIMITS, axe_source, axe_version, gather_axe
from crawler.browser.gatherers.markup import gather_markup
from crawler.browser.gatherers.screenshot import gather_screenshot
from crawler.browser.sizes import resize
from crawler.browser.world import ScriptFailed, World
from crawler.config import Config
from crawler.errors import MissingPackages
from crawler.records import AxeRule, AxeRun, Markup, Outcome, Viewport
from tests.browser.recording import opened_page
from tests.facts import sound_facts
from tests.verdicts import findings_of

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser

    from tests.browser.odd_server import OddServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

AXE = axe_source(Config().node_modules)
HEAD = '<!doctype html><html lang="en"><head><title>x</title></head><body>'


async def markup(browser: Browser, odd: OddServer, body: str) -> Markup:
    async with opened_page(browser) as (page, session):
        await page.goto(odd.page("/markup/page", body))
        return await gather_markup(World(session))


async def axe(browser: Browser, odd: OddServer, body: str) -> AxeRun:
    async with opened_page(browser) as (page, session):
        await page.goto(odd.page("/axe", body))
        return await gather_axe(World(session), Viewport.MOBILE, AXE)


def rule(run: AxeRun, name: str) -> AxeRule:
    return next(rule for rule in run.rules if rule.id == name)


async def test_markup_is_what_the_document_says(browser: Browser, odd: OddServer) -> None:
    found = await markup(
        browser,
        odd,
        """<!doctype html><html lang="cy"><head><title> Biniau
        | Cyngor </title><meta name="Viewport" content="width=device-width, user-scalable=no">
        <meta name="viewport" content="width=980"></head><body><h1>Biniau <b>du</b></h1>
        <div role="heading" aria-level="4">Role</div><h2 hidden>Hidden</h2><h3></h3>
        <svg><title>Not the page's</title></svg><p>Some text.</p></body></html>""",
    )
    assert found.title == "Biniau | Cyngor"
    assert found.language == "cy"
    assert found.viewport == ("width=device-width, user-scalable=no", "width=980")
    assert found.headings == ((1, "Biniau du"), (4, "Role"), (3, ""))
    assert found.text_excerpt == "Biniau du Role Some text."
    assert found.element_count == 14


async def test_links_are_absolute_and_named(browser: Browser, odd: OddServer) -> None:
    found = await markup(
        browser,
        odd,
        """<!doctype html><base href="/markup/base/"><a href="a">A  b</a>
        <a href="../b?x=1#y"><img alt="Picture" src="data:,"></a>
        <a href="//other.example/c" aria-label="Named"></a><a href="d" hidden>Hidden</a>
        <a href="mailto:x@y.example">Mail</a><a href="javascript:x()">Script</a><a>No address</a>
        <a href="http://[bad">Bad</a><a href="tel:1">Call</a><a href="e" title="Title"></a>
        <svg><a href="f"><text>Vector</text></a></svg>
        <div style="opacity: 0"><a href="g">See-through</a></div>""",
    )
    base = odd.url("/markup/base/")
    assert [(link.url, link.text, link.visible) for link in found.links] == [
        (f"{base}a", "A b", True),
        (odd.url("/markup/b?x=1#y"), "Picture", True),
        ("http://other.example/c", "Named", False),
        (f"{base}d", "Hidden", False),
        (f"{base}e", "Title", False),
        (f"{base}f", "Vector", True),
        (f"{base}g", "See-through", False),
    ]


async def test_markup_is_bounded(browser: Browser, odd: OddServer) -> None:
    body = (
        f"<title>{'t' * 9000}</title><meta name=viewport content={'v' * 9000}>"
        + f"<h2>{'h' * 9000}</h2>" * 600
        + f"<a href='/{'u' * 3000}'>too long an address</a>"
        + f"<a href='/x'>{'a' * 900}</a>" * 2100
    )
    found = await markup(browser, odd, body)
    assert len(found.title) == 500
    assert len(found.viewport[0]) == 500
    assert len(found.headings) == 500
    assert {len(text) for _, text in found.headings} == {300}
    assert len(found.links) == 2000
    assert {len(link.text) for link in found.links} == {200}
    assert len(found.text_excerpt) == 2000
    assert found.element_count > 2700


async def test_axe_finds_and_counts(browser: Browser, odd: OddServer) -> None:
    run = await axe(
        browser,
        odd,
        HEAD
        + '<main><h1>x</h1><img id="one" src="data:,"><img src="data:,"><img alt="" src="data:,">'
        '<p style="color: #aaa; background: #fff">Pale</p><p>Plain</p></main>',
    )
    images = rule(run, "image-alt")
    assert (images.failed, images.passed, images.undecided) == (2, 1, 0)
    assert images.impact == "critical"
    assert {"wcag2a", "wcag111"} <= set(images.tags)
    assert images.help
    assert images.description
    assert images.help_url.startswith("https://dequeuniversity.com/rules/axe/")
    first = images.violations[0]
    assert (first.selector, first.html) == ("#one", '<img id="one" src="data:,">')
    assert first.summary.startswith("Fix any of the following:\n  ")
    pale = rule(run, "color-contrast")
    assert (pale.failed, pale.passed) == (1, 2)
    assert "#aaaaaa" in pale.violations[0].summary
    assert "video-caption" in run.inapplicable
    assert run.viewport == Viewport.MOBILE


async def test_every_rule_has_run(browser: Browser, odd: OddServer) -> None:
    """Experimental and AAA rules, which axe-core leaves out by default, too."""
    async with opened_page(browser) as (page, session):
        await page.goto(odd.page("/axe", HEAD + "<h1>x</h1><p>Text.</p>"))
        run = await gather_axe(World(session), Viewport.MOBILE, AXE)
        await page.evaluate(AXE)
        rules = await page.evaluate("axe.getRules().map((rule) => rule.ruleId)")
    assert {rule.id for rule in run.rules} | set(run.inapplicable) == set(rules)
    assert len(rules) > 100
    assert {"color-contrast-enhanced", "p-as-heading", "css-orientation-lock"} <= set(rules)


async def test_axe_keeps_fifty_and_counts_all(browser: Browser, odd: OddServer) -> None:
    picture = f'<img src="data:," class="{"c" * 2000}">'
    run = await axe(browser, odd, HEAD + f"<main><h1>x</h1>{picture * 120}</main>")
    images = rule(run, "image-alt")
    assert (images.failed, len(images.violations)) == (120, 50)
    assert all(len(node.html) <= 500 for node in images.violations)
    assert all(len(node.selector) <= 500 for node in images.violations)
    assert all(len(node.summary) <= 1000 for node in images.violations)


async def test_axe_leaves_the_largest_crowds_out_of_three_rules(
    browser: Browser, odd: OddServer
) -> None:
    """Each reads, for each element, all that is beside it: 20,000 links would take half an hour."""
    crowd = "".join(f"<a href='/{number}'>Link {number}</a> " for number in range(20_000))
    few = "<p id=text>See <a id=one href='/one'>one</a> of them</p><button id=go>Go</button>"
    run = await axe(browser, odd, HEAD + f"<main><h1>x</h1><div>{crowd}</div>{few}</main>")
    assert run.untested == {"link-in-text-block": 20_000, "target-size": 20_000}
    assert run.unjudged == ()
    # The others are judged, and all is judged by the other rules.
    assert rule(run, "link-in-text-block").passed + rule(run, "link-in-text-block").failed == 1
    assert rule(run, "target-size").passed == 1
    assert rule(run, "link-name").passed == 20_001


async def test_axe_leaves_slow_rules_out_of_the_largest_pages(
    browser: Browser, odd: OddServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "large", 100)
    run = await axe(browser, odd, HEAD + f"<main><h1>x</h1>{'<p>x</p>' * 100}<img src='data:,'>")
    assert set(run.unjudged) == set(HEAVY)
    left_out = [rule(run, name) for name in run.unjudged]
    assert not any(each.passed or each.failed or each.undecided for each in left_out)
    assert rule(run, "image-alt").failed == 1
    judged = {
        finding.audit: finding.outcome
        for finding in findings_of(judge_axe(sound_facts(axe=(run,))))
    }
    assert judged["color-contrast"] is Outcome.ERROR
    assert judged["image-alt"] is Outcome.FAIL


async def test_axe_sees_into_shadow_roots(browser: Browser, odd: OddServer) -> None:
    shadow = "<main><h1>x</h1><div id=host><template shadowrootmode=open><img src='data:,'>"
    run = await axe(browser, odd, HEAD + shadow + "</template></div></main>")
    assert rule(run, "image-alt").violations[0].selector == "#host >>> img"


@pytest.mark.parametrize(
    ("style", "outcome"),
    [
        ("@media (orientation: landscape) { body { transform: rotate(90deg) } }", "failed"),
        ("@media (orientation: landscape) { body { color: black } }", "passed"),
        ("body { transform: rotate(90deg) }", "passed"),
        ("@import url(//other.invalid/x.css);", "passed"),
        ("", "passed"),
    ],
)
async def test_axe_judges_orientation_by_the_styles_that_are_there(
    browser: Browser, odd: OddServer, style: str, outcome: str
) -> None:
    """It needs axe-core's internals, which a new release may change."""
    run = await axe(browser, odd, HEAD + f"<style>{style}</style><h1>x</h1>")
    lock = rule(run, "css-orientation-lock")
    counts = {"failed": lock.failed, "passed": lock.passed, "undecided": lock.undecided}
    assert counts == {"failed": 0, "passed": 0, "undecided": 0} | {outcome: 1}


async def test_axe_runs_twice_in_one_world(browser: Browser, odd: OddServer) -> None:
    menu = """<meta name=viewport content=width=device-width>
    <style>@media (max-width: 500px) { nav { display: none } }</style>"""
    picture = "<nav><img src='data:,'></nav><main><h1>x</h1></main>"
    async with opened_page(browser) as (page, session):
        await page.goto(odd.page("/axe", HEAD + menu + picture))
        world = World(session)
        mobile = await gather_axe(world, Viewport.MOBILE, AXE)
        await resize(session, Viewport.DESKTOP)
        desktop = await gather_axe(world, Viewport.DESKTOP, AXE)
    assert "image-alt" in mobile.inapplicable
    assert rule(desktop, "image-alt").failed == 1


async def test_evidence_does_not_touch_the_page(browser: Browser, odd: OddServer) -> None:
    """Copies of elements would load their images and run their classes again."""
    script = """<script>let made = 0; customElements.define('x-thing', class extends HTMLElement {
      constructor() { super(); document.documentElement.dataset.made = ++made } })</script>"""
    body = HEAD + script + f"<main><x-thing tabindex=0 role=button>{'<b>x</b>' * 20}</x-thing>"
    async with opened_page(browser) as (page, session):
        await page.goto(odd.page("/axe", body))
        world = World(session)
        run = await gather_axe(world, Viewport.MOBILE, AXE)
        html = await world.call("() => dom.html(document.querySelector('x-thing'))", install=(DOM,))
        assert await page.evaluate("document.documentElement.dataset.made") == "1"
        assert await page.evaluate("typeof axe") == "undefined"
    assert run.rules
    assert html == '<x-thing tabindex="0" role="button">'


async def test_axe_that_is_not_installed_is_said(tmp_path: Path) -> None:
    assert axe_version(Config().node_modules).startswith("4.")
    with pytest.raises(MissingPackages, match="axe-core"):
        axe_source(tmp_path)
    with pytest.raises(MissingPackages, match="axe-core"):
        axe_version(tmp_path)


async def test_a_selector_finds_its_element(browser: Browser, odd: OddServer) -> None:
    body = """<main id="m"><p>a</p><p id="m">b</p><ul><li>c<li id="1:2">d<li>e</ul>
    <form><input name="id"><input name="parentElement"><b>f</b></form></main>"""
    async with opened_page(browser) as (page, session):
        await page.goto(odd.page("/selector", HEAD + body))
        wrong = await World(session).call(
            """() => [...document.querySelectorAll('*')].filter((element) => {
              return document.querySelector(dom.selector(element)) !== element;
            }).map((element) => dom.selector(element)).join()""",
            install=(DOM,),
        )
    assert wrong == ""


async def test_a_script_that_fails_says_why(browser: Browser, odd: OddServer) -> None:
    async with opened_page(browser) as (page, session):
        await page.goto(odd.page("/fails", HEAD))
        world = World(session)
        with pytest.raises(ScriptFailed, match="Error: no luck"):
            await world.call("() => { throw new Error('no luck') }")
        with pytest.raises(ScriptFailed, match="no text"):
            await world.call("() => 4")
        with pytest.raises(ScriptFailed, match="characters"):
            await world.call("() => 'x'.repeat(9e6)")
        await page.goto(odd.page("/elsewhere", HEAD))
        assert await world.call("() => dom.name(document.body)", install=(DOM,)) == "body"


async def test_a_screenshot_shows_the_viewport(browser: Browser, odd: OddServer) -> None:
    async with opened_page(browser) as (page, session):
        await page.goto(odd.page("/tall", HEAD + "<h1>Tall</h1><div style='height: 9000px'>"))
        picture = await gather_screenshot(session, Viewport.MOBILE)
        await resize(session, Viewport.DESKTOP)
        wide = await gather_screenshot(session, Viewport.DESKTOP)
    assert picture != wide
    assert size(picture) == (412, 823)
    assert size(wide) == (675, 470)


def size(webp: bytes) -> tuple[int, int]:
    """Width and height of a lossy WebP, whose frame header stands after the file's."""
    assert webp[12:16] in (b"VP8 ", b"VP8X")
    if webp[12:16] == b"VP8X":
        packed = int.from_bytes(webp[24:30], "little")
        return (packed & 0xFFFFFF) + 1, (packed >> 24) + 1
    width, height = struct.unpack("<HH", webp[26:30])
    return width & 0x3FFF, height & 0x3FFF
