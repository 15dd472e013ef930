"""Content that shows under a mouse, as it is for a finger."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from crawler.facts.spot import Spot


class Leads(StrEnum):
    """Where a tap on the trigger leads: nowhere (it is no link, or one to a place on this page), to
    this page again, to another page of the website, or outside (another website, or a file)."""

    NOWHERE = "nowhere"
    HERE = "here"
    AWAY = "away"
    OUTSIDE = "outside"


class HoverMenu(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Links or fields that a style sheet or a listener shows while the mouse is on `trigger`.

    `text` is what one taps, cut at 80 characters, and `leads` where that leads. `links` counts what
    can be used in it, and `unique` those of them that stand nowhere else in the page; `urls` are
    the addresses of the first 20 of these. `only_mouse` says that its rule holds only where there
    is a mouse, `script` that a listener shows it and no rule does. `toggle` says that something
    there hears taps or says that it opens, `focus` that it shows on focus too and that a tap gives
    it, and `delegated` that the page as a whole listens for taps.
    """

    trigger: Spot
    text: str = ""
    leads: str = Leads.NOWHERE
    links: int = 0
    unique: int = 0
    urls: tuple[str, ...] = ()
    only_mouse: bool = False
    script: bool = False
    toggle: bool = False
    focus: bool = False
    delegated: bool = False


class HoverMenus(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The menus of the phone of 412 px that show on hover (30 at most; `found` of them), told from
    style sheets and listeners, without trying them. `unread` counts the style sheets that could not
    be read. It is not `complete` where there is too much to look at. `pictures` mark the triggers
    of those that nothing else seems to open."""

    complete: bool = True
    found: int = 0
    unread: int = 0
    menus: tuple[HoverMenu, ...] = ()
    pictures: tuple[str, ...] = ()
