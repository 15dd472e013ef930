from __future__ import annotations

from typing import Any

from crawler.audits.same_text_links import same_text_links
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
    return outcome_and_messages(same_text_links(sound_facts(links=links)))


def test_it_names_the_link() -> None:
    note = {"trait": LinkTrait.SAME_TEXT, "name": "Plan", "url": "/a", "detail": "/b"}
    assert judged(note) == (
        Outcome.FAIL,
        [
            "Another link is called “Plan” too, and nothing near them tells them apart: this one "
            "leads to “/a”, the other to “/b”"
        ],
    )


def test_nothing_found_passes_and_no_links_are_not_judged() -> None:
    assert judged() == (Outcome.PASS, [])
    empty = verdict_of(same_text_links(sound_facts(links=PageLinks())))
    assert empty.outcome is Outcome.NOT_APPLICABLE


def test_nothing_found_on_part_of_a_page_is_no_pass() -> None:
    assert judged(complete=False) == (Outcome.REVIEW, [])
