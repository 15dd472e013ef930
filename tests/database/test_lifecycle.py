from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.database.lifecycle import Key, Life, Reach, after, matched, seen_in
from crawler.database.signatures import signature
from crawler.database.states import FindingState
from crawler.records import Outcome, Pillar
from tests.database.samples import finding

if TYPE_CHECKING:
    from crawler.records import Finding

NEW, RECURRING, REGRESSED, FIXED = (
    FindingState.NEW,
    FindingState.RECURRING,
    FindingState.REGRESSED,
    FindingState.FIXED,
)
KEY = ("color-contrast", b"12345678")


def test_only_failures_and_reviews_are_followed() -> None:
    outcomes = [
        finding(
            outcome.value, selectors=("a",) if outcome is not Outcome.PASS else (), outcome=outcome
        )
        for outcome in Outcome
    ]
    assert {audit for audit, _ in seen_in(outcomes)} == {"fail", "review"}


def test_a_failure_of_the_whole_page_is_followed() -> None:
    assert seen_in([finding("page-weight", selectors=(), failing=1)]) == {
        ("page-weight", signature(None))
    }


def test_a_life() -> None:
    life: dict[tuple[str, bytes], Life] = {}

    def step(now: int, *, seen: bool = False, gone: bool = False) -> Life | None:
        changed = after(life, {KEY} if seen else set(), {KEY} if gone else set(), now)
        life.update(changed)
        return changed.get(KEY)

    assert step(1, seen=True) == Life(NEW, 1, 1, 1)
    assert step(1, seen=True) is None, "the same page audit changes nothing"
    assert step(2, seen=True) == Life(RECURRING, 1, 2, 2)
    assert step(3, seen=True) == Life(RECURRING, 1, 3, 2)
    assert step(4) is None, "not looked at"
    assert step(5, gone=True) == Life(FIXED, 1, 3, 5)
    assert step(6) is None
    assert step(7, seen=True) == Life(REGRESSED, 1, 7, 7)
    assert step(8, seen=True) == Life(RECURRING, 1, 8, 8)


class TestMatched:
    """Who is who, among what was there before. A signature is four bytes of its own and three."""

    was = Life(RECURRING, 1, 3, 2)

    def match(self, before: dict[Key, Life], *seen: Key, related: bool = True) -> dict[Key, Key]:
        return matched(before, set(seen), lambda *_: related)

    def test_one_that_moved(self) -> None:
        old, new = ("image-alt", b"logo-ul"), ("image-alt", b"logo-ol")
        assert self.match({old: self.was}, new) == {new: old}

    def test_one_that_is_as_it_was_is_taken_by_nobody(self) -> None:
        old, new = ("image-alt", b"logo-ul"), ("image-alt", b"logo-ol")
        assert self.match({old: self.was}, old, new) == {}

    def test_each_is_taken_once(self) -> None:
        before = {("image-alt", b"logo-a" + part): self.was for part in (b"1", b"2")}
        seen = {("image-alt", b"logo-b" + part) for part in (b"1", b"2", b"3")}
        taken = self.match(before, *seen)
        assert sorted(taken.values()) == sorted(before)
        assert len(taken) == 2

    def test_what_was_there_last_comes_before_what_was_repaired(self) -> None:
        fixed, old = ("image-alt", b"logo-aa"), ("image-alt", b"logo-zz")
        new = ("image-alt", b"logo-ol")
        lives = {fixed: Life(FIXED, 1, 1, 2), old: self.was}
        assert self.match(lives, new) == {new: old}
        assert self.match({fixed: lives[fixed]}, new) == {new: fixed}

    def test_another_audit_that_finds_it_goes_on_with_its_history(self) -> None:
        old, new = ("link-name", b"logo-ul"), ("vague-link", b"logo-ol")
        assert self.match({old: self.was}, new) == {new: old}
        assert self.match({old: self.was}, new, related=False) == {}
        assert self.match({old: Life(FIXED, 1, 1, 2)}, new) == {}


class TestReach:
    """What a visit missed is not taken for repaired."""

    kinds = frozenset({"axe:mobile", "axe:desktop"})
    rules = frozenset({"color-contrast"})

    def reach(self, *findings: Finding, kinds: frozenset[str] = kinds) -> Reach:
        return Reach(findings, kinds, self.rules)

    def test_an_audit_that_passed_has_looked(self) -> None:
        reach = self.reach(finding(selectors=(), outcome=Outcome.PASS))
        assert reach.covers("color-contrast", self.kinds)

    def test_a_rule_that_ran_and_is_not_mentioned_has_looked_too(self) -> None:
        """axe names only the rules that had something to look at."""
        assert self.reach().covers("color-contrast", self.kinds)
        assert not self.reach().covers("a-rule-of-another-axe", self.kinds)

    def test_an_audit_of_ours_that_is_not_mentioned_did_not_run(self) -> None:
        """So it is with what only a walk shows, on a page that was not walked this time."""
        assert not self.reach().covers("reflow", self.kinds)

    def test_an_audit_that_ended_in_an_error_has_not(self) -> None:
        reach = self.reach(finding(selectors=(), outcome=Outcome.ERROR))
        assert not reach.covers("color-contrast", self.kinds)

    def test_an_engine_that_ended_in_an_error_speaks_for_its_rules(self) -> None:
        reach = self.reach(
            finding("axe", selectors=(), outcome=Outcome.ERROR),
            finding("reflow", selectors=(), outcome=Outcome.PASS, pillar=Pillar.MOBILE),
        )
        assert not reach.covers("color-contrast", self.kinds)
        assert reach.covers("reflow", self.kinds)

    def test_an_audit_that_ended_in_an_error_speaks_for_no_other(self) -> None:
        reach = self.reach(finding("language-link", selectors=(), outcome=Outcome.ERROR))
        assert reach.covers("color-contrast", self.kinds)

    def test_its_evidence_that_was_there_last_time_must_be_there_now(self) -> None:
        reach = self.reach(kinds=frozenset({"axe:mobile"}))
        assert not reach.covers("color-contrast", self.kinds)
        assert reach.covers("color-contrast", frozenset({"axe:mobile"}))

    def test_evidence_of_other_audits_does_not_matter(self) -> None:
        assert self.reach().covers("color-contrast", self.kinds | {"keyboard", "markup"})

    def test_a_list_that_was_cut_short_proves_nothing(self) -> None:
        reach = self.reach(finding(selectors=("a", "b"), failing=70))
        assert not reach.covers("color-contrast", self.kinds)

    def test_a_page_that_was_too_large_to_test_proves_nothing(self) -> None:
        reach = self.reach(finding("reflow", selectors=(), outcome=Outcome.REVIEW))
        assert not reach.covers("reflow", self.kinds)
