from __future__ import annotations

from crawler.audits.image_formats import image_formats
from crawler.facts.loading import HeavyImage
from crawler.records import Outcome, Savings
from tests.audits.loads import EMPTY, images, judged, verdict
from tests.facts import URL


def test_what_would_pack_each_picture_better() -> None:
    found = judged(
        image_formats,
        formats=images(
            HeavyImage(url=f"{URL}a.png", bytes=695_000, format="format"),
            HeavyImage(url=f"{URL}b.gif", bytes=5_000, format="animation"),
        ),
    )
    assert (found.outcome, found.failing) == (Outcome.FAIL, 2)
    assert found.saves == Savings(bytes=700_000, ms=150)
    assert [element.message for element in found.elements] == [
        "A modern format (AVIF or WebP) or stronger compression would save 695 kB",
        "A video in place of the moving picture would save 5 kB",
    ]


def test_well_packed_pictures_and_none_at_all() -> None:
    assert judged(image_formats).outcome is Outcome.PASS
    assert verdict(image_formats, EMPTY).outcome is Outcome.NOT_APPLICABLE
