from __future__ import annotations

from typing import Any

import pytest

from crawler.audits.vague_link import vague_link
from crawler.facts.links import LinkNote, LinkTrait, PageLinks
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import outcome_and_messages, verdict_of

SPOT = Spot(selector="#a", html="<a>")


def judged(*notes: dict[str, Any], complete: bool = True) -> tuple[Outcome, list[str]]:
    links = PageLinks(
        links=3,
        complete=complete,
        judged=dict.fromkeys(LinkTrait, 3),
        notes=tuple(LinkNote(spot=SPOT, **note) for note in notes),
    )
    return outcome_and_messages(vague_link(sound_facts(links=links)))


def test_it_names_the_link() -> None:
    alone = {"trait": LinkTrait.VAGUE, "name": "More"}
    outcome, (message,) = judged(alone)
    assert outcome is Outcome.FAIL
    assert message.startswith("“More”, with nothing around it")


@pytest.mark.parametrize(
    ("more", "advice"),
    [
        ({}, False),
        ({"context": "For more, please"}, False),
        ({"context": "To pay a fine"}, True),
        ({"context": "Am fwy o wybodaeth"}, False),
        ({"context": "I dalu dirwy"}, True),
        ({"heading": "Permits"}, True),
        ({"detail": "weak"}, True),
    ],
)
def test_what_explains_a_link_makes_it_advice(more: dict[str, str], advice: bool) -> None:
    note = LinkNote(spot=SPOT, trait=LinkTrait.VAGUE, name="Click here", **more)
    links = PageLinks(links=1, judged={LinkTrait.VAGUE: 1}, notes=(note,))
    verdict = verdict_of(vague_link(sound_facts(links=links)))
    assert (verdict.outcome, verdict.advice) == (Outcome.FAIL, advice)


def test_an_address_for_a_name_is_advice() -> None:
    note = LinkNote(spot=SPOT, trait=LinkTrait.BARE_ADDRESS, name="https://maps.example/northam")
    links = PageLinks(links=1, judged={LinkTrait.VAGUE: 1}, notes=(note,))
    assert verdict_of(vague_link(sound_facts(links=links))).advice


def test_nothing_found_passes_and_no_links_are_not_judged() -> None:
    assert judged() == (Outcome.PASS, [])
    empty = verdict_of(vague_link(sound_facts(links=PageLinks())))
    assert empty.outcome is Outcome.NOT_APPLICABLE


def test_nothing_found_on_part_of_a_page_is_no_pass() -> None:
    assert judged(complete=False) == (Outcome.REVIEW, [])
