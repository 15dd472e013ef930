"""Whether messages are told to those who do not see them come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import quoted
from crawler.audits.registry import Verdict, audit
from crawler.audits.walked import seen_at, verdict_of_walk
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import Element, PageFacts


@audit(
    id="message-not-announced",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    title_pass="Messages are announced",
    title_fail="Some messages are not announced to screen readers",
    who="Blind people, and people who enlarge the page so that they see only a part of it.",
    why="The message comes somewhere else than where they are, and nothing tells them of it.",
    fix='Put the message into an element that is there from the start and has role="status" '
    '(role="alert" for an error).',
    limit="Messages are found by their words and by what they are called, after presses of buttons "
    "that are safe to press.",
    needs=(Evidence.WIDGETS,),
    wcag=("4.1.3",),
)
def message_not_announced(facts: PageFacts) -> Verdict:
    walk = needed(facts.widgets)
    failing: list[Element] = []
    doubtful: list[Element] = []
    for message in walk.messages:
        if message.announced or message.focused:
            continue
        said = (
            f"{quoted(message.text)} came after {message.control.selector[:100]} was pressed. It "
            "is in no live region, and the focus did not go there"
        )
        (failing if message.plain else doubtful).append(seen_at(message.message, said))
    return verdict_of_walk(
        walk,
        failing,
        doubtful,
        part="controls",
        passing=len(walk.messages) - len(failing) - len(doubtful),
        nothing="No message came when controls were pressed",
    )
