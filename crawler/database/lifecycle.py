"""The history of what fails: new, recurring, fixed, regressed. Pure; the store keeps the rows.

What is followed is an element of a page under an audit, known by its signature. The signature is
made of the selector without positions and numbers, so that an element which only moved, or whose
text changed, is not reported as one fixed and one new. Elements alike (the third and the fourth
item of a list) share one history; it ends when the last of them is gone.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from msgspec import Struct

from crawler.database.states import FindingState
from crawler.records import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Set

    from crawler.records import Finding, Pillar

_POSITION = re.compile(r":nth-[a-z-]+\([^)]*\)")
# Generated names: hyphenated or long runs of hexadecimal digits, and any number.
_GENERATED = re.compile(r"[0-9a-f]{4,}(?:-[0-9a-f]{4,})+|[0-9a-f]{8,}|\d+")
_KEPT = (Outcome.FAIL, Outcome.REVIEW)

Key = tuple[str, bytes]


class Life(Struct, frozen=True):
    """A finding's row: its state and the page audits where it was last seen and last changed."""

    state: FindingState
    first_seen: int
    last_seen: int
    changed: int


def signature(selector: str) -> bytes:
    """Return eight bytes that stay the same while an element only moves. The page as a whole has
    the empty selector."""
    stable = _GENERATED.sub("0", _POSITION.sub("", selector))
    return hashlib.sha256(stable.encode()).digest()[:8]


def seen_in(findings: Iterable[Finding]) -> set[Key]:
    """Return the keys (audit, signature) of what failed or needs a person's eye."""
    seen: set[Key] = set()
    for finding in findings:
        if finding.outcome in _KEPT:
            selectors = [element.selector for element in finding.elements] or [""]
            seen |= {(finding.audit, signature(selector)) for selector in selectors}
    return seen


class Reach:
    """What one visit could have seen, so that what it missed is not taken for repaired."""

    def __init__(self, findings: Iterable[Finding], kinds: Set[str]) -> None:
        self._kinds = kinds
        self._judged: set[str] = set()
        self._unjudged: set[str] = set()
        self._broken: set[Pillar] = set()
        for finding in findings:
            evidence = len(finding.elements)
            if finding.outcome is Outcome.ERROR:
                self._unjudged.add(finding.audit)
                self._broken.add(finding.pillar)
            elif 0 < evidence < finding.failing + finding.undecided:
                # More failed than were kept: one of the rest may be the one we miss.
                self._unjudged.add(finding.audit)
            else:
                self._judged.add(finding.audit)

    def covers(self, audit: str, pillar: Pillar, kinds_then: Set[str]) -> bool:
        """Whether the audit's absent elements are gone: it was judged this time, on at least the
        kinds of evidence that there were when they were last seen."""
        if audit in self._unjudged or not kinds_then <= self._kinds:
            return False
        return audit in self._judged or pillar not in self._broken


def after(before: Mapping[Key, Life], seen: Set[Key], gone: Set[Key], now: int) -> dict[Key, Life]:
    """Return the rows that change when page audit `now` saw `seen` and found `gone` absent."""
    changed = {}
    for key in seen:
        life = before.get(key)
        if life is None:
            changed[key] = Life(FindingState.NEW, now, now, now)
        elif life.last_seen == now:
            continue
        elif life.state is FindingState.FIXED:
            changed[key] = Life(FindingState.REGRESSED, life.first_seen, now, now)
        else:
            since = life.changed if life.state is FindingState.RECURRING else now
            changed[key] = Life(FindingState.RECURRING, life.first_seen, now, since)
    for key in gone:
        life = before[key]
        changed[key] = Life(FindingState.FIXED, life.first_seen, life.last_seen, now)
    return changed
