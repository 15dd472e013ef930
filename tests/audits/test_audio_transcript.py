from __future__ import annotations

from typing import Any

from crawler.audits.audio_transcript import audio_transcript
from crawler.facts.frames import PageFrames, Sound
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import outcome_and_messages, verdict_of

SPOT = Spot(selector="#a", html="<p>")


def sound(*, transcript: bool) -> Sound:
    return Sound(spot=SPOT, transcript=transcript)


def judged(*sounds: Sound, **more: Any) -> tuple[Outcome, list[str]]:
    page = PageFrames(sounds=sounds, **more)
    return outcome_and_messages(audio_transcript(sound_facts(frames=page)))


def test_a_recording_without_one_is_for_a_person() -> None:
    outcome, messages = judged(sound(transcript=False), sound(transcript=True))
    assert (outcome, len(messages)) == (Outcome.REVIEW, 1)


def test_a_transcript_beside_it_passes() -> None:
    assert judged(sound(transcript=True)) == (Outcome.PASS, [])


def test_without_anything_to_judge_it_does_not_apply() -> None:
    assert judged() == (Outcome.NOT_APPLICABLE, [])


def test_nothing_found_on_part_of_a_page_is_no_pass() -> None:
    verdict = verdict_of(audio_transcript(sound_facts(frames=PageFrames(complete=False))))
    assert (verdict.outcome, verdict.elements) == (Outcome.REVIEW, ())
