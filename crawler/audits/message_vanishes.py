"""Whether messages stay long enough to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import quoted
from crawler.audits.registry import Verdict, audit
from crawler.audits.walked import seen_at, verdict_of_walk
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="message-vanishes",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    decides=False,
    title_pass="Messages stay",
    title_fail="Some messages go by themselves",
    who="People who need long to read, who enlarge the page, or who were looking elsewhere.",
    why="The message has gone before they have found or read it, and they do not know what became "
    "of what they did.",
    fix="Leave the message there until it is closed, or until something else is done.",
    limit="Messages are watched for 6.5 seconds, two of them on a page. That it can be read "
    "elsewhere later is not seen.",
    needs=(Evidence.WIDGETS,),
    wcag=("2.2.1",),
)
def message_vanishes(facts: PageFacts) -> Verdict:
    walk = needed(facts.widgets)
    watched = [message for message in walk.messages if message.vanished is not None]
    gone = [
        seen_at(
            message.message,
            f"{quoted(message.text)} came after {message.control.selector[:100]} was pressed, "
            "and went by itself in less than 7 seconds",
        )
        for message in watched
        if message.vanished
    ]
    return verdict_of_walk(
        walk,
        (),
        gone,
        part="controls",
        passing=len(watched) - len(gone),
        nothing="No message came when controls were pressed",
    )
