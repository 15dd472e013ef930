from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.scoring.ranks import published, rank, rankable

totals = st.dictionaries(st.text(max_size=5), st.one_of(st.none(), st.floats(0, 100)), max_size=30)


def test_equal_published_scores_share_a_place() -> None:
    assert rank({"a": 70.0, "b": 81.24, "c": 81.16, "d": None, "e": 81.26, "f": 12}) == {
        "a": 4,
        "b": 2,
        "c": 2,
        "d": None,
        "e": 1,
        "f": 5,
    }


def test_nobody_to_rank() -> None:
    assert rank({}) == {}
    assert rank({"a": None}) == {"a": None}


@pytest.mark.parametrize(("pages", "total"), [(0, None), (2, None), (3, 71.5), (10, 71.5)])
def test_a_rank_needs_three_pages(pages: int, total: float | None) -> None:
    assert rankable(71.5, pages) == total
    assert rankable(None, pages) is None


@given(totals)
def test_a_place_is_one_more_than_the_number_of_better_ones(
    given_totals: dict[str, float | None],
) -> None:
    places = rank(given_totals)
    assert places.keys() == given_totals.keys()
    shown = [published(total) for total in given_totals.values() if total is not None]
    for key, total in given_totals.items():
        if total is None:
            assert places[key] is None
        else:
            assert places[key] == 1 + sum(other > published(total) for other in shown)


@given(totals)
def test_the_alphabet_breaks_no_tie(given_totals: dict[str, float | None]) -> None:
    backwards = dict(reversed(given_totals.items()))
    assert rank(backwards) == rank(given_totals)
