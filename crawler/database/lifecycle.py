"""The history of what fails: new, recurring, fixed, regressed. Pure; the store keeps the rows.

What is followed is an element of a page under an audit, known by its signature (`signatures`). Each
is looked for among those of before: first as it was to the letter, then by what it is of its own,
so that one which moved, or got another class name, is not reported as one fixed and one new; then,
where an audit was renamed or found its elements together with another, under the other audit's
name. What has nothing of its own is compared as a whole (`likeness`). Elements that are alike in
all (the third and the fourth item of a list) share one history; it ends when the last of them is
gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from crawler.audits.evidence import Evidence
from crawler.audits.registry import all_audits
from crawler.database.signatures import own, signature
from crawler.database.states import FindingState
from crawler.records import Outcome, Pillar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Set

    from crawler.records import Element, Finding

_KEPT = (Outcome.FAIL, Outcome.REVIEW)
# An engine's rules are audits that the registry does not know; this is what they judge.
_ENGINES = frozenset({Evidence.AXE_MOBILE, Evidence.CODESNIFFER})

Key = tuple[str, bytes]


class Life(Struct, frozen=True):
    """A finding's row: its state and the page audits where it was last seen and last changed."""

    state: FindingState
    first_seen: int
    last_seen: int
    changed: int


def seen_in(findings: Iterable[Finding]) -> set[Key]:
    """Return the keys (audit, signature) of what failed or needs a person's eye."""
    seen: set[Key] = set()
    for finding in findings:
        if finding.outcome in _KEPT:
            elements = finding.elements or (None,)
            seen |= {(finding.audit, signature(element)) for element in elements}
    return seen


def elements_in(findings: Iterable[Finding]) -> dict[str, dict[Key, Element]]:
    """Return by audit the elements that failed or need a person's eye, each key's first."""
    found: dict[str, dict[Key, Element]] = {}
    for finding in findings:
        if finding.outcome in _KEPT:
            elements = found.setdefault(finding.audit, {})
            for element in finding.elements:
                elements.setdefault((finding.audit, signature(element)), element)
    return found


def matched(
    before: Mapping[Key, Life], seen: Set[Key], related: Callable[[str, str], bool]
) -> dict[Key, Key]:
    """Return which of those `seen` is which of `before` under another key: moved, or of another
    audit where the old and the new one are `related`. Each of before is taken at most once."""
    left: dict[bytes, dict[Key, Life]] = {}
    for key, life in before.items():
        if key not in seen:
            left.setdefault(own(key[1]), {})[key] = life
    found: dict[Key, Key] = {}
    for across in (False, True):
        for key in sorted(seen - before.keys() - found.keys()):
            alike = left.get(own(key[1]), {})
            likely = [
                (life.state is FindingState.FIXED, other)
                for other, life in alike.items()
                if (_may_follow(life, other, key, related) if across else other[0] == key[0])
            ]
            if likely:
                found[key] = min(likely)[1]
                del alike[found[key]]
    return found


def _may_follow(life: Life, old: Key, new: Key, related: Callable[[str, str], bool]) -> bool:
    """Whether another audit may have found again what one has lost. What was repaired is past."""
    return life.state is not FindingState.FIXED and old[0] != new[0] and related(old[0], new[0])


class Reach:
    """What one visit could have seen, so that what it missed is not taken for repaired.

    `kinds` are the kinds of evidence that were gathered whole, `rules` those of the engines that
    ran.
    """

    def __init__(self, findings: Iterable[Finding], kinds: Set[str], rules: Set[str]) -> None:
        self._kinds = kinds
        self._rules = rules
        self._judged: set[str] = set()
        self._unjudged: set[str] = set()
        self._engines_ran = True
        self._needs = {audit.id: frozenset(audit.needs) for audit in all_audits()}
        for finding in findings:
            evidence = len(finding.elements)
            if finding.outcome is Outcome.ERROR:
                self._unjudged.add(finding.audit)
                if (
                    finding.pillar is Pillar.ACCESSIBILITY
                    and self._needs_of(finding.audit) & _ENGINES
                ):
                    self._engines_ran = False
            elif 0 < evidence < finding.failing + finding.undecided:
                # More failed than were kept: one of the rest may be the one we miss.
                self._unjudged.add(finding.audit)
            elif finding.outcome is Outcome.REVIEW and not evidence:
                # A person must look, as at a page that is too large to test fully.
                self._unjudged.add(finding.audit)
            else:
                self._judged.add(finding.audit)

    def covers(self, audit: str, kinds_then: Set[str]) -> bool:
        """Whether the audit's absent elements are gone: it was judged this time, on at least the
        kinds of its evidence that there were when they were last seen."""
        if audit in self._unjudged or not self._kinds_of(audit) & kinds_then <= self._kinds:
            return False
        if audit in self._judged:
            return True
        # A rule is only mentioned where it had something to look at; an audit of ours always is.
        return audit not in self._needs and self._engines_ran and audit in self._rules

    def _needs_of(self, audit: str) -> frozenset[Evidence]:
        return self._needs.get(audit, _ENGINES)

    def _kinds_of(self, audit: str) -> set[str]:
        """The kinds of pieces that an audit judges."""
        needs = self._needs_of(audit)
        kinds = {need.name.lower().replace("_", ":") for need in needs}
        return kinds | {"axe:desktop"} if Evidence.AXE_MOBILE in needs else kinds


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
