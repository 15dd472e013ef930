"""What an audit can need of a visit, and whether the visit gathered it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from crawler.records import PageFacts, Viewport

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgspec import Struct

_Part = TypeVar("_Part")


class Evidence(StrEnum):
    """A part of `PageFacts`; the value is its name in sentences for people."""

    MARKUP = "the page's markup"
    AXE_MOBILE = "axe-core's results on the phone"
    METRICS = "the speed trace"
    NETWORK = "the network log"
    LAYOUT_MOBILE = "the layout on the phone"
    LAYOUT_NARROW = "the layout at 320 pixels"
    CODESNIFFER = "HTML_CodeSniffer's results"
    TEXT = "the page's text"
    LINKS = "the page's links"
    FIELDS = "the fields of forms"
    TABLES = "the tables"
    FRAMES = "the frames"
    STYLE = "the look of the text"
    RESIZING = "what enlarging the text does"
    MOTION = "what moves by itself"
    LOADING = "what the load was made of"
    TARGETS = "the targets for a finger"
    HOVER_MENUS = "what shows under a mouse"
    FIT = "what fits the screen"
    DESKTOP_ONLY = "what only a desktop shows"
    COVERING = "what covers the screen"
    FIRST_SCREEN = "the first screen"
    CONTACTS = "the telephone numbers and addresses"
    WATCHED = "what happens while nobody touches the page"
    KEYBOARD = "the walk with the Tab key"
    POINTER = "the walk with the mouse"
    WIDGETS = "the trial of the controls"

    @property
    def walks(self) -> bool:
        """Whether it is gathered only where the visit was to act on the page."""
        return self in (Evidence.WATCHED, Evidence.KEYBOARD, Evidence.POINTER, Evidence.WIDGETS)

    def in_facts(self, facts: PageFacts) -> Struct | None:
        """Return that part, or None when the visit could not gather it."""
        return _PART[self](facts)


_PART: dict[Evidence, Callable[[PageFacts], Struct | None]] = {
    Evidence.MARKUP: lambda facts: facts.markup,
    Evidence.AXE_MOBILE: lambda facts: facts.axe_at(Viewport.MOBILE),
    Evidence.METRICS: lambda facts: facts.metrics,
    Evidence.NETWORK: lambda facts: facts.network,
    Evidence.LAYOUT_MOBILE: lambda facts: facts.layout_at(Viewport.MOBILE),
    Evidence.LAYOUT_NARROW: lambda facts: facts.layout_at(Viewport.NARROW),
    Evidence.CODESNIFFER: lambda facts: facts.codesniffer,
    Evidence.TEXT: lambda facts: facts.text,
    Evidence.LINKS: lambda facts: facts.links,
    Evidence.FIELDS: lambda facts: facts.fields,
    Evidence.TABLES: lambda facts: facts.tables,
    Evidence.FRAMES: lambda facts: facts.frames,
    Evidence.STYLE: lambda facts: facts.style,
    Evidence.RESIZING: lambda facts: facts.resizing,
    Evidence.MOTION: lambda facts: facts.motion,
    Evidence.LOADING: lambda facts: facts.loading,
    Evidence.TARGETS: lambda facts: facts.targets,
    Evidence.HOVER_MENUS: lambda facts: facts.hover_menus,
    Evidence.FIT: lambda facts: facts.fit,
    Evidence.DESKTOP_ONLY: lambda facts: facts.desktop_only,
    Evidence.COVERING: lambda facts: facts.covering,
    Evidence.FIRST_SCREEN: lambda facts: facts.first_screen,
    Evidence.CONTACTS: lambda facts: facts.contacts,
    Evidence.WATCHED: lambda facts: facts.watched,
    Evidence.KEYBOARD: lambda facts: facts.keyboard,
    Evidence.POINTER: lambda facts: facts.pointer,
    Evidence.WIDGETS: lambda facts: facts.widgets,
}


class MissingEvidence(Exception):
    """An audit read a part of the facts that it did not declare among its needs."""


class NotTold(Exception):
    """The evidence is there, but not all of it that the audit needs. The message names, for people,
    what could not be gathered."""


def needed(part: _Part | None) -> _Part:
    """Return a part of the facts that the audit declared, so that it is there."""
    if part is None:
        raise MissingEvidence
    return part
