"""Whether the titles of frames describe what is in them."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


_EMPTY = re.compile(
    r"(?:an? |the |my |inline |new |empty )?(?:i-?frame|frame|untitled|no title|title|embed|blank"
    r"|content|page|document|widget|test|ffr[aâ]m)[ _-]*(?:title|content|window|document)?"
    r"[ _#-]*\d*"
    r"|(?:https?:)?//\S+|about:blank|[\w./-]+\.(?:html?|aspx?|php|jsp|cfm)(?:\?\S*)?|[\W_\d]+",
    re.IGNORECASE,
)
_POOR = re.compile(
    r"(?:youtube |vimeo |embedded |html5 )*(?:video|media|audio)(?: ?player)?|(?:google )?maps?"
    r"|embedded (?:content|map|page)|advert(?:isement)?|form|chat|fideo",
    re.IGNORECASE,
)


@audit(
    id="vague-frame-title",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    title_pass="The titles of frames describe their content",
    title_fail="The titles of some frames do not describe their content",
    who="People who use a screen reader.",
    why="They decide by its title whether to enter a frame; “iframe” or twice the same says "
    "nothing.",
    fix="Write what is in it: “Map of the town centre”.",
    limit="What is in a frame is not compared with its title. Titles that a "
    "supplier gave, such as “YouTube video player”, count too where two frames share one. Frames "
    "without a title are axe-core's.",
    needs=(Evidence.FRAMES,),
    wcag=("4.1.2",),
)
def vague_frame_title(facts: PageFacts) -> Verdict:
    frames = needed(facts.frames)
    judged = [frame for frame in frames.frames if frame.title]
    sources: dict[str, set[str]] = defaultdict(set)
    for frame in judged:
        sources[frame.title.casefold()].add(frame.source)
    named = [
        element(frame.spot, f"Its title is only {quoted(frame.title)}")
        if _EMPTY.fullmatch(frame.title.strip())
        else element(
            frame.spot, f"Another frame with other content is called {quoted(frame.title)} too"
        )
        for frame in judged
        if _EMPTY.fullmatch(frame.title.strip()) or len(sources[frame.title.casefold()]) > 1
    ]
    poor = [
        element(frame.spot, f"Does {quoted(frame.title)} tell what this one is about?")
        for frame in judged
        if _POOR.fullmatch(frame.title.strip())
    ]
    return verdict_on(
        named or poor,
        judged=len(judged),
        complete=frames.complete,
        nothing="There are no frames with a title",
        outcome=Outcome.FAIL if named else Outcome.REVIEW,
    )
