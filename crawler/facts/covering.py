"""What sticky and fixed elements, and the cookie banner, cover of the screen."""

from __future__ import annotations

from msgspec import Struct

from crawler.facts.spot import Spot

ZOOMED = "zoomed"
"""The size of a window of 320 by 256 pixels: one of 1280 by 1024 at 400% (WCAG 1.4.10)."""


class Screen(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How much of the screen is covered at one size, in whole per cent of its area.

    `size` is a `Viewport` or "zoomed". `rest` is what is fixed or sticks, without the cookie
    banner, as the page was loaded; `scrolled` after scrolling one and a half screens down, None
    where the page does not scroll or nothing there could stick. `banner` is the cookie banner.
    `reachable` is the part of the screen where a finger meets the page and nothing that lies
    over it.
    """

    size: str
    width: int
    height: int
    rest: int = 0
    scrolled: int | None = None
    banner: int = 0
    reachable: int = 100


class Held(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An element other than the cookie banner that stays on the screen over the page's content:
    its largest `share` of a screen, in per cent, and the size `at` which it has that."""

    spot: Spot
    share: int
    at: str


class Control(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A control that is seen in the cookie banner's first layer. `kind` is "accept", "refuse",
    "settings", "close", "save", "link" or "" for one whose words we do not know."""

    kind: str
    text: str


class CookieBanner(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What asks about cookies, or tells of them, before anything was pressed.

    `floats` says that it stays on the screen; else it stands in the flow of the page. `modal` says
    that it calls itself so, and `native` that it is a dialog of the browser's, which has ways to
    be closed of its own. `frame` says that it is in a frame into which we do not see. `blocks` says
    that the page behind can neither be reached nor scrolled. `implied` says that its words take
    going on as consent. `first` says that the focus comes to it before anything else.

    `focus_tried` counts the places of the page, in the order of the Tab key, for which it was
    worked out whether they would lie wholly behind the banner when they get the focus, `hidden`
    those that did, and `behind` are the first of them. `boxes` counts the boxes to tick in it.
    """

    spot: Spot
    text: str = ""
    floats: bool = False
    modal: bool = False
    native: bool = False
    frame: bool = False
    blocks: bool = False
    implied: bool = False
    first: bool = False
    boxes: int = 0
    controls: tuple[Control, ...] = ()
    focus_tried: int = 0
    hidden: int = 0
    behind: tuple[Spot, ...] = ()
    pictures: tuple[str, ...] = ()


class Covering(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What covers the screen, size by size. `pictures` are digests of marked pictures of what is
    held. Not `complete`: the page was too slow to be looked at in full."""

    screens: tuple[Screen, ...] = ()
    held: tuple[Held, ...] = ()
    banner: CookieBanner | None = None
    pictures: tuple[str, ...] = ()
    complete: bool = True
