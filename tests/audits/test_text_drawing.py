from __future__ import annotations

from msgspec.structs import replace

from crawler.audits.text_drawing import text_drawing
from crawler.facts.spot import Spot
from crawler.facts.text import Quote, QuoteKind
from crawler.records import Outcome
from tests.facts import TEXT, sound_facts
from tests.verdicts import outcome_and_messages


def test_it_names_its_own_kind_only() -> None:
    spot = Spot(selector="#a", html="<p>")
    quotes = tuple(Quote(kind=kind, spot=spot, text=f"of {kind}") for kind in QuoteKind)
    text = replace(TEXT, quotes=quotes)
    outcome, messages = outcome_and_messages(text_drawing(sound_facts(text=text)))
    assert outcome is Outcome.REVIEW
    assert [message.split("“of ")[1] for message in messages] == ["drawing”", "emoticon”"]


def test_too_large_a_page_is_no_pass() -> None:
    text = replace(TEXT, complete=False)
    assert outcome_and_messages(text_drawing(sound_facts(text=text)))[0] is Outcome.REVIEW
