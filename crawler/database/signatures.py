"""What an element is known by from crawl to crawl. Pure.

A signature has two parts. `own` is what the element itself is: its tag, the attributes that outlive
a redesign (name, role, label, where it leads, the file it shows) and its words. Where it has
nothing of its own, such as a box without words, the nearest lasting id or landmark around it stands
in; where that has changed, `likeness` looks closer. `exact` tells apart what is otherwise alike, by
place, class names and numbers: it may change from one crawl to the next without making an old fault
a new one.
"""

from __future__ import annotations

import hashlib
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from typing_extensions import override

if TYPE_CHECKING:
    from crawler.records import Element

OWN = 4  # bytes of a signature, before those that are `exact`
EXACT = 3
LENGTH = OWN + EXACT
LONGEST_WORDS = 120
_POSITION = re.compile(r":nth-[a-z-]+\([^)]*\)")
# Generated names: hyphenated or long runs of hexadecimal digits, and any number.
_GENERATED = re.compile(r"[0-9a-f]{4,}(?:-[0-9a-f]{4,})+|[0-9a-f]{8,}|\d+")
_ID = re.compile(r"#((?:\\.|[\w-])+)")
_TAG = re.compile(r"[a-z][a-z0-9-]*", re.IGNORECASE)
_LANDMARK = re.compile(r"(?:^|[\s>])(header|nav|main|aside|footer|form|table|dialog)\b")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track"}
    | {"wbr"}
)
_SPOKEN = ("aria-label", "alt", "title", "placeholder")
_PRESSED = ("submit", "button", "reset")  # inputs whose value is their words, not what is filled in
# After numbers have become noughts. What means something else too is a date only beside a number.
_CALENDAR = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:dydd|nos) (?:llun|mawrth|mercher|iau|gwener|sadwrn|sul)"
    r"|january|february|april|june|july|august|september|october|november|december"
    r"|ionawr|chwefror|ebrill|mehefin|gorffennaf|awst|hydref|tachwedd|rhagfyr"
    r"|(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)(?=\.?,? 0)"
    r"|(?:(?<=\b0 )|(?<=\b0(?:st|nd|rd|th) ))(?:may|march|mai|mawrth|medi"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
    r"|(?:may|march|mai|mawrth|medi|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?=\.? 0)"
    r"|0(?:st|nd|rd|th))\b"
)
_KINDS = ("type", "role")  # which say what an element is, and not which
_TELLING = ("name", "for", "href", "src")  # of which the numbers count too


def signature(element: Element | None) -> bytes:
    """Return what an element is known by; None is the page as a whole."""
    if element is None:
        return _digest("the page", OWN) + _digest("as a whole", EXACT)
    tag = Tag(element.html)
    place = normalised(element.selector)
    kind = kind_of(element, tag)
    own = _own(tag) or (_anchor(element.selector),)
    rest = (
        f"{name}={value if name in _TELLING else steady(value)}"
        for name, value in sorted(tag.attributes.items())
        if name != "style"
    )
    exact = (place, tag.words, *rest)
    return _digest("\n".join((*kind, *own)), OWN) + _digest("\n".join(exact), EXACT)


def kind_of(element: Element, tag: Tag) -> tuple[str, ...]:
    """Return what an element is, and not which: its tag, type and role."""
    return (tag.name or _last_tag(element.selector), *(tag.attributes.get(k, "") for k in _KINDS))


def is_nameless(tag: Tag) -> bool:
    """Whether an element has nothing of its own to be known by: no words, name, target or file."""
    return not _own(tag)


def own(signed: bytes) -> bytes:
    """Return the part of a signature that outlives a change of place, class names and numbers."""
    return signed[:OWN]


def of_a_selector(selector: str) -> bytes:
    """Return what an element was known by before signatures had two parts: eight bytes of its
    selector. The page as a whole had the empty one."""
    return _digest(normalised(selector), 8)


def normalised(selector: str) -> str:
    """Return a selector without positions and numbers."""
    return steady(_POSITION.sub("", selector))


def landmarks(selector: str) -> tuple[str, ...]:
    """Return the landmarks, and the like, that an element is in, outermost first."""
    return tuple(_LANDMARK.findall(selector.lower()))


def steady(text: str) -> str:
    """Return text with a nought for each number and generated name."""
    return _GENERATED.sub("0", text)


def markup_of(element: Element) -> tuple[str, ...]:
    """Return how an element is made, whatever it says: its place, its tag with its class names, and
    which attributes it has. Elements that share it on several pages are one component of the
    template."""
    tag = Tag(element.html)
    classes = sorted({steady(each) for each in tag.attributes.get("class", "").split()})
    return (normalised(element.selector), tag.name, *classes, "", *sorted(tag.attributes))


class Tag(HTMLParser):
    """An element's start tag, and its words where the HTML holds all of it; what was cut short has
    none, so that it does not matter where. What it has up to there is `begun`."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.name = ""
        self.attributes: dict[str, str] = {}
        self.words = ""
        self.begun = ""
        self._heard: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.begun = " ".join(" ".join(self._heard).split()).casefold()[:LONGEST_WORDS]
        if not self._open:
            self.words = self.begun

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if not self.name:
            self.name, self.attributes = tag, found
        elif found.get("alt"):
            self._heard.append(found["alt"])
        if tag not in _VOID:
            self._open.append(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:  # whatever was left open in it ends with it
            while self._open.pop() != tag:
                pass

    @override
    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    @override
    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in ("script", "style"):
            self._heard.append(data)


def _own(tag: Tag) -> tuple[str, ...]:
    """What is said of the element by itself; nothing where it is like any other of its kind."""
    given = tag.attributes
    pressed = tag.name == "input" and given.get("type", "").strip().casefold() in _PRESSED
    spoken = (*_SPOKEN, "value") if pressed else _SPOKEN
    told = next((given[name] for name in spoken if given.get(name)), "")
    said = _undated(tag.words or " ".join(told.split()).casefold())
    parts = (
        said[:LONGEST_WORDS],
        steady(given.get("name", "")),
        steady(given.get("for", "")),
        _target(given.get("href") or given.get("action") or ""),
        _file(given.get("src", "")),
    )
    return parts if any(parts) else ()


def _undated(words: str) -> str:
    """Words in lower case with a nought for each number, weekday and month."""
    return _CALENDAR.sub("0", steady(words))


def _target(address: str) -> str:
    """Where an address leads, without what changes from visit to visit."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return steady(address[:100])
    if parts.scheme and parts.scheme not in ("http", "https"):
        return steady(address[:100])
    inside = f"#{parts.fragment}" if parts.fragment and not parts.path else ""
    return steady(f"{parts.path.rstrip('/') or '/'}{inside}") if address.strip() else ""


def _file(address: str) -> str:
    """The name of the file that is shown; data in the page has none."""
    if address.startswith("data:"):
        return ""
    return steady(address.partition("?")[0].rstrip("/").rpartition("/")[2])


def _anchor(selector: str) -> str:
    """The nearest id around an element that is not generated, else the landmarks around it."""
    for name in reversed(_ID.findall(selector)):
        if steady(name) == name:
            return f"#{name}"
    return " ".join(landmarks(selector))


def _last_tag(selector: str) -> str:
    found = _TAG.match(re.split(r"[\s>]+", selector.strip())[-1]) if selector.strip() else None
    return found[0].lower() if found else ""


def _digest(text: str, size: int) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()[:size]
