"""Whether pictures are of far more pixels than the phone shows. Advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence
from crawler.audits.loaded import WHO, judge_images, many, told
from crawler.audits.registry import Verdict, audit
from crawler.facts.loading import Part
from crawler.records import Impact, Pillar
from crawler.words import size

if TYPE_CHECKING:
    from crawler.facts.loading import HeavyImage
    from crawler.records import PageFacts


@audit(
    id="oversized-images",
    pillar=Pillar.SPEED,
    impact=Impact.MODERATE,
    title_pass="Pictures are no larger than they are shown",
    title_fail="Pictures are larger than they are shown",
    why="The phone throws away the pixels that it does not show, after the resident has waited and "
    "paid for them.",
    fix="Let the site make several sizes of each picture and name them in srcset and sizes, so "
    "that each screen fetches the one that fits it.",
    limit="Lighthouse's estimate, from the picture's bytes and pixels. Backgrounds set by style "
    "sheets are not judged, and pictures further down that load later are not seen.",
    who=WHO,
    needs=(Evidence.LOADING,),
    advice=True,
)
def oversized_images(facts: PageFacts) -> Verdict:
    loading = told(facts, Part.IMAGES)
    images = loading.oversized
    title = f"{many(images.count, 'picture')} could be {size(images.saves.bytes)} smaller in all"
    return judge_images(loading, images, title, _message)


def _message(image: HeavyImage) -> str:
    if image.size is None or image.shown is None:
        return f"Could be {size(image.bytes)} smaller"
    width, height = image.size
    shown_width, shown_height = image.shown
    return (
        f"{width} by {height} pixels, shown at {shown_width} by {shown_height}: "
        f"{size(image.bytes)} for nothing"
    )
