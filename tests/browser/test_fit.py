"""What fits the screen, and what only a desk shows: on odd pages. Usual ones are in the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from crawler.audits.lost_on_phone import lost_on_phone
from crawler.audits.reflow import reflow
from crawler.audits.registry import Verdict
from crawler.browser.gatherers import desktop_only, fit, layout
from crawler.records import Outcome, Viewport

if TYPE_CHECKING:
    from crawler.browser.pool import Lane
    from crawler.facts.desktop_only import DesktopOnly
    from crawler.facts.fit import Fit
    from crawler.records import PageFacts
    from tests.browser.odd_server import OddServer

pytestmark = pytest.mark.asyncio(loop_scope="module")
HEAD = """<!doctype html><html lang="en"><head><title>x</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body { margin: 0; font: 16px/1.5 sans-serif }</style></head><body>"""
WORDS = "Tell us within twenty one days of the day on which you moved house. " * 3


async def visited(lane: Lane, odd: OddServer, body: str, *steps: str) -> PageFacts:
    visit = await lane.visit(odd.page("/fit", HEAD + body), only=steps)
    assert not {step: visit.facts.errors[step] for step in steps if step in visit.facts.errors}
    return visit.facts


async def fit_of(lane: Lane, odd: OddServer, body: str) -> Fit:
    found = (await visited(lane, odd, body, "fit")).fit
    assert found is not None
    return found


async def compared(lane: Lane, odd: OddServer, body: str) -> DesktopOnly:
    facts = (await visited(lane, odd, body, "desktop_only")).desktop_only
    assert facts is not None
    return facts


async def test_each_size_is_measured(lane: Lane, odd: OddServer) -> None:
    found = await fit_of(lane, odd, '<div id="a" style="width: 400px; height: 9px">text</div>')
    assert [(each.viewport, each.layout_width) for each in found.screens] == [
        ("mobile", 412),
        ("small", 360),
        ("landscape", 823),
        ("narrow", 320),
    ]
    widths = [each.content_width for each in found.screens]
    assert widths == pytest.approx([412, 400, 823, 400], abs=1)
    small = found.at(Viewport.SMALL)
    assert small is not None
    assert [(each.spot.selector, each.right, each.why) for each in small.wide] == [
        ("#a", 400, "box")
    ]
    assert [bool(each.pictures) for each in found.screens] == [False, True, False, True]
    assert found.complete


async def test_the_same_page_gives_the_same_facts(lane: Lane, odd: OddServer) -> None:
    body = f'<p style="width: 600px">{WORDS}</p><div style="overflow-x: auto">{"x" * 90}</div>'
    first, second = [await fit_of(lane, odd, body) for _ in range(2)]
    assert msgspec.json.encode(first) == msgspec.json.encode(second)


@pytest.mark.parametrize(
    ("style", "sure"),
    [
        ("width: 560px; max-width: var(--w)", [True]),
        ("width: 560px; max-width: var(--w); margin-left: 70%", [False]),
        ("width: 2000px", []),
        ("width: 560px; max-width: var(--w); text-overflow: ellipsis; overflow: hidden", []),
    ],
    ids=["cut only where it is narrow", "begins at the edge", "cut at a desk too", "ellipsis"],
)
async def test_text_that_its_box_cuts(
    lane: Lane, odd: OddServer, style: str, sure: list[bool]
) -> None:
    body = f"""<style>:root {{ --w: none }} @media (min-width: 900px)
    {{ p {{ margin: 0 !important }} }}</style>
    <section style="overflow: hidden"><p id="p" style="{style}">{WORDS}</p></section>"""
    found = await fit_of(lane, odd, body)
    assert [each.sure for each in found.cut] == sure


async def test_names_that_a_page_takes_change_nothing(lane: Lane, odd: OddServer) -> None:
    body = f"""<form><input name="children"><input name="parentElement"><input name="shadowRoot">
    <input name="getAttribute"><p style="width: 700px">{WORDS}</p></form>
    <img name="querySelectorAll" alt=""><a id="visualViewport"></a><script>
    Element.prototype.getBoundingClientRect = () => {{ throw 1 }}; window.overflow = 1;
    window.getComputedStyle = null; Array.prototype.map = null</script>"""
    facts = await visited(lane, odd, body, "fit", "desktop_only", "layout")
    narrow = facts.layout_at(Viewport.NARROW)
    assert narrow is not None
    assert [each.why for each in narrow.wide_elements] == ["content"]
    assert facts.desktop_only is not None
    assert facts.desktop_only.complete


async def test_a_very_deep_page(lane: Lane, odd: OddServer) -> None:
    body = """<script>let at = document.body; for (let i = 0; i < 800; i += 1) {
    const next = document.createElement("div"); at.append(next); at = next }
    at.style.width = "900px"; at.textContent = "The end of it"</script>"""
    facts = await visited(lane, odd, body, "fit", "desktop_only", "layout")
    assert facts.fit is not None


async def test_a_page_that_is_too_large_is_never_a_pass(
    lane: Lane, odd: OddServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limits, most in ((fit.LIMITS, 500), (layout.LIMITS, 500), (desktop_only.LIMITS, 100)):
        monkeypatch.setitem(limits, "elements", most)
    body = "<p><span>One of the </span><a href='#'>many</a></p>" * 200
    facts = await visited(lane, odd, body, "fit", "desktop_only", "layout")
    for audit in (reflow, lost_on_phone):
        verdict = audit(facts)
        assert isinstance(verdict, Verdict)
        assert verdict.outcome is Outcome.REVIEW


async def test_what_came_later_is_not_taken_for_lost(lane: Lane, odd: OddServer) -> None:
    body = f"""<p>Short.</p><script>matchMedia("(min-width: 900px)").onchange = () =>
    {{ document.body.insertAdjacentHTML("beforeend", "<p>{WORDS}</p>") }}</script>"""
    found = await compared(lane, odd, body)
    assert (found.found, found.complete) == (0, True)


async def test_what_takes_turns_is_not_lost(lane: Lane, odd: OddServer) -> None:
    """A part that waits while the phone is looked at, and shows in another's place at a desk."""
    body = f"""<div><p class="turn">{WORDS}</p><p class="turn" hidden>Bring proof of where you live,
    and of who you are.</p></div><script>addEventListener("resize", () => {{
    if (innerWidth > 900) for (const each of document.querySelectorAll(".turn"))
    each.hidden = !each.hidden }}, {{ once: false }})</script>"""
    assert (await compared(lane, odd, body)).found == 0


async def test_what_is_lost_is_counted_and_pictured(lane: Lane, odd: OddServer) -> None:
    body = f"""<style>@media (max-width: 700px) {{ .wide {{ display: none }} }}</style>
    <main><h1>Moving</h1><section class="wide" id="lost"><p>{WORDS}</p><p><a href="/tax">Tell the
    tax office</a> <input name="q"></p></section></main>"""
    found = await compared(lane, odd, body)
    (part,) = found.lost
    assert (part.spot.selector, part.links, part.fields, part.main) == ("#lost", 1, 1, True)
    assert part.letters > 100
    assert part.text.startswith("Tell us within twenty one days")
    assert len(found.pictures) == 1
