"""Whether single letters, figures or signs set something off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.audits.walked import DONE, seen_at, verdict_of_walk
from crawler.facts.spot import Spot
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts

PAGE = Spot(selector="body", html="<body>")


@audit(
    id="key-shortcuts",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    title_pass="No single key sets something off",
    title_fail="Single keys set something off",
    who="People who use speech control, and people who hit keys by mistake.",
    why="What they say or hit is taken for commands, one for each letter, and things happen that "
    "they did not ask for.",
    fix="Ask for Ctrl or Alt with the key, or let people turn such keys off or choose others.",
    limit="Letters, figures and four signs are tried while nothing has the focus. A way to turn "
    "them off may be on another page.",
    needs=(Evidence.WIDGETS,),
    wcag=("2.1.4",),
)
def key_shortcuts(facts: PageFacts) -> Verdict:
    walk = needed(facts.widgets)
    found = [
        seen_at(shortcut.to or PAGE, f"When “{shortcut.key}” was pressed, {DONE[shortcut.effect]}")
        for shortcut in walk.shortcuts
    ]
    return verdict_of_walk(
        walk,
        () if walk.remap else found,
        found if walk.remap else (),
        part="keys",
        passing=1 if walk.listens and not found else 0,
        doubt="Single keys set something off: can they be turned off or changed?",
        nothing="The page does not listen for keys outside fields",
    )
