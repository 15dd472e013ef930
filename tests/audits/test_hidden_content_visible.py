from __future__ import annotations

from msgspec.structs import replace

from crawler.audits.hidden_content_visible import hidden_content_visible
from crawler.facts.spot import Spot
from crawler.facts.text import Quote, QuoteKind
from crawler.records import Outcome
from tests.facts import TEXT, sound_facts
from tests.verdicts import verdict_of

WARNING = Quote(
    kind=QuoteKind.UNHEARD,
    spot=Spot(selector="#a", html="<p>"),
    text="The bridge is shut until May",
)


def test_text_that_is_not_heard_is_for_a_person_to_see() -> None:
    text = replace(TEXT, quotes=(WARNING,), muted=3)
    verdict = verdict_of(hidden_content_visible(sound_facts(text=text)))
    assert (verdict.outcome, verdict.passing) == (Outcome.REVIEW, 2)
    assert verdict.elements[0].message.endswith("“The bridge is shut until May”")


def test_what_is_said_elsewhere_passes() -> None:
    said = sound_facts(text=replace(TEXT, quotes=(), muted=1))
    assert verdict_of(hidden_content_visible(said)).outcome is Outcome.PASS
    none = sound_facts(text=replace(TEXT, quotes=(), muted=0))
    assert verdict_of(hidden_content_visible(none)).outcome is Outcome.NOT_APPLICABLE
