"""Whether pictures that tell something are marked as decoration."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.facts.text import Picture
    from crawler.records import PageFacts

_TELLS = re.compile(
    r"(?<![a-z])(?:charts?|graphs?|maps?|diagrams?|infographics?|posters?|flyers?|leaflets?|plans?"
    r"|tables?|timetables?|calendars?|screenshots?|logos?|floorplans?|flowcharts?|results)(?![a-z])",
    re.IGNORECASE,
)
LARGE = (200, 120)


@audit(
    id="hidden-picture",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    decides=False,
    title_pass="No picture that seems to tell something is marked as decoration",
    title_fail="Pictures that may tell something are marked as decoration",
    who="People who use a screen reader.",
    why='A picture with alt="" is passed over in silence. If it is a chart, a map, a logo or what '
    "a caption speaks of, they miss it.",
    fix='Say in alt what the picture tells. Leave alt="" where the text beside it says the same.',
    limit="Whether the picture tells something that the text does not, a person must see.",
    needs=(Evidence.TEXT,),
    wcag=("1.1.1",),
)
def hidden_picture(facts: PageFacts) -> Verdict:
    text = needed(facts.text)
    return verdict_on(
        [
            element(each.spot, doubt)
            for each in text.pictures
            if not each.name and (doubt := _doubt(each)) is not None
        ],
        judged=text.pictures_count,
        complete=text.pictures_complete,
        nothing="There are no pictures",
        outcome=Outcome.REVIEW,
    )


def _doubt(picture: Picture) -> str | None:
    if picture.alone:
        return f"Has a caption but no alternative: {quoted(picture.caption)}"
    wide, high = LARGE
    match = _TELLS.search(picture.file.rpartition(".")[0])
    large = picture.width >= wide and picture.height >= high
    if match and (large or "logo" in match[0].lower()):
        return f"Its file is called {quoted(picture.file)}, and it has no alternative"
    return None
