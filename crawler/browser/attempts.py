"""What a page tries while it is held: leaving, sending, opening windows, speaking up."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from playwright.async_api import Error as PlaywrightError

if TYPE_CHECKING:
    from playwright.async_api import CDPSession, Dialog, Page, Request

LONGEST = 2000


class Tried(NamedTuple):
    """`leaves` are the addresses that the top frame was to go to, `windows` counts new windows,
    `sends` other requests that are not GET, and `speaks` alerts and the like."""

    leaves: tuple[str, ...] = ()
    windows: int = 0
    sends: int = 0
    speaks: int = 0

    @property
    def effect(self) -> str:
        """In a word, as a gatherer's script names what a press does; "" for nothing."""
        if self.leaves:
            return "leaves"
        if self.windows:
            return "opens"
        return "speaks" if self.speaks else ""


class Attempts:
    """Listens to a page that `keep_harmless` holds, while the context is open."""

    def __init__(self, page: Page, session: CDPSession) -> None:
        self._page = page
        self._session = session  # its Page domain is enabled
        self._leaves: list[str] = []
        self._windows = self._sends = self._speaks = 0
        self._answering: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Attempts:
        self._page.on("request", self._requested)
        self._page.on("dialog", self._spoke)
        self._session.on("Page.windowOpen", self._opened)
        return self

    def __exit__(self, *_: object) -> None:
        self._page.remove_listener("request", self._requested)
        self._page.remove_listener("dialog", self._spoke)
        self._session.remove_listener("Page.windowOpen", self._opened)

    def take(self) -> Tried:
        """What was tried since the last call."""
        tried = Tried(tuple(self._leaves), self._windows, self._sends, self._speaks)
        self._leaves = []
        self._windows = self._sends = self._speaks = 0
        return tried

    def _requested(self, request: Request) -> None:
        if request.is_navigation_request():
            if self._is_top(request):
                self._leaves.append(request.url[:LONGEST])
        elif request.method != "GET":
            self._sends += 1

    def _is_top(self, request: Request) -> bool:
        with suppress(PlaywrightError):
            return request.frame == self._page.main_frame
        return True

    def _opened(self, _event: object) -> None:
        self._windows += 1

    def _spoke(self, dialog: Dialog) -> None:
        self._speaks += 1
        task = asyncio.create_task(dialog.dismiss())
        self._answering.add(task)
        task.add_done_callback(self._answered)

    def _answered(self, task: asyncio.Task[None]) -> None:
        self._answering.discard(task)
        if not task.cancelled():
            task.exception()  # the page went on without an answer
