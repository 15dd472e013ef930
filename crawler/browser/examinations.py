"""The gatherers that a visit runs between axe-core and the end, and when it runs them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.browser.gatherers.codesniffer import gather_codesniffer
from crawler.browser.gatherers.contacts import gather_contacts
from crawler.browser.gatherers.covering import gather_covering
from crawler.browser.gatherers.desktop_only import gather_desktop_only
from crawler.browser.gatherers.first_screen import gather_first_screen
from crawler.browser.gatherers.fit import gather_fit
from crawler.browser.gatherers.hover_menus import gather_hover_menus
from crawler.browser.gatherers.keyboard import gather_keyboard
from crawler.browser.gatherers.motion import gather_motion
from crawler.browser.gatherers.page_fields import gather_page_fields
from crawler.browser.gatherers.page_frames import gather_page_frames
from crawler.browser.gatherers.page_links import gather_page_links
from crawler.browser.gatherers.page_tables import gather_page_tables
from crawler.browser.gatherers.pointer import gather_pointer
from crawler.browser.gatherers.resizing import gather_resizing
from crawler.browser.gatherers.statement import gather_statement
from crawler.browser.gatherers.style import gather_style
from crawler.browser.gatherers.targets import gather_targets
from crawler.browser.gatherers.text import gather_text
from crawler.browser.gatherers.watched import gather_watched
from crawler.browser.gatherers.widgets import gather_widgets
from crawler.records import Viewport

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from playwright.async_api import CDPSession, Page

    from crawler.browser.gatherers.network import NetworkLog
    from crawler.browser.world import World
    from crawler.config import Config


class Ground(NamedTuple):
    """The page as a gatherer finds it, at the size `viewport`. `keep` takes a picture (WebP bytes)
    into the visit's artifacts and returns its digest. `so_far` is what the same gatherer returned
    at the size before, None at its first."""

    page: Page
    session: CDPSession
    world: World
    network: NetworkLog
    keep: Callable[[bytes], str]
    config: Config
    viewport: Viewport
    so_far: Any = None


class Examination(NamedTuple):
    """One gatherer. `field` is the part of `PageFacts` that it fills, and the name of its step;
    it may take `seconds` at most, at each size. It runs first at the size `at`, and then `also` at
    those that come after it in a visit: mobile, small, landscape, narrow, desktop. What it returns
    at the last stands.

    One that `walks` acts on the page. It runs where the visit is asked for walks, on the page
    loaded afresh as in a desktop browser with a mouse, while nothing can leave the page.
    """

    field: str
    gather: Callable[[Ground], Coroutine[Any, Any, object]]
    at: Viewport
    seconds: float
    walks: bool = False
    also: tuple[Viewport, ...] = ()

    def runs_at(self, viewport: Viewport) -> bool:
        """Whether it reads the page at that size, in the visit itself."""
        return not self.walks and viewport in (self.at, *self.also)


EXAMINATIONS: tuple[Examination, ...] = (
    Examination("codesniffer", gather_codesniffer, Viewport.MOBILE, 5.0),
    Examination("style", gather_style, Viewport.DESKTOP, 8.0),
    Examination("text", gather_text, Viewport.MOBILE, 6.0),
    Examination("links", gather_page_links, Viewport.MOBILE, 3.0),
    Examination("fields", gather_page_fields, Viewport.MOBILE, 3.0),
    Examination("contacts", gather_contacts, Viewport.MOBILE, 3.0),
    Examination("tables", gather_page_tables, Viewport.MOBILE, 3.0),
    Examination("frames", gather_page_frames, Viewport.MOBILE, 3.0),
    Examination("motion", gather_motion, Viewport.MOBILE, 5.0),
    Examination("statement", gather_statement, Viewport.MOBILE, 3.0),
    Examination(
        "desktop_only", gather_desktop_only, Viewport.MOBILE, 4.0, also=(Viewport.DESKTOP,)
    ),
    Examination(
        "fit",
        gather_fit,
        Viewport.MOBILE,
        4.0,
        also=(Viewport.SMALL, Viewport.LANDSCAPE, Viewport.NARROW, Viewport.DESKTOP),
    ),
    # Before anything scrolls the page, since it notes what was there then.
    Examination("first_screen", gather_first_screen, Viewport.MOBILE, 3.0),
    Examination("hover_menus", gather_hover_menus, Viewport.MOBILE, 3.0),
    Examination(
        "targets",
        gather_targets,
        Viewport.MOBILE,
        6.0,
        also=(Viewport.SMALL, Viewport.LANDSCAPE),
    ),
    # The page is scrolled for it, which may set off what comes into view.
    Examination(
        "covering",
        gather_covering,
        Viewport.MOBILE,
        5.0,
        also=(Viewport.SMALL, Viewport.LANDSCAPE, Viewport.NARROW),
    ),
    # Last at its width, since the page sees it change.
    Examination("resizing", gather_resizing, Viewport.DESKTOP, 12.0),
    Examination("watched", gather_watched, Viewport.DESKTOP, 10.0, walks=True),
    Examination("keyboard", gather_keyboard, Viewport.DESKTOP, 30.0, walks=True),
    Examination("pointer", gather_pointer, Viewport.DESKTOP, 22.0, walks=True),
    Examination("widgets", gather_widgets, Viewport.DESKTOP, 32.0, walks=True),
)
"""In the order of running, within each width."""
