"""The dashboard as people meet it, in a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.dashboard.watched import Scheme, watch

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGES = {
    "league": "/",
    "league, filtered": "/?nation=England&type=district&sort=speed",
    "league, no match": "/?q=zzzz",
    "council": "/council?council=northam",
    "council, blocked": "/council?council=walled",
    "council, hostile": "/council?council=hostile",
    "council, Welsh": "/council?council=cwm-hir",
    "council, nothing examined": "/council?council=eastshire",
    "finding": "/council?council=hostile&finding=image-alt",
    "crawl status": "/status",
    "methodology": "/methodology",
}


async def result(page: Page) -> str:
    return await page.locator("#root .result").inner_text()


async def expect_result(page: Page, words: str) -> None:
    await page.wait_for_function(
        "words => document.querySelector('#root .result')?.innerText.startsWith(words)", arg=words
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
async def test_has_no_accessibility_violation_nor_error_and_fits(
    browser: Browser, dashboard: str, name: str, scheme: Scheme
) -> None:
    watched = await watch(browser, dashboard, scheme=scheme)
    await watched.open(PAGES[name])
    await watched.open_all()
    if name.startswith("council") and name != "council, Welsh":  # which has scores only once
        await watched.page.locator("#root .stVegaLiteChart svg").wait_for()
    for width in (1280, 360, 320):
        await watched.page.set_viewport_size({"width": width, "height": 900})
        assert await watched.overflow() <= 0, f"scrolls sideways at {width} px"
        if width != 320:
            assert await watched.violations() == [], f"at {width} px"
    assert watched.wrong == []
    assert await watched.page.evaluate("window.hacked") is None
    await watched.close()


@pytest.mark.parametrize("path", ["/", "/council?council=northam", "/status", "/nowhere"])
async def test_the_first_response_is_as_accessible(
    browser: Browser, dashboard: str, path: str
) -> None:
    """Streamlit's bundle is held back, so that what axe sees is what the first response shows."""
    watched = await watch(browser, dashboard, width=360)
    await watched.page.route("**/static/js/**", lambda route: route.abort())
    await watched.page.goto(dashboard + path)
    assert await watched.overflow() <= 0
    assert await watched.violations() == []
    await watched.close()


async def test_all_is_there_without_scripts(browser: Browser, dashboard: str) -> None:
    watched = await watch(browser, dashboard, scripts=False)
    page = watched.page
    await page.goto(dashboard)
    await page.get_by_label("Search for a council").fill("cwm")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/?q=cwm&**")
    await page.get_by_role("link", name="Cyngor Cwm Hir").click()
    await page.get_by_role("heading", name="Cyngor Cwm Hir", level=1).wait_for()
    finding = page.locator("details.finding").first
    await finding.locator("summary").click()
    assert await finding.get_by_text("How to repair it").is_visible()
    assert watched.wrong == []
    await watched.close()


async def test_filters_live_in_the_address_and_back_takes_them_back(
    browser: Browser, dashboard: str
) -> None:
    watched = await watch(browser, dashboard)
    page = watched.page
    await watched.open("/?nation=Wales&sort=speed")
    assert (await result(page)).startswith("2 of 16 councils, sorted by speed")

    search = page.get_by_label("Search for a council")
    await search.fill("cwm")
    await search.press("Enter")
    await expect_result(page, "1 of 16 councils")
    assert "q=cwm" in page.url

    await page.get_by_role("combobox", name="Nation").click()
    await page.get_by_role("option", name="England").wait_for()
    assert await watched.violations() == [], "with the list of nations open"
    await page.get_by_role("option", name="England").click()
    await expect_result(page, "No council matches")
    assert await page.locator("#announcer").inner_text() == "No council matches."

    await page.go_back()
    await expect_result(page, "1 of 16 councils")
    await page.go_back()
    await expect_result(page, "2 of 16 councils")
    await expect(search).to_have_value("")
    assert page.url.endswith("/?nation=Wales&sort=speed")
    assert watched.wrong == []
    await watched.close()


async def test_a_column_sorts_without_loading_the_page_again(
    browser: Browser, dashboard: str
) -> None:
    watched = await watch(browser, dashboard)
    page = watched.page
    await watched.open("/")
    await page.evaluate("window.same = true")
    heading = page.get_by_role("columnheader", name="Speed")
    await heading.get_by_role("link").press("Enter")
    await expect_result(page, "16 of 16 councils, sorted by speed")
    assert await heading.get_attribute("aria-sort") == "descending"
    assert page.url.endswith("/?sort=speed")
    assert await page.evaluate("window.same") is True
    assert await page.evaluate("document.activeElement.textContent") == "Speed"
    speeds = [
        float(text) for text in await page.locator("#root table.league td.speed").all_inner_texts()
    ]
    assert speeds == sorted(speeds, reverse=True)
    assert watched.wrong == []
    await watched.close()


