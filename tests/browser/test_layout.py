from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.browser.gatherers.layout import gather_layout
from crawler.browser.sizes import SIZES, resize
from crawler.browser.world import World
from crawler.records import Layout, Viewport
from tests.browser.recording import opened_page

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.browser.odd_server import OddServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

HEAD = """<!doctype html><html lang="en"><head><title>x</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body { margin: 0; font: 16px/1.5 sans-serif }</style></head><body>"""
ROW = "<tr>" + "<td>a cell of some length</td>" * 12 + "</tr>"
WIDE_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="700" height="40"/>'
WIDE = 'style="width: 700px"'


async def layout(browser: Browser, odd: OddServer, body: str, viewport: Viewport) -> Layout:
    odd.page("/wide.svg", WIDE_PICTURE, kind="image/svg+xml")
    async with opened_page(browser) as (page, session):
        await page.goto(odd.page("/layout", body))
        if viewport != Viewport.MOBILE:
            await resize(session, viewport)
        return await gather_layout(World(session), viewport, SIZES[viewport].width)


async def narrow(browser: Browser, odd: OddServer, body: str) -> tuple[list[str], list[str]]:
    """The selectors that reach past the edge at 320 px: those that count, and those exempt."""
    found = (await layout(browser, odd, HEAD + body, Viewport.NARROW)).wide_elements
    return (
        [wide.selector for wide in found if not wide.exempt],
        [wide.selector for wide in found if wide.exempt],
    )


# Each case is HTML; `#wide…` must be reported, `#spare…` must be reported as exempt, and nothing
# else at all.
CASES = {
    "all is narrow": "<p>Text that wraps where the screen ends, however narrow that may be.</p>",
    "a wide box": f'<div id="wide" {WIDE}>text</div>',
    "only where it starts": f'<div id="wide" {WIDE}><div><p {WIDE}>text</p></div></div>',
    "the child, not its parent": f'<main><div><p id="wide" {WIDE}>text</p></div></main>',
    "two apart": f'<p id="wide-1" {WIDE}>a</p><section><p id="wide-2" {WIDE}>b</p></section>',
    "a word that does not wrap": f'<p id="wide">{"Llanfairpwllgwyngyll" * 6}</p>',
    "a data table": f'<table id="spare"><tr><th>Day</th></tr>{ROW * 3}</table>',
    "a data table in a wide box": f"""<div id="spare" style="width: max-content">
        <table><caption>x</caption>{ROW}</table></div>""",
    "a layout table": f'<table id="wide" role="presentation">{ROW}</table>',
    "a table without headings": f'<table id="wide">{ROW}</table>',
    "a picture": f'<img id="spare" alt="map" src="/wide.svg" {WIDE} height="40">',
    "a frame": f'<iframe id="spare" title="x" {WIDE}></iframe>',
    "code": f'<pre id="spare">{"x = 1; " * 60}</pre>',
    "text beside a picture": f'<div id="wide" {WIDE}><img alt="" {WIDE}><p>text</p></div>',
    "a toolbar": f'<div id="spare" role="toolbar" {WIDE}>Bold</div>',
    "scrolls by itself": f'<div style="overflow-x: auto"><table>{ROW}</table><p {WIDE}>x</p></div>',
    "is cut off by its parent": f'<div style="overflow: hidden"><p {WIDE}>a decoration</p></div>',
    "scrolls for what nobody sees": f"""<div id="spare" style="visibility: hidden; width: 700px">x
        </div><div hidden {WIDE}>y</div>""",
    "fixed and wholly outside": '<div style="position: fixed; left: 400px; width: 90px">menu</div>',
    "outside to the left": '<a style="position: absolute; left: -9999px" href="#x">Skip</a>',
    "absolute and outside": '<div id="wide" style="position: absolute; left: 500px">text</div>',
    "waits beside the screen": '<nav id="spare" style="position: absolute; left: 100%">menu</nav>',
    "margins of a grid": """<div id="spare" style="margin: 0 -15px 0 0">
        <p style="margin: 0 15px">Text.</p></div>""",
    "an empty box": f'<div id="spare" {WIDE[:-1]}; height: 2px"></div>',
    "three pixels": '<div style="width: 323px">text</div>',
    "program text in a line": f'<p>See <code id="wide">{"crawler/browser/" * 8}</code></p>',
    "data without headings": f'<table id="spare">{ROW * 3}</table>',
    "a long cell": f"""<div style="overflow-x: auto"><table><tr><th>Fee</th></tr><tr>
        <td id="wide" style="min-width: 600px">
        {"a fee for all of it " * 9}</td></tr></table></div>""",
    "words that scroll with a table": f"""<div style="overflow-x: auto"><div {WIDE}>
        <table><tr><th>Fee</th></tr></table><p id="wide">{"words of it " * 20}</p></div></div>""",
    "cards to swipe": f"""<ul style="overflow-x: auto; display: flex; padding: 0">{
        '<li style="flex: 0 0 240px">' + "words of it " * 9 + "</li>"
    }{'<li style="flex: 0 0 240px">' + "words of it " * 9 + "</li>"}</ul>""",
    "a field of many columns": '<textarea id="wide" cols="80">text</textarea>',
    "the next card shows its edge": f"""<style>body {{ overflow-x: hidden }}</style>
        <div style="display: flex"><p style="flex: 0 0 240px">Text.</p>
        <p id="spare" style="flex: 0 0 240px">{"words of it " * 9}</p></div>""",
    "carousel that is cut": """<style>body { overflow-x: hidden }</style>
        <ul class="carousel" style="width: 700px; margin: 0">
        <li id="spare">A line of text that goes on and on, past the edge of the page.</li></ul>""",
    "in a shadow tree": """<shadow-box id="holder"></shadow-box><script>
        document.querySelector("#holder").attachShadow({mode: "open"}).innerHTML =
        "<p>Fits</p>"</script>""",
    "off-canvas menu": """<style>body { overflow-x: hidden }</style>
        <nav style="position: absolute; left: 320px; width: 280px">Menu</nav>""",
    "lost text": """<style>body { overflow-x: hidden }</style><div style="width: 700px">
        <p id="wide">A line of text that goes on and on, past the edge that cuts it.</p></div>""",
    "a decoration that is cut": """<style>html { overflow-x: hidden }</style>
        <div style="width: 700px; height: 20px; background: red"></div>""",
}


