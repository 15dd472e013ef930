from __future__ import annotations

import pytest
from msgspec.structs import replace

from crawler.audits.long_heading import long_heading
from crawler.facts.spot import Spot
from crawler.facts.text import HeadedSection
from crawler.records import Outcome
from tests.facts import TEXT, sound_facts
from tests.verdicts import verdict_of

SPOT = Spot(selector="h2", html="<h2>")


@pytest.mark.parametrize(
    ("heading", "level", "outcome"),
    [
        ("Bins " * 26, 2, Outcome.REVIEW),
        ("Bins " * 26, 1, Outcome.PASS),
        ("Bins " * 35, 1, Outcome.REVIEW),
        ("We have moved to the old mill. Come and see us there soon.", 3, Outcome.REVIEW),
        ("What happens after you have applied to the St. Mary Street school fund", 2, Outcome.PASS),
        ("Moved? Tell us", 2, Outcome.PASS),
    ],
)
def test_how_long_headings_may_be(heading: str, level: int, outcome: Outcome) -> None:
    section = HeadedSection(spot=SPOT, level=level, text=heading.strip())
    text = replace(TEXT, sections=(section,))
    assert verdict_of(long_heading(sound_facts(text=text))).outcome is outcome


def test_a_page_without_headings() -> None:
    text = replace(TEXT, headings=0, sections=())
    assert verdict_of(long_heading(sound_facts(text=text))).outcome is Outcome.NOT_APPLICABLE
