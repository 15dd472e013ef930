"""Whether a picture holds text that should be real text: posters, leaflets, banners."""

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

_POSTER = re.compile(
    r"(?<![a-z])(?:posters?|flyers?|fliers?|leaflets?|infographics?|notices?|timetables?|invitation"
    r"|newsletter|screenshots?|taflen|hysbyseb)(?![a-z])",
    re.IGNORECASE,
)
_DETAILS = re.compile(
    r"\d\s?(?:am|pm)\b|\d{1,2}[:.]\d{2}|\u00a3\s?\d|www\.|\.gov\.uk|@|\b0\d{3,4} ?\d{3}"
    r"|\b\d{1,2}(?:st|nd|rd|th)? (?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December|Ionawr|Chwefror|Mawrth|Ebrill|Mai"
    r"|Mehefin|Gorffennaf|Awst|Medi|Hydref|Tachwedd|Rhagfyr)\b",
    re.IGNORECASE,
)
WIDTH, HEIGHT = 150, 100


@audit(
    id="image-of-text",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    decides=False,
    title_pass="No picture seems to stand in for text",
    title_fail="Some pictures may stand in for text",
    who="People with low vision or dyslexia, who enlarge, recolour or respace text.",
    why="The letters in a picture blur when enlarged and keep their colours, size and spacing.",
    fix="Put what the poster says on the page as text, and let the picture only go with it.",
    limit="It reads file names and alternatives, not the pictures themselves; logos are exempt.",
    needs=(Evidence.TEXT,),
    wcag=("1.4.5",),
)
def image_of_text(facts: PageFacts) -> Verdict:
    text = needed(facts.text)
    return verdict_on(
        [
            element(each.spot, f"It may hold text: {quoted(each.name or each.file)}")
            for each in text.pictures
            if _holds_text(each)
        ],
        judged=text.pictures_count,
        complete=text.pictures_complete,
        nothing="There are no pictures",
        outcome=Outcome.REVIEW,
    )


def _holds_text(picture: Picture) -> bool:
    if picture.width < WIDTH or picture.height < HEIGHT or "logo" in picture.name.lower():
        return False
    stem = picture.file.rpartition(".")[0]
    if _POSTER.search(stem) or _POSTER.search(picture.name):
        return True
    return len(picture.name) >= 60 and len(_DETAILS.findall(picture.name)) >= 2
