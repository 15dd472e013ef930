"""The sizes at which a visit looks at a page, and the change from one to another."""

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


SIZES = {
    Viewport.MOBILE: Size(412, 823, 1.75),
    Viewport.NARROW: Size(320, 823, 1.0),
    Viewport.DESKTOP: Size(1350, 940, 1.0),
}


async def open_phone(browser: Browser, user_agent: str) -> BrowserContext:
    """A fresh visitor on a phone in Britain, who grants nothing and keeps nothing."""
    width, height, density = SIZES[Viewport.MOBILE]
    return await browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=density,
        is_mobile=True,
        has_touch=True,
        user_agent=user_agent,
        locale="en-GB",
        timezone_id="Europe/London",
        service_workers="block",
        accept_downloads=False,
    )


async def resize(session: CDPSession, viewport: Viewport) -> None:
    """Another width without loading again, as in a desktop browser's window.

    So at 320 px the viewport meta element has no say: that width stands for a window of 1280 px
    at 400% zoom (WCAG 1.4.10).
    """
    width, height, density = SIZES[viewport]
    await session.send(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": density, "mobile": False},
    )
