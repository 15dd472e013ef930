"""Whether alternatives of pictures say twice what is said beside them, or too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.facts.text import Picture
    from crawler.records import PageFacts

LONGEST = 250
"""Characters, about what is said in twenty seconds."""


@audit(
    id="alternative-repeats",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MINOR,
    title_pass="Alternatives of pictures are short and said once",
    title_fail="Some alternatives of pictures repeat the text beside them, or are very long",
    who="People who use a screen reader.",
    why="They hear the same words twice, or a long text that cannot be read in parts.",
    fix='Where the text beside the picture says it, write alt="". Put a long description on the '
    "page.",
    limit="Only text right beside a picture is compared, and only if it is the same.",
    needs=(Evidence.TEXT,),
    wcag=("1.1.1",),
    advice=True,
)
def alternative_repeats(facts: PageFacts) -> Verdict:
    text = needed(facts.text)
    return verdict_on(
        [
            element(each.spot, fault)
            for each in text.pictures
            if (fault := _fault(each)) is not None
        ],
        judged=text.pictures_count,
        complete=text.pictures_complete,
        nothing="There are no pictures",
    )


def _fault(picture: Picture) -> str | None:
    if picture.repeats:
        return f"The text beside it says the same: {quoted(picture.name)}"
    if len(picture.name) > LONGEST:
        return f"The alternative has more than {LONGEST} characters: {quoted(picture.name)}"
    return None
