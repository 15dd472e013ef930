from __future__ import annotations

from datetime import date

import pytest

from crawler.statement.dates import a_year_before, dates_in

DAYS = {
    "on 23 September 2020.": date(2020, 9, 23),
    "23rd of September, 2020": date(2020, 9, 23),
    "Wednesday 23rd September 2020": date(2020, 9, 23),
    "September 23, 2020": date(2020, 9, 23),
    "23/09/2020": date(2020, 9, 23),
    "23.09.2020.": date(2020, 9, 23),
    "23-9-20": date(2020, 9, 23),
    "2020-09-23": date(2020, 9, 23),
    "09/23/2020": date(2020, 9, 23),
    "4/5/2024": date(2024, 5, 4),
    "3 Sept. 2024": date(2024, 9, 3),
    "ar 23 Medi 2020": date(2020, 9, 23),
    "ar 1af o Fawrth 2024": date(2024, 3, 1),
    "y 12fed o fis Tachwedd 2025": date(2025, 11, 12),
    "21ain Orffennaf 2025": date(2025, 7, 21),
    "3ydd Ragfyr 2025": date(2025, 12, 3),
}
SPANS = {
    "in September 2024": (date(2024, 9, 1), date(2024, 9, 30)),
    "erbyn mis Medi 2024": (date(2024, 9, 1), date(2024, 9, 30)),
    "02/2024": (date(2024, 2, 1), date(2024, 2, 29)),
    "by summer 2025": (date(2025, 6, 1), date(2025, 8, 31)),
    "in the spring of 2026": (date(2026, 3, 1), date(2026, 5, 31)),
    "Q1 2026": (date(2026, 1, 1), date(2026, 3, 31)),
    "by the end of 2025": (date(2025, 1, 1), date(2025, 12, 31)),
    "erbyn diwedd 2025": (date(2025, 1, 1), date(2025, 12, 31)),
}
NOT_DATES = (
    "the Regulations 2018",
    "WCAG 2.2 AA, criterion 1.4.10",
    "you may",
    "call 01632 960 001",
    "since 2020",
)


@pytest.mark.parametrize(("text", "day"), DAYS.items())
def test_a_day(text: str, day: date) -> None:
    (found,) = dates_in(text)
    assert (found.first, found.last) == (day, day)


@pytest.mark.parametrize(("text", "days"), SPANS.items())
def test_a_span(text: str, days: tuple[date, date]) -> None:
    (found,) = dates_in(text)
    assert (found.first, found.last) == days


@pytest.mark.parametrize("text", NOT_DATES)
def test_what_is_no_date(text: str) -> None:
    assert dates_in(text) == ()


def test_several_stand_in_their_order() -> None:
    found = dates_in("Reviewed on 4 May 2025, prepared in June 2021, tested on 2020-09-23.")
    assert [each.first.year for each in found] == [2025, 2021, 2020]


def test_a_year_before_a_leap_day() -> None:
    assert a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert a_year_before(date(2026, 11, 23)) == date(2025, 11, 23)
