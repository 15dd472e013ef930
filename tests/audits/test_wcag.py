from __future__ import annotations

from collections import Counter

import pytest

from crawler.audits.wcag import CRITERIA, criteria_of, is_advice


def test_all_86_criteria_of_wcag_2_2() -> None:
    assert Counter(criterion.level for criterion in CRITERIA.values()) == {
        "A": 31,
        "AA": 24,
        "AAA": 31,
    }
    assert "4.1.1" not in CRITERIA
    assert CRITERIA["2.5.8"].name == "Target Size (Minimum)"


@pytest.mark.parametrize(
    ("tags", "criteria"),
    [
        (("cat.color", "wcag2aa", "wcag143"), ("1.4.3",)),
        (("wcag22aa", "wcag2411"), ("2.4.11",)),
        (("wcag21aa", "wcag1412"), ("1.4.12",)),
        (("wcag2a", "wcag412", "wcag244"), ("2.4.4", "4.1.2")),
        (("wcag1410", "wcag143"), ("1.4.3", "1.4.10")),
        (("wcag2a-obsolete", "wcag411"), ()),
        (("wcag2a", "wcag21aa", "EN-301-549", "EN-9.1.4.3", "TTv5", "section508.22.a"), ()),
        (("wcag199", "wcag5", "wcag", "xwcag143", "wcag1433x"), ()),
    ],
)
def test_criteria_from_tags(tags: tuple[str, ...], criteria: tuple[str, ...]) -> None:
    assert criteria_of(tags) == criteria


@pytest.mark.parametrize(
    ("tags", "advice"),
    [
        (("wcag2a", "wcag111"), False),
        (("wcag2aa",), False),
        (("wcag21a",), False),
        (("wcag21aa",), False),
        (("wcag22aa", "wcag258"), False),
        (("wcag2aaa", "wcag146"), True),
        (("best-practice",), True),
        (("wcag21aa", "experimental"), True),
        (("wcag2a", "deprecated"), True),
        (("wcag2a-obsolete", "wcag411", "deprecated"), True),
        (("best-practice", "review-item"), True),
        ((), True),
    ],
)
def test_what_is_only_advice(tags: tuple[str, ...], advice: bool) -> None:
    assert is_advice(tags) is advice
