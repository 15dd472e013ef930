"""Which element is which, of those that nothing of their own tells: a table, an empty heading, a
field without a name. Pure.

Signatures know these by the landmarks around them, which a redesign changes. What a signature has
not found again is compared here as a whole: an element that is gone and one that is there now, of
the same page, audit and kind, are the same one if their markup is, else only where as many are
there as are gone. Between several, what is said of them decides, then the landmarks, then their
place, then their order. Elements with other words or another lasting id stay apart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from crawler.database.signatures import Tag, is_nameless, kind_of, landmarks, normalised, steady

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.records import Element

Key = TypeVar("Key")

_COMPARED = 40  # characters of words that were cut short
_MOST = 200  # elements of an audit on a page that are compared


class _Trait(Struct, frozen=True):
    kind: tuple[str, ...]
    markup: frozenset[tuple[str, str]]
    id: str
    words: str
    message: str
    landmarks: tuple[str, ...]
    path: tuple[str, ...]

    def may_be(self, other: _Trait) -> bool:
        """Whether nothing says that they are two."""
        if self.id and other.id and self.id != other.id:
            return False
        shorter = min(len(self.words), len(other.words))
        return self.words[:shorter] == other.words[:shorter]

    def likeness(self, other: _Trait) -> tuple[int, ...]:
        """How much they have in common, the most telling first."""
        common = 0
        for one, two in zip(reversed(self.path), reversed(other.path), strict=False):
            if one != two:
                break
            common += 1
        return (
            self.markup == other.markup,
            self.message == other.message,
            self.landmarks == other.landmarks,
            common,
        )


def found_again(gone: Mapping[Key, Element], there: Mapping[Key, Element]) -> dict[Key, Key]:
    """Return which of those `there` is which of those `gone`; both are of one audit on one page, in
    the page's order. Each is taken at most once."""
    old, new = _traits(gone), _traits(there)
    found: dict[Key, Key] = {}
    for kind in dict.fromkeys(trait.kind for trait in new.values()):
        left = {key: trait for key, trait in old.items() if trait.kind == kind}
        here = {key: trait for key, trait in new.items() if trait.kind == kind}
        for of_any_markup in (False, True):
            if of_any_markup and len(left) != len(here):
                break
            for now, then in _likeliest(left, here, of_any_markup=of_any_markup):
                if then in left and now in here:
                    found[now] = then
                    del left[then], here[now]
    return found


def _likeliest(
    old: Mapping[Key, _Trait], new: Mapping[Key, _Trait], *, of_any_markup: bool
) -> list[tuple[Key, Key]]:
    """The pairs that may be one, the most alike first."""
    ranked = [
        (trait.likeness(then), -then_at, -now_at, now_key, then_key)
        for now_at, (now_key, trait) in enumerate(new.items())
        for then_at, (then_key, then) in enumerate(old.items())
        if trait.may_be(then) and (of_any_markup or trait.markup == then.markup)
    ]
    ranked.sort(key=lambda each: each[:3], reverse=True)
    return [(now_key, then_key) for *_, now_key, then_key in ranked]


def _traits(elements: Mapping[Key, Element]) -> dict[Key, _Trait]:
    """What is compared of those that have nothing of their own to be known by."""
    found: dict[Key, _Trait] = {}
    for key, element in list(elements.items())[:_MOST]:
        tag = Tag(element.html)
        if is_nameless(tag):
            found[key] = _trait(element, tag)
    return found


def _trait(element: Element, tag: Tag) -> _Trait:
    name = tag.attributes.get("id", "")
    return _Trait(
        kind=kind_of(element, tag),
        markup=frozenset(
            (each, steady(value))
            for each, value in tag.attributes.items()
            if each not in ("id", "style")
        ),
        id=name if steady(name) == name else "",
        words=steady(tag.begun)[:_COMPARED],
        message=element.message,
        landmarks=landmarks(element.selector),
        path=tuple(re.split(r"[\s>]+", normalised(element.selector).strip())),
    )
