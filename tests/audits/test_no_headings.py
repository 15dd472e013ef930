from __future__ import annotations

import pytest
from msgspec.structs import replace

from crawler.audits.no_headings import no_headings
from crawler.records import Outcome
from tests.facts import TEXT, sound_facts
from tests.verdicts import verdict_of


@pytest.mark.parametrize(
    ("prose", "headings", "outcome"),
    [
        (5000, 0, Outcome.REVIEW),
        (5000, 1, Outcome.PASS),
        (2000, 0, Outcome.PASS),
        (100, 0, Outcome.NOT_APPLICABLE),
        (100, 2, Outcome.PASS),
    ],
)
def test_only_long_text_needs_headings(prose: int, headings: int, outcome: Outcome) -> None:
    text = replace(TEXT, prose=prose, main_headings=headings)
    assert verdict_of(no_headings(sound_facts(text=text))).outcome is outcome
