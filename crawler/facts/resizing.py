"""What enlarging and respacing the text, and turning the phone, does to a page."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct, field

from crawler.facts.spot import Spot


class Change(StrEnum):
    """What was done to the page. All but `ZOOM` were done to the text alone."""

    ZOOM = "zoom"  # a window of 1280 x 1024 at 200%, so 640 x 512 CSS pixels
    LETTERS = "letters"  # letters of twice the size on the phone
    SPACING = "spacing"  # the spacing of WCAG 1.4.12, in the desktop's window
    SPACING_PHONE = "spacing-phone"  # and on the phone


class Harm(StrEnum):
    CUT = "cut"
    OVERLAP = "overlap"
    COVERED = "covered"  # by a picture, a control or a box with a colour of its own


class Loss(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Text that was whole before the change. `share` (0 to 1) of it is cut off or lies on other
    text; of what is covered, of its worst line. `box` is the selector of what cuts it off or
    covers it; `other` quotes the text that it lies on or under.
    `sure` is false where the page may mean it so, or has the text in full elsewhere."""

    change: Change
    harm: Harm
    place: Spot
    text: str
    share: float
    box: str = ""
    other: str = ""
    sure: bool = True


class Fixed(Struct, frozen=True, kw_only=True):
    """Text whose size is a share of the window's, so that zooming leaves it as it is. `size` is in
    CSS pixels in the desktop's window."""

    place: Spot
    text: str
    size: float


class Lock(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What speaks for a page that is to be used one way round only. `held` is the way in which it
    cannot be used, portrait or landscape; `text` is what it asks, if it does. `turned` says that
    its content stands on its side."""

    held: str
    place: Spot | None = None
    text: str = ""
    turned: bool = False
    sure: bool = True


class Resizing(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Text that is cut off when it grows, and orientation.

    `texts` counts the pieces of visible text in the desktop's window, `phone_texts` those on the
    phone. `losses` keeps 50 of a change at most; `found` counts all. `grown` says whether the
    letters on the phone could be enlarged. `complete` is false where the page was too large to try
    all of it. `pictures` are digests: before and under the change, or under it alone, with a frame
    round the first of what is surely lost to it.
    """

    complete: bool = True
    texts: int = 0
    phone_texts: int = 0
    grown: bool = True
    found: dict[Change, int] = field(default_factory=dict)
    losses: tuple[Loss, ...] = ()
    fixed: tuple[Fixed, ...] = ()
    lock: Lock | None = None
    pictures: dict[Change, tuple[str, ...]] = field(default_factory=dict)

    def by(self, *changes: Change) -> tuple[Loss, ...]:
        return tuple(loss for loss in self.losses if loss.change in changes)
