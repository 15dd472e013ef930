from __future__ import annotations

import pytest
from msgspec.structs import replace

from crawler.audits.page_language import page_language
from crawler.facts.text import LanguageShare
from crawler.records import Outcome
from tests.facts import MARKUP, TEXT, sound_facts
from tests.verdicts import verdict_of


@pytest.mark.parametrize(
    ("lang", "shares", "outcome"),
    [
        ("en-GB", (("cy", 300, 0),), Outcome.FAIL),
        ("en-GB", (("cy", 50, 0),), Outcome.REVIEW),
        ("en-GB", (("cy", 300, 300),), Outcome.REVIEW),
        ("en", (("cy", 300, 0), ("en", 200, 0)), Outcome.PASS),
        ("EN_us", (("en", 300, 0),), Outcome.PASS),
        ("nb", (("da", 300, 0),), Outcome.PASS),
        ("kw", (("cy", 300, 0),), Outcome.NOT_APPLICABLE),
        ("en", (), Outcome.NOT_APPLICABLE),
        ("", (("en", 300, 0),), Outcome.NOT_APPLICABLE),
    ],
)
def test_sure_or_silent(
    lang: str, shares: tuple[tuple[str, int, int], ...], outcome: Outcome
) -> None:
    languages = tuple(LanguageShare(language=c, letters=n, marked=m) for c, n, m in shares)
    facts = sound_facts(
        markup=replace(MARKUP, language=lang), text=replace(TEXT, languages=languages)
    )
    assert verdict_of(page_language(facts)).outcome is outcome
