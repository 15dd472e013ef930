"""What controls do when they are used."""

from __future__ import annotations

from msgspec import Struct

from crawler.facts.spot import Spot

# What was seen after a press: leaves (the page), opens (a window), speaks (an alert), shows, hides,
# changes, scrolls, or "" for nothing.


class KeyTrial(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A control that the page made itself, and takes the focus: what a click, Enter and the space
    bar do, None where that was not tried. `alike` counts those of its kind; two are tried. `role`
    is "plain" for one that says none, and listens for clicks but for no keys."""

    spot: Spot
    role: str
    click: str | None = None
    enter: str | None = None
    space: str | None = None
    alike: int = 1


class Fold(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A control that showed or hid part of the page when it was pressed: `showed`. Its
    aria-expanded was `given` before and `told` after, None where it has none.

    `own`: the part stands just after it, or it says that it controls it. `again`: pressing once
    more, or Escape, undid it. `renamed`: its words changed too.
    """

    spot: Spot
    given: str | None = None
    told: str | None = None
    showed: bool = True
    own: bool = False
    again: bool = False
    renamed: bool = False


class DialogTrial(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A dialog that a control opens.

    `modal` says whether it keeps the rest of the page from being used: by what it says of itself,
    or since it covers the page. `said` is whether it says that it is a dialog. `entered` is whether
    the focus was in it once it had opened, `tab_enters` whether the next Tab led there then.

    `left_for` is what Tab reached on the page behind it, and `stops` counts those within. `escape`:
    whether Escape closes it. `close` is the control that closes it, `close_reached` whether Tab
    leads there, `close_works` whether Enter on it closes it (None: not tried).

    `returned` says whether the focus was back at the opener, or in what it opened from, after
    closing; None when it was not closed, or the opener takes no focus.
    """

    opener: Spot
    dialog: Spot
    said: bool = False
    modal: bool = False
    entered: bool = False
    tab_enters: bool = False
    left_for: Spot | None = None
    stops: int = 0
    escape: bool = False
    close: Spot | None = None
    close_reached: bool = False
    close_works: bool | None = None
    returned: bool | None = None


class FieldChange(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A field that did something to the page as soon as its value was changed by keyboard.

    `effect` is leaves or opens; `told` says whether text beside it says so beforehand.
    """

    spot: Spot
    kind: str
    effect: str
    told: bool = False


class ShownMessage(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A message that came after a press. `announced` says whether a live region holds it or says
    the same, `focused` whether the focus went into it. `plain` says that by its words and by what
    it is called it can hardly be anything else. `vanished`: whether it went by itself while we
    waited (6.5 seconds at most); None when we did not."""

    control: Spot
    message: Spot
    text: str = ""
    announced: bool = False
    focused: bool = False
    plain: bool = False
    vanished: bool | None = None


class Shortcut(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A printable key that did something twice while nothing had the focus. `effect` as of a press,
    or focus (it moved the focus, to `to`)."""

    key: str
    effect: str
    to: Spot | None = None


class WidgetWalk(Struct, frozen=True, kw_only=True):
    """Dialogs, keys, what opens and closes, changes of context, and messages.

    `unfinished` says why a part was not tried whole, by part: fields, keys, controls, or page for
    all of it; `complete` is whether there is none. `pressed` counts the controls that were pressed,
    `changed` the fields whose value was changed. `listens` says whether the page listens for keys
    where nothing has the focus, so that they were tried; `remap` whether it speaks of keyboard
    shortcuts, as where they can be turned off.
    """

    complete: bool
    unfinished: dict[str, str] = {}
    pressed: int = 0
    keys: tuple[KeyTrial, ...] = ()
    folds: tuple[Fold, ...] = ()
    dialogs: tuple[DialogTrial, ...] = ()
    changed: int = 0
    changes: tuple[FieldChange, ...] = ()
    messages: tuple[ShownMessage, ...] = ()
    listens: bool = False
    remap: bool = False
    shortcuts: tuple[Shortcut, ...] = ()
