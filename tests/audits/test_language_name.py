from __future__ import annotations

from msgspec.structs import replace

from crawler.audits.language_name import language_name
from crawler.records import Outcome
from tests.facts import TEXT, sound_facts
from tests.verdicts import outcome_and_messages


def test_a_name_without_its_language_is_named() -> None:
    (link,) = TEXT.language_names
    text = replace(TEXT, language_names=(link, replace(link, text="Polski", marked=False)))
    outcome, (message,) = outcome_and_messages(language_name(sound_facts(text=text)))
    assert outcome is Outcome.FAIL
    assert "Polski" in message
