"""A look at one page: what it says and where it leads, without what only scores need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from crawler.browser.stay import Stay
from crawler.records import Viewport

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.async_api import Browser

    from crawler.browser.stay import Opened, Outcome, Tools


async def look_at_page(
    browser: Browser,
    tools: Tools,
    url: str,
    *,
    act: bool = True,
    observe: Callable[[str], None] | None = None,
) -> Outcome:
    """Load `url` and read it as on a phone; with `act` also see whether it fits 320 pixels, what
    the keyboard reaches first and what its menus hold. `observe` gets each step's name as it ends.
    """
    look = Look(browser, tools, url, observe)
    look.acts = act
    return await look.run()


class Look(Stay):
    """A stay in which the document is read, and not judged; with `acts` the page is acted on."""

    acts = True

    @override
    async def _gather(self, opened: Opened) -> None:
        if not (await self._arrive(opened) and await self._read(opened)):
            return
        if self.acts:
            if await self._resize(opened.session, Viewport.NARROW):
                await self._measure(opened.world, Viewport.NARROW, "layout")
            self._stuck()
            await self._act(opened)
        else:
            self._stuck()
