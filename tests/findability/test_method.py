"""The numbers of findability's method 1. A change here is a new method: number and date it."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.findability.method import METHOD
from crawler.panel.wording import CLEAR


def test_its_number_and_constants() -> None:
    assert (METHOD.number, METHOD.date) == (1, date(2026, 11, 23))
    assert (METHOD.easy_clicks, METHOD.most_clicks, METHOD.results) == (2, 3, 10)
    assert (METHOD.clear, METHOD.named, METHOD.least_share) == (0.5, 0.5, 0.5)
    assert (METHOD.enough_words, METHOD.oldest) == (100, 22)


def test_a_text_is_as_clear_here_as_where_pages_are_chosen() -> None:
    assert METHOD.clear == CLEAR


def test_nothing_can_change_it_while_it_runs() -> None:
    with pytest.raises(AttributeError):
        METHOD.number = 2  # type: ignore[misc]
