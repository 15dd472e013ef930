"""What a phone's first screen holds."""

from __future__ import annotations

from msgspec import Struct

from crawler.facts.spot import Spot


class Reach(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that the first screen may hold. `at` is how far its upper edge is from the top of
    the page, in screens: 0.5 is the middle of the first, 1 and above are beyond it. `shown` says
    that it can be seen there, at least 20 pixels high, and `under` that something lies over it that
    stays on the screen: "banner" (cookies) or "held"."""

    spot: Spot
    text: str
    at: float
    shown: bool = False
    under: str = ""


class FirstScreen(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a phone of 412 by 823 pixels shows of a page as it was loaded, its cookie banner and
    all.

    `heading` is the page's first main heading, `step` the first thing to do in its main part (see
    `FirstStep`) and `search` the first search field in it, each None where there is none.
    `letters` counts the letters of the main part that can be read there, at most 2,000, and
    `beyond` those after it, at most 2,000; `choices` counts its links and controls there.

    The others are whole per cent of the screen: what is `picture` (also film, map or background),
    `header` (with the menu), `banner` (cookies), `held` (other things that stay) and `blank`; the
    rest holds words and controls.
    """

    heading: Reach | None = None
    step: Reach | None = None
    search: Reach | None = None
    letters: int = 0
    beyond: int = 0
    choices: int = 0
    picture: int = 0
    header: int = 0
    banner: int = 0
    held: int = 0
    blank: int = 0
    carousel: bool = False
    pictures: tuple[str, ...] = ()
    complete: bool = True
