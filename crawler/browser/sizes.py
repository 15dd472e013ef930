"""The visitor that we are: who it says it is, and the sizes at which it looks at a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crawler.records import Viewport

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, CDPSession


class Size(NamedTuple):
    """CSS pixels, and device pixels for each of them."""

    width: int
    height: int
    density: float


LOCALE = "en-GB"
SIZES = {
    Viewport.MOBILE: Size(412, 823, 1.75),
    Viewport.SMALL: Size(360, 740, 1.0),
    Viewport.LANDSCAPE: Size(823, 412, 1.0),
    Viewport.NARROW: Size(320, 823, 1.0),
    Viewport.DESKTOP: Size(1350, 940, 1.0),
}
PHONES = (Viewport.MOBILE, Viewport.SMALL, Viewport.LANDSCAPE)


async def open_phone(browser: Browser, user_agent: str) -> BrowserContext:
    """A fresh visitor on a phone in Britain, who grants nothing and keeps nothing."""
    width, height, density = SIZES[Viewport.MOBILE]
    return await browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=density,
        is_mobile=True,
        has_touch=True,
        user_agent=user_agent,
        locale=LOCALE,
        timezone_id="Europe/London",
        service_workers="block",
        accept_downloads=False,
    )


async def open_desktop(browser: Browser, user_agent: str) -> BrowserContext:
    """A fresh visitor at a desk, with a mouse, who is otherwise the same: what a page shows on
    hover it may keep from visitors who seem to have none."""
    width, height, density = SIZES[Viewport.DESKTOP]
    return await browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=density,
        user_agent=user_agent,
        locale=LOCALE,
        timezone_id="Europe/London",
        service_workers="block",
        accept_downloads=False,
    )


async def introduce(session: CDPSession, user_agent: str, *, mobile: bool = True) -> None:
    """Say the same in the client hints as in the user agent, on a phone (or desktop) of no make:
    left alone, the browser would call itself a headless Chrome on this machine's system."""
    name, _, rest = user_agent.partition("/")
    brands = [{"brand": name, "version": rest.partition(" ")[0]}]
    await session.send(
        "Emulation.setUserAgentOverride",
        {
            "userAgent": user_agent,
            "acceptLanguage": LOCALE,
            "userAgentMetadata": {
                "brands": brands,
                "fullVersionList": brands,
                "platform": "",
                "platformVersion": "",
                "architecture": "",
                "model": "",
                "mobile": mobile,
            },
        },
    )


async def resize(session: CDPSession, viewport: Viewport) -> None:
    """Another size without loading again: a phone's as a phone, others as in a desktop browser's
    window.

    So at 320 px the viewport meta element has no say: that width stands for a window of 1280 px
    at 400% zoom (WCAG 1.4.10).
    """
    width, height, density = SIZES[viewport]
    await session.send(
        "Emulation.setDeviceMetricsOverride",
        {
            "width": width,
            "height": height,
            "deviceScaleFactor": density,
            "mobile": viewport in PHONES,
        },
    )
