from __future__ import annotations

from typing import Any

from crawler.audits.vague_frame_title import vague_frame_title
from crawler.facts.frames import Frame, PageFrames
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import outcome_and_messages, verdict_of

SPOT = Spot(selector="#a", html="<p>")


def frame(title: str, source: str = "https://a.example/") -> Frame:
    return Frame(spot=SPOT, title=title, source=source)


def judged(*frames: Frame, **more: Any) -> tuple[Outcome, list[str]]:
    page = PageFrames(frames=frames, **more)
    return outcome_and_messages(vague_frame_title(sound_facts(frames=page)))


def test_titles_that_say_nothing_fail() -> None:
    titles = ("iframe", "Frame 1", "untitled", "https://a.example/map", "map.html", "---")
    outcome, messages = judged(*(frame(title) for title in titles))
    assert outcome is Outcome.FAIL
    assert messages == [f"Its title is only “{title}”" for title in titles]


def test_one_title_for_different_content_fails() -> None:
    assert judged(frame("Map"), frame("map", "https://b.example/"))[0] is Outcome.FAIL


def test_the_players_own_title_is_for_a_person() -> None:
    assert judged(frame("YouTube video player")) == (
        Outcome.REVIEW,
        ["Does “YouTube video player” tell what this one is about?"],
    )


def test_titles_that_describe_pass() -> None:
    assert judged(frame("Map of wards"), frame("Map of wards")) == (Outcome.PASS, [])


def test_without_anything_to_judge_it_does_not_apply() -> None:
    assert judged() == (Outcome.NOT_APPLICABLE, [])


def test_nothing_found_on_part_of_a_page_is_no_pass() -> None:
    verdict = verdict_of(vague_frame_title(sound_facts(frames=PageFrames(complete=False))))
    assert (verdict.outcome, verdict.elements) == (Outcome.REVIEW, ())
