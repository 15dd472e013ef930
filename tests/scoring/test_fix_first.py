from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.records import Pillar, PillarScores
from crawler.scoring.fix_first import priority, share_returned
from tests.scoring.findings import scores_of

POINTS = st.floats(0, 100)
SCORES = st.builds(scores_of, *([POINTS | st.none()] * 3))
PAGES = st.lists(st.tuples(POINTS, SCORES), max_size=14)
ACCESSIBILITY, SPEED, MOBILE = Pillar.ACCESSIBILITY, Pillar.SPEED, Pillar.MOBILE


def test_a_nearly_perfect_pillar_does_not_come_first() -> None:
    scores = scores_of(60.0, 97.0, 90.0)  # 53 points are lost in all three
    order = [(ACCESSIBILITY, 13.2), (MOBILE, 8.3), (ACCESSIBILITY, 7.5), (SPEED, 0.7)]
    shares = [share_returned(pillar, gain, scores) for pillar, gain in order]
    assert shares == sorted(shares, reverse=True)
    assert shares == pytest.approx([13.2 / 53, 8.3 / 53, 7.5 / 53, 0.7 / 53])
    # By the page's total, it is the same.
    assert scores.total is not None
    assert shares[0] == pytest.approx(13.2 / 3 / (100 - scores.total))


def test_more_pages_come_before_more_points_on_few() -> None:
    scores = scores_of(80.0, 100.0, 100.0)
    assert priority(ACCESSIBILITY, [(10.0, scores)] * 11) == pytest.approx(5.5)
    assert priority(ACCESSIBILITY, [(20.0, scores)] * 2) == pytest.approx(2)


def test_a_page_without_a_total_is_weighed_by_the_pillars_it_has() -> None:
    assert share_returned(SPEED, 10.0, scores_of(None, 60.0, 90.0)) == pytest.approx(10 / 50)
    assert share_returned(SPEED, 10.0, scores_of(None, 60.0, None)) == pytest.approx(10 / 40)


@pytest.mark.parametrize(("gain", "score"), [(5.0, None), (5.0, 100.0), (0.0, 50.0)])
def test_nothing_to_return(gain: float, score: float | None) -> None:
    assert share_returned(SPEED, gain, scores_of(None, score, None)) == 0


@given(PAGES, POINTS, SCORES)
def test_another_page_never_makes_it_less_urgent(
    pages: list[tuple[float, PillarScores]], gain: float, scores: PillarScores
) -> None:
    assert 0 <= priority(MOBILE, pages) <= len(pages)
    assert priority(MOBILE, [*pages, (gain, scores)]) >= priority(MOBILE, pages)
    assert priority(MOBILE, pages[::-1]) == priority(MOBILE, pages)
