from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.scoring.fix_first import priority, share_returned

POINTS = st.floats(0, 100)
PAGES = st.lists(st.tuples(POINTS, POINTS | st.none()), max_size=14)


def test_half_of_what_is_wrong_on_eleven_pages_comes_before_all_of_it_on_two() -> None:
    assert priority([(10.0, 80.0)] * 11) == pytest.approx(5.5)
    assert priority([(20.0, 80.0)] * 2) == pytest.approx(2)


@pytest.mark.parametrize(("gain", "score"), [(5.0, None), (5.0, 100.0), (0.0, 50.0)])
def test_nothing_to_return(gain: float, score: float | None) -> None:
    assert share_returned(gain, score) == 0


@given(PAGES, st.tuples(POINTS, POINTS | st.none()))
def test_another_page_never_makes_it_less_urgent(
    pages: list[tuple[float, float | None]], more: tuple[float, float | None]
) -> None:
    assert 0 <= priority(pages) <= len(pages)
    assert priority([*pages, more]) >= priority(pages)
    assert priority(pages[::-1]) == priority(pages)
