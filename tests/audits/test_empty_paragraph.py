from __future__ import annotations

from msgspec.structs import replace

from crawler.audits.empty_paragraph import empty_paragraph
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import TEXT, sound_facts
from tests.verdicts import verdict_of


def test_it_counts_more_than_it_names() -> None:
    spot = Spot(selector="p", html="<p>")
    text = replace(TEXT, empty_paragraphs=(spot,), empty_paragraphs_count=70, breaks=(spot,))
    verdict = verdict_of(empty_paragraph(sound_facts(text=text)))
    assert (verdict.outcome, verdict.failing, len(verdict.elements)) == (Outcome.FAIL, 71, 2)
