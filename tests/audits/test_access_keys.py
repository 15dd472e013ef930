from __future__ import annotations

from typing import Any

from crawler.audits.access_keys import access_keys
from crawler.facts.frames import AccessKey, PageFrames
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import outcome_and_messages, verdict_of

SPOT = Spot(selector="#a", html="<p>")


def key() -> AccessKey:
    return AccessKey(spot=SPOT, key="s")


def judged(*keys: AccessKey, **more: Any) -> tuple[Outcome, list[str]]:
    page = PageFrames(keys=keys, **more)
    return outcome_and_messages(access_keys(sound_facts(frames=page)))


def test_a_key_is_named() -> None:
    assert judged(key(), controls=4) == (Outcome.FAIL, ["Has the key “s”"])


def test_none_passes() -> None:
    assert judged(controls=4) == (Outcome.PASS, [])


def test_without_anything_to_judge_it_does_not_apply() -> None:
    assert judged() == (Outcome.NOT_APPLICABLE, [])


def test_nothing_found_on_part_of_a_page_is_no_pass() -> None:
    verdict = verdict_of(access_keys(sound_facts(frames=PageFrames(complete=False))))
    assert (verdict.outcome, verdict.elements) == (Outcome.REVIEW, ())
