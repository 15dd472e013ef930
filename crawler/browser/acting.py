"""Acting on a page without doing anything to its website: no leaving it, no sending, no popups."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from playwright.async_api import Error as PlaywrightError

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Route


# They can be opened as ever, and then nothing comes of it.
_SEVERED = """
globalThis.WebSocket = class WebSocket extends EventTarget {
  constructor(url) { super(); this.url = String(url); }
  readyState = 0;
  bufferedAmount = 0;
  send() { throw new DOMException("Still connecting", "InvalidStateError"); }
  close() { this.readyState = 3; }
};
delete globalThis.WebTransport;
"""


# A link with `download` fetches its file past `context.route`. One outside the document is clicked
# by script alone, and no listener of the window hears of it.
_NO_FILES = """
(() => {
  const { matches } = Element.prototype;
  const { preventDefault, composedPath } = Event.prototype;
  const { addEventListener, dispatchEvent } = EventTarget.prototype;
  const { click } = HTMLElement.prototype;
  const isFile = (node) =>
    node instanceof Element && matches.call(node, "a[download], area[download]");
  const hold = (event) => {
    if (composedPath.call(event).some(isFile)) preventDefault.call(event);
  };
  const watch = (target) => {
    addEventListener.call(target, "click", hold, true);
    addEventListener.call(target, "click", hold);
  };
  const isLoose = (target) => target instanceof Element && !target.isConnected;
  watch(window);
  HTMLElement.prototype.click = { click() {
    if (isLoose(this)) watch(this);
    return click.call(this);
  } }.click;
  EventTarget.prototype.dispatchEvent = { dispatchEvent(event) {
    if (isLoose(this)) watch(this);
    return dispatchEvent.call(this, event);
  } }.dispatchEvent;
})();
"""


async def sever(context: BrowserContext) -> None:
    """Keep the documents that are loaded in `context` from now on from opening WebSockets, which
    are neither requests nor navigations and so escape `keep_harmless`, and their links from
    fetching files to save. The WebSockets of workers stay."""
    await context.add_init_script(_SEVERED + _NO_FILES)


async def keep_harmless(context: BrowserContext) -> None:
    """From now on the pages of `context` can fetch with GET, and nothing else: every navigation (of
    popups and frames too) and every other request is ended before it is sent.

    Through Playwright rather than a page's own session: that holds popups and workers back until
    it watches them too. A navigation that is ended so leaves the document where it is. Links that
    fetch a file to save fetch none, but for those in frames that were there before.
    """
    await context.route("**/*", _decide)
    await context.add_init_script(_NO_FILES)
    for page in context.pages:
        # Not by `page.evaluate`, whose own script a page can break that has put its Map away.
        session = await context.new_cdp_session(page)
        await session.send("Runtime.evaluate", {"expression": _NO_FILES})
        await session.detach()


async def _decide(route: Route) -> None:
    request = route.request
    with suppress(PlaywrightError):  # the page has gone
        if request.method == "GET" and not request.is_navigation_request():
            await route.continue_()
        else:
            await route.abort("aborted")