async def test_a_council_page_leads_to_everything(browser: Browser, dashboard: str) -> None:
    watched = await watch(browser, dashboard)
    page = watched.page
    await watched.open("/")
    await page.get_by_role("link", name="Northam District Council").click()
    await page.wait_for_url("**/council?council=northam")
    await watched.settle()
    assert (await page.title()).startswith("Northam District Council")
    chart = page.locator("#root [role=graphics-document]")
    await chart.wait_for()
    assert "The total went from" in (await chart.get_attribute("aria-label") or "")
    pictures = page.locator("#root figure img")
    assert await pictures.count() == 4
    await pictures.first.scroll_into_view_if_needed()
    await page.wait_for_function(
        "() => document.querySelector('#root figure img').naturalWidth > 0"
    )
    finding = page.locator("#finding-color-contrast-fail")
    await finding.locator("summary").press("Enter")
    await finding.get_by_role("link", name=re.compile("^All 9")).click()
    await page.wait_for_url("**finding=color-contrast")
    await watched.settle()
    assert await page.locator("#root .elements").last.locator("> li").count() == 9
    assert watched.wrong == []
    await watched.close()


async def test_what_needs_someone_leads_to_its_row_without_loading_the_page_again(
    browser: Browser, dashboard: str
) -> None:
    watched = await watch(browser, dashboard, width=360)
    page = watched.page
    await watched.open("/council?council=northam")
    await page.evaluate("window.same = true")
    await page.locator("#root").get_by_role("link", name="Task by task").click()
    await page.wait_for_function("() => location.hash === '#findability'")
    await page.locator("#root .verdicts").get_by_role("link", name="Report fly-tipping").click()
    row = "document.querySelector('#root #task-fly-tipping')"
    await page.wait_for_function(f"() => {row}.getBoundingClientRect().top < 100")
    assert page.url.endswith("/council?council=northam#task-fly-tipping")
    assert await page.evaluate("window.same") is True
    assert await page.get_by_role("heading", level=1).inner_text() == "Northam District Council"
    assert watched.wrong == []
    await watched.close()


@pytest.mark.parametrize("path", ["/", "/council?council=northam"])
async def test_keyboard_focus_is_always_visible_and_never_caught(
    browser: Browser, dashboard: str, path: str
) -> None:
    watched = await watch(browser, dashboard)
    page = watched.page
    await watched.open(path)
    seen: list[str] = []
    for _ in range(30):
        await page.keyboard.press("Tab")
        focus = await page.evaluate(
            """() => {
              const element = document.activeElement;
              if (element === document.body) return null;
              const box = element.getBoundingClientRect();
              // A widget draws its focus on the box around its field.
              let widest = 0;
              for (let e = element, steps = 0; e && steps < 4; e = e.parentElement, steps++) {
                const style = getComputedStyle(e);
                const width = style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth);
                widest = Math.max(widest, width);
              }
              return {name: element.textContent || element.id || element.getAttribute('aria-label'),
                      outline: widest, left: box.left, right: box.right, height: box.height};
            }"""
        )
        if focus is None:
            break
        assert focus["outline"] >= 2, focus
        assert focus["right"] > 0, focus
        assert focus["left"] < 1280, focus
        seen.append(focus["name"])
    assert seen[0] == "Skip to the main content"
    assert len(set(seen)) > 10
    assert watched.wrong == []
    await watched.close()


async def test_the_skip_link_leads_to_the_content(browser: Browser, dashboard: str) -> None:
    watched = await watch(browser, dashboard)
    await watched.open("/")
    await watched.page.keyboard.press("Tab")
    await watched.page.keyboard.press("Enter")
    assert await watched.page.evaluate("document.activeElement.tagName") == "MAIN"
    await watched.close()


async def test_a_letter_alone_does_nothing(browser: Browser, dashboard: str) -> None:
    watched = await watch(browser, dashboard)
    await watched.open("/methodology")
    sent: list[str | bytes] = []
    watched.page.on("websocket", lambda socket: socket.on("framesent", sent.append))
    await watched.page.keyboard.press("r")
    await watched.page.keyboard.press("c")
    await watched.page.wait_for_timeout(500)
    assert sent == []
    assert await watched.page.get_by_role("dialog").count() == 0
    await watched.close()


async def test_what_was_begun_in_the_first_response_is_not_lost(
    browser: Browser, dashboard: str
) -> None:
    """A visitor opens a detail and scrolls before Streamlit is there; it must not undo that."""
    watched = await watch(browser, dashboard)
    page = watched.page
    await page.goto(dashboard + "/council?council=northam")
    await page.locator("#first #finding-color-contrast-fail summary").click()
    await page.evaluate("scrollTo(0, 400)")
    await watched.settle()
    assert (
        await page.locator("#root #finding-color-contrast-fail").get_attribute("open") is not None
    )
    assert await page.evaluate("scrollY") == 400
    assert await page.locator("#first").count() == 0
    await watched.close()


async def test_what_was_typed_in_the_first_response_is_not_lost(
    browser: Browser, dashboard: str
) -> None:
    watched = await watch(browser, dashboard)
    page = watched.page
    await page.goto(dashboard)
    await page.locator("#first").get_by_label("Search for a council").fill("glen")
    await page.locator("#root h1").wait_for(state="attached")
    assert await page.locator("#first").count() == 1, "taken away while someone was typing in it"
    await page.locator("#first h1").click()
    await page.wait_for_url("**/?q=glen&**")
    await watched.settle()
    assert (await result(page)).startswith("1 of 16 councils")
    await watched.close()
