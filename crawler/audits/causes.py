"""Faults that are mended with another: they are counted with it, and cost nothing of their own.

- A link or button without a name, because the picture in it has no alternative.
- Links of the same name in cards, whose titles only look like headings: a heading tells them apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from crawler.records import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from crawler.records import Element, Finding

    Which = Callable[[tuple[Element, ...], tuple[Element, ...]], set[str]]

PICTURES = ("image-alt", "role-img-alt", "svg-img-alt")
NAMELESS = ("button-name", "link-name")
TITLES = ("fake-headings", "p-as-heading")
ALIKE = ("same-text-links",)
_INSIDE = " > "


def without_consequences(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, in their order, without the elements whose fault goes when another is mended;
    the finding of the other names the engines of both. A second time changes nothing."""
    found = list(findings)
    _fold(found, PICTURES, NAMELESS, _held_by)
    _fold(found, TITLES, ALIKE, _in_cards)
    return found


def _fold(
    found: list[Finding], causes: tuple[str, ...], effects: tuple[str, ...], which: Which
) -> None:
    for cause in [each for each in found if _counts(each, causes)]:
        engines = cause.engines
        for effect in [each for each in found if _counts(each, effects)]:
            gone = which(cause.elements, effect.elements)
            rest = tuple(each for each in effect.elements if each.selector not in gone)
            taken = len(effect.elements) - len(rest)
            if not taken:
                continue
            engines += effect.engines
            if effect.failing > taken:
                left = replace(effect, elements=rest, failing=effect.failing - taken)
                found[found.index(effect)] = left
            else:
                found.remove(effect)
        found[found.index(cause)] = replace(cause, engines=tuple(dict.fromkeys(engines)))


def _counts(finding: Finding, names: tuple[str, ...]) -> bool:
    return finding.audit in names and finding.outcome is Outcome.FAIL and not finding.advice


def _held_by(pictures: tuple[Element, ...], controls: tuple[Element, ...]) -> set[str]:
    """The controls that hold one of the pictures."""
    return {
        control.selector
        for control in controls
        if any(
            picture.selector.startswith(control.selector + _INSIDE)
            or (picture.html and picture.html in control.html)
            for picture in pictures
        )
    }


def _in_cards(titles: tuple[Element, ...], links: tuple[Element, ...]) -> set[str]:
    """The links that stand in a box with one of the titles, each the only one of its kind there."""
    gone: set[str] = set()
    boxes = [title.selector.rpartition(_INSIDE)[0] for title in titles]
    # The innermost first, so that what one box settles is settled for those around it.
    for box in sorted({box for box in boxes if box}, key=lambda box: (-box.count(_INSIDE), box)):
        inside = box + _INSIDE
        left = [each for each in links if each.selector.startswith(inside)]
        left = [each for each in left if each.selector not in gone]
        if len(left) == 1 and sum(each.selector.startswith(inside) for each in titles) == 1:
            gone.add(left[0].selector)
    return gone
