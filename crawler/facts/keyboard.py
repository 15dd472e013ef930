"""A walk through the page with the Tab key."""

from __future__ import annotations

from msgspec import Struct

from crawler.facts.spot import Spot


class Stop(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One place that the focus came to, in the order of coming there.

    `box` is left, top, width and height in CSS pixels of the page, as if nothing were scrolled.
    `order` is the place among the stops by their order in the document, and `group` a number that
    stops of the same form, list or landmark share; `fixed` says that it keeps its place on the
    screen. `look` is an index into the looks, -1 for none.

    `hidden` says in what way nothing of it shows while it has the focus, "" for shown. `covered`
    says that all of what shows of it lies under what is fixed or sticks, and `cover` is an index
    into the covers, -1 for none. `moved` says what the page did with the focus as it came there:
    "lost" is taken away, "elsewhere" put on something apart. `caused` says what the page tried as
    it came there, twice: "window" is to open one, "address" to go to another page, "form" to send
    a form.

    `spot` is given for what an audit may name.
    """

    box: tuple[int, int, int, int]
    order: int
    group: int = 0
    tabindex: int = 0
    fixed: bool = False
    look: int = -1
    hidden: str = ""
    covered: bool = False
    cover: int = -1
    moved: str = ""
    caused: str = ""
    spot: Spot | None = None


class Look(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the focus shows on stops that look alike with it and without it.

    `shows` is how it was found out: "style" (its outline or background says enough), "caret" (a
    field to write in), "inside" (that of a frame or component of several stops, not looked at),
    "picture" (pictures differ), "apart" (only something else on the screen
    changed), "nothing" (no pixel changed, in two trials), "unknown". `contrast` is that of the
    change, 1 to 21: the ratio between before and after that as many pixels reach as lie along a
    quarter of the stop's edge; None where it was not measured, as for the browser's own ring.
    `pixels` counts the changed ones. `before` and
    `after` are digests of pictures.
    """

    shows: str
    contrast: float | None = None
    pixels: int = 0
    before: str = ""
    after: str = ""


class Cover(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is fixed or sticks and covers stops. `first` says that the focus came to something in
    it before it came to anything else."""

    spot: Spot
    first: bool = False


class Trap(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A place that the focus did not leave with Tab: one element, or a round of several (`size`, of
    which `spots` are the first five); none for the page as a whole.

    `tried` are the keys that were pressed to leave, and `left_by` those that led out, "" when none
    did. `beyond` counts the visible stops outside that come after it and were not reached.
    `dialog` says that it is in something that asks for an answer first, `pulled` that the page
    put the focus back by itself, and `frame` that it is a frame or player into which we cannot see.
    """

    spots: tuple[Spot, ...]
    size: int
    tried: tuple[str, ...] = ()
    left_by: str = ""
    beyond: int = 0
    dialog: bool = False
    pulled: bool = False
    frame: bool = False


class SkipLink(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A link past what every page repeats. `target` is the id that it names, `exists` whether there
    is such an element.

    Enter was pressed on it and then Tab: `led` says where the focus came to, seen from the target:
    "there" (in it or after it), "before" it, "no further" (in it, but where Tab alone would have
    led, and still before the main part), or "" (nowhere, or not tried). `next` is that stop.
    """

    spot: Spot
    target: str
    exists: bool
    led: str = ""
    next: Spot | None = None


class KeyboardWalk(Struct, frozen=True, kw_only=True):
    """The stops of the focus, and how each shows, at 1350x940 pixels.

    `complete` says that the walk came round from the top of the page to its end; else `why` says in
    a sentence why it did not. `judged` says that every look was found out.
    """

    stops: tuple[Stop, ...] = ()
    looks: tuple[Look, ...] = ()
    covers: tuple[Cover, ...] = ()
    traps: tuple[Trap, ...] = ()
    skip: SkipLink | None = None
    complete: bool = True
    judged: bool = True
    why: str = ""
