"""Links, buttons and fields as targets for a finger."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from crawler.facts.spot import Spot


class Free(StrEnum):
    """Why a target may be smaller than 24 by 24 CSS pixels: the exceptions of WCAG 2.5.8."""

    SPACING = "spacing"
    EQUIVALENT = "equivalent"
    INLINE = "inline"
    NATIVE = "native"


class Doubt(StrEnum):
    """Why a person must say whether a small target is excepted: it stands beside signs that only
    separate (|), is a picture in a line of text, or lies on a map or in a drawing."""

    SEPARATED = "separated"
    ICON = "icon"
    MAP = "map"


class Target(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A target that is too small for one measure or another. Whole CSS pixels, halves down.

    `kind` is link, button, field, choice or widget. `width` and `height` are those of its largest
    part that takes a tap. `near` is the target that its circle of 24 px meets, or that a finger on
    it hits as well, "" for none; `gap` is by how many pixels that circle reaches too far. `hit` is
    the share in per cent, of what a finger of 48 px hits of the target itself, that it hits of
    `near`. `doubt` says why only a person can tell.
    """

    spot: Spot
    kind: str
    text: str = ""
    width: int = 0
    height: int = 0
    near: str = ""
    gap: int = 0
    hit: int = 0
    doubt: str = ""


class TargetsAt(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The targets at one size of the screen, given by the name of its viewport.

    `count` is of all that can be seen, `enough` of those in which a square of 24 CSS pixels fits,
    and `free` of the smaller ones by the exception that holds for them (see `Free`). `small` are
    those with none, `doubtful` those that a person must judge. `scale` is how large a CSS pixel is
    on the screen, below 1 where a page is shown in miniature.

    On the phone of 412 px also, of those outside sentences: `cramped`, smaller than 48 px on the
    screen with a neighbour under the finger, of `judged`; and of the buttons, fields and links in
    menus `modest`, smaller than 44 px, while `roomy` counts those that are not.

    The number found is beside each list, which keeps 30. `pictures` shows `small`, or `cramped`.
    """

    viewport: str
    count: int = 0
    enough: int = 0
    free: dict[str, int] = {}
    scale: float = 1.0
    small: tuple[Target, ...] = ()
    small_found: int = 0
    doubtful: tuple[Target, ...] = ()
    doubtful_found: int = 0
    judged: int = 0
    roomy: int = 0
    cramped: tuple[Target, ...] = ()
    cramped_found: int = 0
    modest: tuple[Target, ...] = ()
    modest_found: int = 0
    pictures: tuple[str, ...] = ()


class Targets(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a finger can tap, on the phones of 412 and 360 px and on the first on its side. It is
    not `complete` where there are too many targets to measure them all."""

    complete: bool = True
    sizes: tuple[TargetsAt, ...] = ()

    def at(self, viewport: str) -> TargetsAt | None:
        """What was found at that size, None where it was not looked at."""
        return next((each for each in self.sizes if each.viewport == viewport), None)
