from __future__ import annotations

import pytest
from msgspec.structs import replace

from crawler.audits.vague_heading import vague_heading
from crawler.facts.spot import Spot
from crawler.facts.text import HeadedSection
from crawler.records import Outcome
from tests.facts import TEXT, sound_facts
from tests.verdicts import verdict_of

OFFICE = "The office is open from Monday to Friday."


@pytest.mark.parametrize(
    ("heading", "under", "outcome"),
    [
        ("Heading", "", Outcome.FAIL),
        ("Sub-heading two", "", Outcome.FAIL),
        ("--", "", Outcome.FAIL),
        ("Pennawd", "", Outcome.FAIL),
        ("Part 2", "", Outcome.REVIEW),
        ("Weather", OFFICE, Outcome.REVIEW),
        ("Opening hours", OFFICE, Outcome.PASS),
        ("Fees", "Ask at the desk, it is free for children.", Outcome.PASS),
        ("Fees", "Ask the staff in the library.", Outcome.REVIEW),
        ("Contact us", "Our library holds many books for children.", Outcome.REVIEW),
        ("Heading to university", "", Outcome.PASS),
        ("Overview", OFFICE, Outcome.PASS),
    ],
)
def test_what_headings_say(heading: str, under: str, outcome: Outcome) -> None:
    section = HeadedSection(
        spot=Spot(selector="h2", html="<h2>"),
        level=2,
        text=heading,
        section=under,
        plain=bool(under),
    )
    text = replace(TEXT, sections=(section,))
    assert verdict_of(vague_heading(sound_facts(text=text))).outcome is outcome
