"""What only a pointer reaches."""

from __future__ import annotations

from msgspec import Struct

from crawler.facts.spot import Spot


class MouseControl(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that acts, or looks as if it did, when it is clicked, and that takes no focus, nor
    does anything in it or round it.

    `listens` says whether it has a listener of its own for presses; `looks` whether it looks like a
    control: by the mouse's hand, or by its class. `beside` says whether something that takes the
    focus stands in the same small box.

    `effect` is what was seen when it was pressed: leaves (the page), opens (a window), speaks (an
    alert), shows, hides, changes, scrolls, or "" for nothing; None when it was not pressed.
    `elsewhere` says that a link on the page leads where it leads.
    """

    spot: Spot
    text: str = ""
    role: str = ""
    listens: bool = False
    looks: bool = False
    beside: bool = False
    effect: str | None = None
    elsewhere: bool = False


class Revealed(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came to show while the mouse was on `trigger`; `alike` counts the triggers of its kind,
    of which two are tried at most.

    `text` is cut at 200 characters. `usable` counts the links and fields in it, `unique` those
    that lead where nothing else on the page leads, and `urls` are the addresses of the first 20 of
    these; `landing` says that all of them are links, and that the trigger is, or holds, a link to a
    page elsewhere. `inside` says that it shows within
    the trigger's own box, `known` that its text stands on the page anyway. `focusable` says
    whether the trigger, or something in it, takes the focus.

    `keys` is how the keyboard brings it: focus (it shows on focus), press (by Enter, Space or the
    down arrow), unseen (the focus goes into it, but it does not show), stays (it stays when the
    mouse has gone, so that there was nothing to try), or "" for not at all.

    `dismissable` (by Escape), `hoverable` (the mouse can move onto it) and `persistent` (it was
    still there after some seconds) are None when that was not tried. `obscures` says whether it
    lies over something else. `pictures` are digests of artifacts: the place with the focus there,
    and with the mouse.
    """

    trigger: Spot
    content: Spot
    text: str = ""
    usable: int = 0
    unique: int = 0
    urls: tuple[str, ...] = ()
    landing: bool = False
    inside: bool = False
    known: bool = False
    focusable: bool = False
    keys: str = ""
    dismissable: bool | None = None
    hoverable: bool | None = None
    persistent: bool | None = None
    obscures: bool | None = None
    alike: int = 1
    pictures: tuple[str, ...] = ()


class PointerWalk(Struct, frozen=True, kw_only=True):
    """Controls without keyboard, and content shown on hover.

    `unfinished` says why a part was not tried whole, by part: hovers, presses, or page for all of
    it. `complete` is whether there is none.
    `operable` counts what listens for presses and can be used by keyboard too. `hovered` counts the
    triggers that the mouse was put on; `unread` the style sheets that could not be read.
    """

    complete: bool
    unfinished: dict[str, str] = {}
    operable: int = 0
    mouse_only: tuple[MouseControl, ...] = ()
    hovered: int = 0
    unread: int = 0
    revealed: tuple[Revealed, ...] = ()
