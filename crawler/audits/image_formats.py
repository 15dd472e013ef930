"""Whether pictures are packed as well as they could be. Advice."""

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
    id="image-formats",
    pillar=Pillar.SPEED,
    impact=Impact.MODERATE,
    title_pass="Pictures are packed well",
    title_fail="Pictures could be packed better",
    why="Pictures are most of what a page weighs. Packed well they look the "
    "same and arrive sooner.",
    fix="Save photographs as AVIF or WebP at a quality of about 75, and moving pictures as video. "
    "Most content systems can do it for every picture that is uploaded.",
    limit="Lighthouse's estimate: what is above two bits a pixel could be packed better. A picture "
    "of fine detail may need more.",
    who=WHO,
    needs=(Evidence.LOADING,),
    advice=True,
)
def image_formats(facts: PageFacts) -> Verdict:
    loading = told(facts, Part.IMAGES)
    images = loading.formats
    title = f"{many(images.count, 'picture')} could be packed {size(images.saves.bytes)} smaller"
    return judge_images(loading, images, title, _message)


_REPAIRS = {
    "format": "A modern format (AVIF or WebP) or stronger compression",
    "compression": "Stronger compression",
    "animation": "A video in place of the moving picture",
}


def _message(image: HeavyImage) -> str:
    return f"{_REPAIRS.get(image.format, 'Better packing')} would save {size(image.bytes)}"
