"""Sentences that are easily taken for what they are not."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.facts.statement import StatementBlock, StatementText
from crawler.records import CheckOutcome
from crawler.statement.checks import Terms, prepared, reviewed, spelt
from crawler.statement.dates import dates_in
from crawler.statement.reading import Reading

DAY = date(2026, 11, 23)


def reading(*paragraphs: str) -> Reading:
    return Reading(StatementText(blocks=tuple(StatementBlock(text=each) for each in paragraphs)))


STATUSES = {
    "This website is fully compliant with WCAG 2.2 AA.": "fully compliant",
    "The website (www.x.example) is not compliant with WCAG 2.2 AA.": "not compliant",
    "We\u2019re partially compliant with WCAG 2.2.": "partially compliant",
    "Nid yw\u2019r wefan hon yn cydymffurfio \u00e2 safon AA.": "not compliant",
    "Mae\u2019r wefan hon yn cydymffurfio\u2019n llawn \u00e2 safon AA.": "fully compliant",
    "Nid yw\u2019r wefan yn cydymffurfio\u2019n llawn.": None,
    "This website is not fully compliant.": None,
    "We aim for the website to be fully compliant by 2027.": None,
    "Some PDFs on this site are old and are not compliant with WCAG.": None,
    "This website is not compliant with the following criteria:": None,
    "The content listed below is not accessible.": None,
}


@pytest.mark.parametrize(("text", "status"), STATUSES.items())
def test_a_claim_of_status(text: str, status: str | None) -> None:
    found = [said.value for said in reading(text).statuses()]
    assert found == ([status] if status else [])


NOT_FIX_DATES = (
    "The regulations do not require us to fix PDFs published before 23 September 2018.",
    "We fixed the menu in March 2024.",
    "This statement will be reviewed by 1 March 2025.",
)
FIX_DATES = {
    "We plan to fix this by 1 May 2025.": date(2025, 5, 1),
    "This will be resolved in spring 2026.": date(2026, 5, 31),
    "Byddwn yn trwsio hyn erbyn diwedd 2026.": date(2026, 12, 31),
    "We found this in May 2024 and expect to mend it before June 2027.": date(2027, 6, 30),
}


@pytest.mark.parametrize("text", NOT_FIX_DATES)
def test_what_is_no_date_for_mending(text: str) -> None:
    assert reading(text).fix_dates() == ()


@pytest.mark.parametrize(("text", "day"), FIX_DATES.items())
def test_a_date_for_mending(text: str, day: date) -> None:
    assert [each.date.last for each in reading(text).fix_dates()] == [day]


@pytest.mark.parametrize(
    ("paragraphs", "outcome"),
    [
        (("This statement was prepared on 1 May 2020.",), CheckOutcome.NOT_MET),
        (("Prepared on 1 May 2020.", "Last reviewed: this spring."), CheckOutcome.UNCLEAR),
        (("Prepared on 1 May 2020.", "Last reviewed", "1 May 2026"), CheckOutcome.MET),
        (("Prepared on 1 May 2020. It will be reviewed in May 2026.",), CheckOutcome.NOT_MET),
        (("Prepared on 23 November 2025.",), CheckOutcome.MET),
        (("Prepared on 22 November 2025.",), CheckOutcome.NOT_MET),
    ],
)
def test_the_age_of_a_statement(paragraphs: tuple[str, ...], outcome: CheckOutcome) -> None:
    assert reviewed(reading(*paragraphs), Terms(DAY, "England")).outcome is outcome


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("on 04/08/2026", "4 August 2026"),
        ("March 2021", "March 2021"),
        ("summer 2025", "June to August 2025"),
        ("by the end of 2025", "2025"),
    ],
)
def test_a_date_is_told_as_exactly_as_it_is_known(text: str, said: str) -> None:
    (found,) = dates_in(text)
    assert spelt(found) == said


def test_nobody_is_told_a_day_that_they_did_not_write() -> None:
    page = reading("This statement was prepared in March 2021.")
    terms = Terms(DAY, "England")
    assert prepared(page, terms).said == "It was prepared in March 2021."
    assert reviewed(page, terms).said.startswith("Its newest date is March 2021: ")


def test_criteria_are_numbers_that_wcag_has() -> None:
    found = reading("Fails 1.3.1, 2.4.11 and 9.9.9; version 2.2.0; 1.4.10. Old: 4.1.1.").criteria()
    assert [said.value for said in found] == ["1.3.1", "1.4.10", "2.4.11", "4.1.1"]
