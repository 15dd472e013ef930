from __future__ import annotations

from msgspec.structs import replace

from crawler.audits.parts_language import parts_language
from crawler.facts.spot import Spot
from crawler.facts.text import LanguageShare, Passage
from crawler.records import Outcome
from tests.facts import TEXT, sound_facts
from tests.verdicts import outcome_and_messages

POLISH = Passage(
    spot=Spot(selector="p", html="<p>"), text="Tekst", language="pl", declared="en", words=12
)


def judged(*passages: Passage, main: str = "en") -> tuple[Outcome, list[str]]:
    languages = (LanguageShare(language=main, letters=700),)
    text = replace(TEXT, foreign=passages, languages=languages)
    return outcome_and_messages(parts_language(sound_facts(text=text)))


def test_a_sentence_fails_and_a_phrase_is_for_a_person() -> None:
    phrase = replace(POLISH, words=5)
    assert judged(POLISH, phrase) == (
        Outcome.FAIL,
        ["In Polish, but lang says English: “Tekst”"],
    )
    assert judged(phrase)[0] is Outcome.REVIEW


def test_a_page_that_is_wholly_in_it_is_another_fault() -> None:
    assert judged(POLISH, main="pl")[0] is Outcome.PASS
    assert judged(replace(POLISH, own=True), main="pl")[0] is Outcome.FAIL
