"""Findings of several engines and audits about the same thing on the same element, made one.

What judges the same thing is written down here by audit, not told from the criterion: two faults of
one element under 1.3.1 may have nothing to do with each other. Of the findings that name an element
the first by this order keeps it, and names the engines of the others:

1. what counts before advice, and a definite fault before one that a person must look at;
2. the worse impact;
3. the plainer words: ours before axe-core's, and those before HTML_CodeSniffer's.

What is mended with another fault, of another element, is counted with that (see causes.py).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec.structs import replace

from crawler.audits.causes import without_consequences
from crawler.records import Impact, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crawler.records import Element, Finding

SAME: tuple[tuple[str, ...], ...] = (
    ("access-keys", "accesskeys"),
    ("alternative-repeats", "image-redundant-alt"),
    ("audio-caption", "audio-transcript"),
    ("autocomplete-valid", "field-autocomplete"),
    ("autoplay-sound", "no-autoplay-audio"),
    ("blink", "changing-content", "marquee", "moving-content"),
    ("colour-alone-links", "link-in-text-block"),
    ("data-table-headers", "htmlcs-captioned-table", "td-has-header"),
    ("duplicate-id", "duplicate-id-active", "duplicate-id-aria", "htmlcs-duplicate-id"),
    ("empty-heading", "htmlcs-empty-heading"),
    ("fake-headings", "p-as-heading"),
    ("frame-title", "htmlcs-frame-title"),
    ("frame-title-unique", "vague-frame-title"),
    ("group-without-legend", "htmlcs-fieldset-name"),
    ("header-scope", "htmlcs-table-headers"),
    ("htmlcs-outdated-look", "outdated-markup"),
    ("htmlcs-search-name", "label", "label-not-tied", "select-name"),
    ("identical-links-same-purpose", "same-text-links"),
    ("image-alt", "role-img-alt", "svg-img-alt"),
    ("label-title-only", "visible-label"),
    ("parts-language", "valid-lang"),
    ("punctuation-link", "vague-link"),
    ("reflow", "wide-images", "wider-than-screen"),
)
"""Audits that judge the same thing of an element."""

SAME_OF_PAGE: tuple[tuple[str, ...], ...] = (
    ("css-orientation-lock", "orientation"),
    ("document-title", "page-title"),
    ("html-has-lang", "html-lang-valid", "html-xml-lang-mismatch", "page-language"),
    ("leaves-by-itself", "meta-refresh", "meta-refresh-no-exceptions"),
)
"""Audits that judge the same thing of the page as a whole, whichever element they point at."""

_BAD = (Outcome.FAIL, Outcome.REVIEW)
_IMPACTS = tuple(Impact)
_PLAINEST = ("usability", "axe", "htmlcs")


def agreed(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings with each element named once for each thing that is wrong with it.

    No element is lost but those whose fault goes with another's, no finding costs more than before,
    and a finding all of whose elements are another's is left out. The order does not matter, and a
    second time changes nothing.
    """
    found = sorted(_of_one_name(findings), key=_rank)
    for group in SAME_OF_PAGE:
        found = _join(found, group, by_element=False)
    for group in SAME:
        found = _join(found, group, by_element=True)
    found = without_consequences(found)
    return tuple(sorted(found, key=lambda finding: (finding.audit, _rank(finding))))


def _rank(finding: Finding) -> tuple[int, int, int, int, str]:
    outcome = _BAD.index(finding.outcome) if finding.outcome in _BAD else len(_BAD)
    impact = _IMPACTS.index(finding.impact) if finding.impact else len(_IMPACTS)
    engine = finding.engines[0].partition(":")[0] if finding.engines else ""
    words = _PLAINEST.index(engine) if engine in _PLAINEST else len(_PLAINEST)
    return (int(finding.advice), outcome, impact, words, finding.audit)


def _of_one_name(findings: Iterable[Finding]) -> list[Finding]:
    """Two that bear the same name are one, or the score would count the audit twice: the better
    one stays, with the other's elements where both are faults."""
    named: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        named[finding.audit].append(finding)
    found = []
    for same in named.values():
        first, *others = sorted(same, key=_rank)
        for other in others:
            first = _with_engines(first, other) if other.outcome in _BAD else first
            first = _with_elements(first, other)
        found.append(first)
    return found


def _with_elements(first: Finding, other: Finding) -> Finding:
    known = {element.selector for element in first.elements}
    more = tuple(each for each in other.elements if each.selector not in known)
    if other.outcome is not first.outcome or not more:
        return first
    elements = first.elements + more
    if first.outcome is Outcome.FAIL:
        return replace(first, elements=elements, failing=first.failing + len(more))
    return replace(first, elements=elements, undecided=first.undecided + len(more))


def _join(found: list[Finding], group: Sequence[str], *, by_element: bool) -> list[Finding]:
    """The findings, of which those of the group are in the order of their rank, joined."""
    kept: list[Finding] = []
    for finding in found:
        if finding.audit not in group or finding.outcome not in _BAD:
            kept.append(finding)
            continue
        left: Finding | None = finding
        for place, first in enumerate(kept):
            if left is None:
                break
            if first.audit not in group or not _comparable(first, left):
                continue
            kept[place], left = _share(first, left) if by_element else (_page(first, left), None)
        if left is not None:
            kept.append(left)
    return kept


def _comparable(first: Finding, other: Finding) -> bool:
    return first.outcome in _BAD and first.pillar is other.pillar


def _share(first: Finding, other: Finding) -> tuple[Finding, Finding | None]:
    """Both again, the elements that they have in common being the first's alone; None when nothing
    is left of the other. Of those that neither names as many are taken to be the first's as of
    those that the other names, or a page with many would pay for each twice."""
    known = {element.selector for element in first.elements}
    rest = tuple(each for each in other.elements if each.selector not in known)
    gone = len(other.elements) - len(rest)
    if not gone:
        return first, other
    first = _with_engines(first, other)
    unnamed = max(0, _count(other) - len(other.elements))
    room = max(0, _count(first) - len(first.elements))
    gone += min(unnamed * gone // len(other.elements), room)
    return first, _without(other, rest, gone)


def _count(finding: Finding) -> int:
    return finding.failing if finding.outcome is Outcome.FAIL else finding.undecided


def _without(finding: Finding, rest: tuple[Element, ...], gone: int) -> Finding | None:
    """The finding with these elements, and so many fewer counted; None when that leaves none."""
    if finding.outcome is Outcome.FAIL:
        failing = finding.failing - gone
        if failing > 0:
            return replace(finding, elements=rest, failing=failing)
    elif (undecided := finding.undecided - gone) > 0:
        return replace(finding, elements=rest, undecided=undecided)
    return None


def _page(first: Finding, other: Finding) -> Finding:
    first = _with_engines(first, other)
    return first if first.elements else replace(first, elements=other.elements[:1])


def _with_engines(first: Finding, other: Finding) -> Finding:
    return replace(first, engines=tuple(dict.fromkeys((*first.engines, *other.engines))))
