"""Whether the alternatives of pictures say what the pictures show (WCAG failure F30).

One that is missing is axe-core's to report.
"""

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

_FILE = re.compile(
    r"[^\s/\\]+(?: [^\s/\\]+){0,5}\.(?:jpe?g|jfif|png|gif|svg|webp|bmp|tiff?|avif|heic|ashx|axd)"
    r"(?:\?\S*)?",
    re.IGNORECASE,
)
_CAMERA = re.compile(
    r"(?:DSCN?|DSCF|IMG|MVI|PXL|P|CIMG|SAM|GOPR|WP|VID|Screen[ _-]?shot|WhatsApp[ _-]?Image"
    r"|Image|Picture|Photo|Untitled)[ _-]*(?:\d[\d_ .:-]{2,}|at \d.*|\d{4}-\d\d-\d\d.*)"
    r"(?:\(\d+\))?",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"(?:an? |the |my |this |your )?(?:images?|pictures?|photos?|photographs?|pics?|graphics?|img"
    r"|spacer|blank|placeholder(?: image)?|thumbnail|thumb|alt|alt(?:ernative)? ?text|untitled"
    r"|image (?:alt|alternative) text|image description|description of (?:the )?image"
    r"|(?:insert|enter|add) (?:an? |your )?(?:alt(?:ernative)? text|description|image)(?: here)?"
    r"|null|undefined|none|nan|todo|tbc|test|default|lorem ipsum.*|image of|picture of|photo of"
    r"|delwedd|llun|ffotograff|testun amgen)(?:[ #_-]*\d+)?",
    re.IGNORECASE,
)
_SAYS_LITTLE = re.compile(
    r"(?:the |an? )?(?:logo|icon|banner|header|hero|hero image|banner image|header image"
    r"|featured? image|main image|background|background image|map|chart|graph|diagram|poster|flyer"
    r"|infographic|screenshot|illustration|cover|advert|button|link|arrow|here|click here)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?:)?//\S+|www\.\S+|(?:/[\w.-]+){2,}/?", re.IGNORECASE)
_CODE = re.compile(r"0\d{2,}|\d{5,}|[0-9a-f]{12,}|[0-9a-f]{8}-[0-9a-f-]{20,}", re.IGNORECASE)
TINY = 24
"""CSS pixels: what is smaller may be a bullet, for which a sign is enough."""


@audit(
    id="image-alternative",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="The alternatives of pictures say what they show",
    title_fail="Some pictures have alternatives that say nothing",
    who="People who use a screen reader, and all for whom pictures do not load.",
    why="They hear “DSC 0123 dot J P G” or “image” instead of what the picture tells.",
    fix="Say in alt what the picture tells on this page, in a few words, as you would on the "
    'telephone. If it tells nothing that the text does not, write alt="".',
    limit="It knows alternatives that say nothing of any picture; whether another one fits its "
    "picture, a person must see.",
    needs=(Evidence.TEXT,),
    wcag=("1.1.1",),
)
def image_alternative(facts: PageFacts) -> Verdict:
    text = needed(facts.text)
    named = [each for each in text.pictures if each.name]
    bad = [element(each.spot, fault) for each in named if (fault := _fault(each)) is not None]
    doubtful = [
        element(
            each.spot, f"{quoted(each.name)} says what kind of picture it is, not what it shows"
        )
        for each in named
        if _SAYS_LITTLE.fullmatch(each.name.strip(" ."))
    ]
    return verdict_on(
        bad or doubtful,
        judged=text.pictures_count,
        complete=text.pictures_complete,
        nothing="There are no pictures",
        outcome=Outcome.FAIL if bad else Outcome.REVIEW,
    )


def _fault(picture: Picture) -> str | None:
    name = picture.name.strip()
    if _FILE.fullmatch(name) or _CAMERA.fullmatch(name) or _is_its_file(name, picture.file):
        return f"The alternative is the name of a file: {quoted(name)}"
    if _ADDRESS.fullmatch(name):
        return f"The alternative is an address: {quoted(name)}"
    if _PLACEHOLDER.fullmatch(name.strip(" .:[]()*")):
        return f"The alternative {quoted(name)} says nothing of the picture"
    if _CODE.fullmatch(name):
        return f"The alternative is a number: {quoted(name)}"
    large = min(picture.width, picture.height) >= TINY
    if large and not any(map(str.isalnum, name)) and name.isascii():
        return f"The alternative is only signs: {quoted(name)}"
    return None


def _is_its_file(name: str, file: str) -> bool:
    """Whether it is the file's name without its ending, and reads like one."""
    stem = file.rpartition(".")[0]
    coded = re.search(r"[_\d]|-\w+-|[a-z][A-Z]", name) is not None and " " not in name
    return bool(stem) and coded and len(name) >= 4 and name.casefold() == stem.casefold()