@pytest.mark.parametrize("body", CASES.values(), ids=CASES.keys())
async def test_what_reaches_past_the_edge(browser: Browser, odd: OddServer, body: str) -> None:
    wide, spare = await narrow(browser, odd, body)
    ids = [part.split('"')[0] for part in body.split('id="')[1:]]
    assert wide == [f"#{name}" for name in ids if name.startswith("wide")]
    assert spare == [f"#{name}" for name in ids if name.startswith("spare")]


async def test_the_narrow_width_is_a_desktop_browsers(browser: Browser, odd: OddServer) -> None:
    """At 400% zoom the viewport meta element has no say, so a page without one can still reflow."""
    body = "<!doctype html><html lang=en><title>x</title><p>Text that wraps.</p>"
    found = await layout(browser, odd, body, Viewport.NARROW)
    assert (found.viewport_width, found.content_width, found.wide_elements) == (320, 320, ())


async def test_the_width_of_the_content_is_measured(browser: Browser, odd: OddServer) -> None:
    found = await layout(browser, odd, HEAD + f"<p {WIDE}>x</p>", Viewport.NARROW)
    assert found.content_width == 700
    (wide,) = found.wide_elements
    assert (wide.left, wide.right) == (0, 700)
    assert wide.html.startswith("<p style=")


async def test_at_most_fifty_are_kept_and_the_guilty_first(
    browser: Browser, odd: OddServer
) -> None:
    body = f'<img alt="" {WIDE} height="1">' * 40 + f"<p {WIDE}>x</p>" * 30
    found = (await layout(browser, odd, HEAD + body, Viewport.NARROW)).wide_elements
    assert len(found) == 50
    assert [wide.exempt for wide in found] == [False] * 30 + [True] * 20


async def test_text_is_counted_by_the_size_that_is_shown(browser: Browser, odd: OddServer) -> None:
    body = (
        "<p>sixteen</p><p style='font-size: 12px'>twelve</p><p style='font-size: 11px'>eleven</p>"
        "<p style='font-size: 6px; zoom: 2'>zoomed</p><p style='font-size: 20px; zoom: .5'>half</p>"
    )
    found = await layout(browser, odd, HEAD + body, Viewport.MOBILE)
    assert found.viewport_width == 412
    assert found.text_characters == len("sixteentwelveelevenzoomedhalf")
    assert found.legible_characters == len("sixteentwelvezoomed")
    assert [(node.html[:2], node.summary) for node in found.small_text] == [
        ("<p", "11.0 px as shown, 6 characters"),
        ("<p", "10.0 px as shown, 4 characters"),
    ]


async def test_text_that_no_one_sees_does_not_count(browser: Browser, odd: OddServer) -> None:
    body = """<p>seen</p><p hidden>a</p><p style="visibility: hidden">b</p><script>c</script>
    <p style="opacity: 0">d</p><p style="position: absolute; left: -999px">e</p><style>f {}</style>
    <span style="position: absolute; width: 1px; height: 1px; overflow: hidden; white-space: nowrap;
    clip-path: inset(50%)">screen <b>readers</b></span><details><summary>more</summary>g</details>
    <select><option>h</option></select><noscript>i</noscript><template>j</template>"""
    found = await layout(browser, odd, HEAD + body, Viewport.MOBILE)
    assert found.text_characters == len("seenmore")


async def test_a_page_without_viewport_meta_is_measured_as_shrunk(
    browser: Browser, odd: OddServer
) -> None:
    """It is laid out 980 px wide and shown on 412: 16 px come out as 6.7."""
    body = "<!doctype html><html lang=en><title>x</title><p>Far too small.<p style='font-size:2em'>"
    found = await layout(browser, odd, body + "Large enough", Viewport.MOBILE)
    assert found.text_characters == len("Fartoosmall.Largeenough")
    assert found.legible_characters == len("Largeenough")
    (small,) = found.small_text
    assert small.summary == "6.7 px as shown, 12 characters"
    assert found.content_width == pytest.approx(980, abs=1)


async def test_a_page_that_is_shrunk_to_fit_is_measured_as_shrunk(
    browser: Browser, odd: OddServer
) -> None:
    body = "<p>Too small.</p><div style='width: 1200px; height: 1px; background: red'></div>"
    head = HEAD.replace(", initial-scale=1", "")
    found = await layout(browser, odd, head + body, Viewport.MOBILE)
    assert found.legible_characters == 0
    assert found.content_width == 1200


async def test_small_text_is_kept_up_to_twenty_longest_first(
    browser: Browser, odd: OddServer
) -> None:
    body = "".join(f"<p style='font-size: 9px'>{'x' * number}</p>" for number in range(1, 31))
    found = await layout(browser, odd, HEAD + body, Viewport.MOBILE)
    assert found.text_characters == sum(range(1, 31))
    assert found.legible_characters == 0
    assert [node.summary for node in found.small_text] == [
        f"9.0 px as shown, {number} characters" for number in range(30, 10, -1)
    ]
