"""axe-core in frames: of this website and of others, inside each other, and those out of reach."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pytest

from crawler.audits.axe import axe as judge_axe
from crawler.browser.gatherers.axe import DEPTH, FRAMES, axe_source, gather_axe
from crawler.browser.pool import FLAGS
from crawler.browser.world import World
from crawler.config import Config
from crawler.records import AxeRule, AxeRun, Outcome, Viewport
from tests.browser.recording import opened_page, started_browser
from tests.facts import sound_facts
from tests.verdicts import findings_of

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.browser.odd_server import OddServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

AXE = axe_source(Config().node_modules)
HEAD = '<!doctype html><html lang="en"><head><title>Bins</title></head><body>'
TOP = HEAD + "<header>Northam</header><main><h1>Bins</h1>"
PAY = (
    HEAD + "<main><h2>Pay</h2><form><input id=sum><button id=go></button></form>"
    "<img id=logo alt='Northam' src='data:,'></main>"
)


async def axe(browser: Browser, odd: OddServer, body: str) -> AxeRun:
    async with opened_page(browser) as (page, session):
        await page.goto(odd.page("/framed", TOP + body))
        return await gather_axe(World(session), Viewport.MOBILE, AXE)


def rule(run: AxeRun, name: str) -> AxeRule:
    return next(rule for rule in run.rules if rule.id == name)


def elsewhere(odd: OddServer, path: str) -> str:
    """The same server under a name that makes it another website."""
    return odd.url(path).replace("127.0.0.1", "localhost")


async def test_frames_of_this_and_other_websites_are_judged(
    browser: Browser, odd: OddServer
) -> None:
    odd.page("/pay", PAY)
    frames = "".join(
        f'<iframe title="{title}" src="{url}"></iframe>'
        for title, url in (("Pay", "/pay"), ("Pay elsewhere", elsewhere(odd, "/pay")))
    )
    run = await axe(browser, odd, f"<div>{frames}</div><img alt='' src='data:,'></main>")
    inner = [odd.url("").removeprefix("http://"), elsewhere(odd, "").removeprefix("http://")]
    assert [(each.host, each.why) for each in run.frames] == [
        (host.strip("/"), "") for host in inner
    ]
    assert run.frames[0].selector == "body > main > div > iframe:nth-of-type(1)"
    label = rule(run, "label")
    assert label.failed == 2
    assert [node.selector for node in label.violations] == [
        f"{frame.selector} >>> #sum" for frame in run.frames
    ]
    assert [node.frame for node in label.violations] == [frame.host for frame in run.frames]
    assert label.violations[0].html == '<input id="sum">'
    assert label.violations[0].summary.startswith("Fix any of the following:")
    assert rule(run, "image-alt").passed == 3
    tested = rule(run, "frame-tested")
    assert (tested.passed, tested.undecided) == (2, 0)
    found = {finding.audit: finding for finding in findings_of(judge_axe(sound_facts(axe=(run,))))}
    message = found["label"].elements[1].message
    assert message.startswith(f"Inside a frame from {run.frames[1].host}. ")
    assert "Fix any" not in message


async def test_rules_of_the_page_as_a_whole_know_its_frames(
    browser: Browser, odd: OddServer
) -> None:
    """On its own a frame would skip a level at its first heading, and lack a main heading."""
    odd.page("/deeper", HEAD + "<h4>Deep</h4>")
    odd.page("/next", HEAD + "<h2>Next</h2>")
    frame = '<iframe title="{0}" src="/{0}"></iframe>'
    run = await axe(browser, odd, frame.format("next") + frame.format("deeper") + "</main>")
    order = rule(run, "heading-order")
    assert (order.passed, order.failed) == (2, 1)
    assert order.violations[0].html == "<h4>Deep</h4>"
    assert order.violations[0].selector.endswith("iframe:nth-of-type(2) >>> body > h4")
    assert rule(run, "page-has-heading-one").passed
    assert not rule(run, "page-has-heading-one").failed
    assert rule(run, "document-title").passed == 1
    # They stand in the main part of the page, and so in a landmark.
    assert not rule(run, "region").failed


async def test_frames_in_frames_in_order(browser: Browser, odd: OddServer) -> None:
    odd.page("/leaf", HEAD + "<img id=leaf src='data:,'>")
    odd.page(
        "/inner",
        HEAD + f"<img id=a src='data:,'><iframe title=x src='{elsewhere(odd, '/leaf')}'></iframe>"
        "<img id=b src='data:,'><iframe title=y srcdoc='<img id=c src=data:,>'></iframe>",
    )
    run = await axe(browser, odd, "<iframe title=z src=/inner></iframe><img id=d src='data:,'>")
    names = [node.selector.split(" >>> ")[-1] for node in rule(run, "image-alt").violations]
    assert names == ["#a", "#leaf", "#b", "#c", "#d"]
    assert rule(run, "image-alt").violations[1].selector.count(" >>> ") == 2
    assert len(run.frames) == 3
    assert not any(each.why for each in run.frames)


async def test_frames_that_cannot_be_judged_are_said(browser: Browser, odd: OddServer) -> None:
    odd.page("/large", HEAD + "<p>x</p>" * 6000)
    odd.page("/nest", HEAD + "<iframe title=more src='/nest?more'></iframe>")
    odd.page("/well", HEAD + "<h2>Well</h2>")
    frames = "".join(
        f'<iframe title="{url}" src="{url}"></iframe>'
        for url in ("/large", "http://127.0.0.1:1/refused", "/well")
    )
    run = await axe(browser, odd, frames + "</main>")
    assert [each.why for each in run.frames] == [
        "it has 6003 elements, too many to test",
        "it did not load",
        "",
    ]
    tested = rule(run, "frame-tested")
    assert (tested.passed, tested.undecided) == (1, 2)
    (finding,) = (
        f for f in findings_of(judge_axe(sound_facts(axe=(run,)))) if f.audit == "frame-tested"
    )
    assert finding.outcome is Outcome.REVIEW
    assert len(finding.elements) == 2


async def test_frames_are_bounded(browser: Browser, odd: OddServer) -> None:
    leaf = "<iframe title=x srcdoc='<p>x'></iframe>"
    deep = leaf
    for _ in range(DEPTH):
        deep = f"<iframe title=x srcdoc='{html.escape(deep)}'></iframe>"
    run = await axe(browser, odd, deep + leaf * 25 + "</main>")
    whys = [each.why for each in run.frames]
    assert whys[:DEPTH] == [""] * DEPTH
    assert "inside each other" in whys[DEPTH]
    assert whys.count("") == FRAMES - 1
    assert whys[-1] == f"the page has more than {FRAMES} frames"


async def test_elements_of_frames_are_counted_beyond_those_that_cross(
    browser: Browser, odd: OddServer
) -> None:
    odd.page("/many", HEAD + "<img src='data:,'>" * 130 + "<img alt='' src='data:,'>" * 200)
    run = await axe(browser, odd, "<iframe title=x src=/many></iframe><img src='data:,'></main>")
    images = rule(run, "image-alt")
    assert (images.failed, images.passed, len(images.violations)) == (131, 200, 50)


async def test_a_frame_without_end_costs_itself_only(browser: Browser, odd: OddServer) -> None:
    odd.page("/slow", HEAD + "<p>x</p>")
    async with opened_page(browser) as (page, session):
        await page.goto(odd.page("/waits", TOP + "<iframe title=x src=/slow></iframe></main>"))
        held = AXE + ";if (self !== top) axe.runPartial = () => new Promise(() => {});"
        run = await gather_axe(World(session), Viewport.MOBILE, held)
    assert [each.why for each in run.frames] == ["it took longer than 3 s"]
    assert rule(run, "document-title").passed == 1


async def test_a_frame_of_a_process_of_its_own_is_said(odd: OddServer) -> None:
    """Our browser has none (`--disable-site-isolation-trials`); one that isolates sites would."""
    assert "--disable-site-isolation-trials" in FLAGS
    odd.page("/pay", PAY)
    async with started_browser() as browser, opened_page(browser) as (page, session):
        frame = f'<iframe title="Pay" src="{elsewhere(odd, "/pay")}"></iframe></main>'
        await page.goto(odd.page("/isolated", TOP + frame))
        run = await gather_axe(World(session), Viewport.MOBILE, AXE)
    (said,) = run.frames
    failed = [each.id for each in run.rules if each.id == "label" and each.failed]
    assert (said.why == "") == (failed == ["label"])
