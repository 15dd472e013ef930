from __future__ import annotations

import pytest

from crawler.database.lifecycle import Life, Reach, after, seen_in, signature
from crawler.database.states import FindingState
from crawler.records import Outcome, Pillar
from tests.database.samples import finding

NEW, RECURRING, REGRESSED, FIXED = (
    FindingState.NEW,
    FindingState.RECURRING,
    FindingState.REGRESSED,
    FindingState.FIXED,
)
KEY = ("color-contrast", b"12345678")
A11Y = Pillar.ACCESSIBILITY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ul > li:nth-child(3) > a", "ul > li:nth-child(14) > a"),
        ("#news-20261123 h2", "#news-20261130 h2"),
        ("#ember1042", "#ember7"),
        (".card-9f3ac01b22 a", ".card-0b77aee1c9 a"),
        ("#a3f2-44de-9c01 p", "#77e1-0a3b-12ff p"),
    ],
)
def test_an_element_that_only_moved_is_the_same(one: str, other: str) -> None:
    assert signature(one) == signature(other)


def test_other_elements_are_others() -> None:
    selectors = ["", "#nav > a", "#footer > a", "#nav > a > img", "table", "#header"]
    assert len({signature(selector) for selector in selectors}) == len(selectors)


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
        ("page-weight", signature(""))
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


class TestReach:
    """What a visit missed is not taken for repaired."""

    kinds = frozenset({"axe:mobile", "axe:desktop"})

    def test_an_audit_that_passed_has_looked(self) -> None:
        reach = Reach([finding(selectors=(), outcome=Outcome.PASS)], self.kinds)
        assert reach.covers("color-contrast", A11Y, self.kinds)

    def test_an_audit_that_is_not_mentioned_has_looked_too(self) -> None:
        """axe names only the rules that had something to look at."""
        assert Reach([], self.kinds).covers("color-contrast", A11Y, self.kinds)

    def test_an_audit_that_ended_in_an_error_has_not(self) -> None:
        reach = Reach([finding(selectors=(), outcome=Outcome.ERROR)], self.kinds)
        assert not reach.covers("color-contrast", A11Y, self.kinds)

    def test_an_engine_that_ended_in_an_error_speaks_for_its_pillar(self) -> None:
        reach = Reach([finding("axe", selectors=(), outcome=Outcome.ERROR)], self.kinds)
        assert not reach.covers("color-contrast", A11Y, self.kinds)
        assert reach.covers("reflow", Pillar.MOBILE, self.kinds)

    def test_evidence_that_was_there_last_time_must_be_there_now(self) -> None:
        reach = Reach([], frozenset({"axe:mobile"}))
        assert not reach.covers("color-contrast", A11Y, self.kinds)
        assert reach.covers("color-contrast", A11Y, frozenset({"axe:mobile"}))

    def test_a_list_that_was_cut_short_proves_nothing(self) -> None:
        reach = Reach([finding(selectors=("a", "b"), failing=70)], self.kinds)
        assert not reach.covers("color-contrast", A11Y, self.kinds)
