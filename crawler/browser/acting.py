"""Acting on a page without doing anything to its website: no leaving it, no sending, no popups."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from playwright.async_api import Error as PlaywrightError

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Route


async def keep_harmless(context: BrowserContext) -> None:
    """From now on the pages of `context` can fetch with GET, and nothing else: every navigation (of
    popups and frames too) and every other request is ended before it is sent.

    Through Playwright rather than a page's own session: that holds popups and workers back until
    it watches them too. A navigation that is ended so leaves the document where it is.
    """
    await context.route("**/*", _decide)


async def _decide(route: Route) -> None:
    request = route.request
    with suppress(PlaywrightError):  # the page has gone
        if request.method == "GET" and not request.is_navigation_request():
            await route.continue_()
        else:
            await route.abort("aborted")
