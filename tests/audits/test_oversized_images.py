from __future__ import annotations

from crawler.audits.oversized_images import oversized_images
from crawler.facts.loading import HeavyImage
from crawler.facts.spot import Spot
from crawler.records import Impact, Outcome, Savings
from tests.audits.loads import EMPTY, images, judged, verdict
from tests.facts import URL

HALL = HeavyImage(
    url=f"{URL}hall.jpg",
    bytes=940_200,
    spot=Spot(selector="#hall", html="<img id=hall>"),
    size=(1600, 1200),
    shown=(350, 263),
)


def test_a_picture_of_more_pixels_than_are_shown() -> None:
    found = judged(oversized_images, oversized=images(HALL, ms=4650))
    assert (found.outcome, found.impact) == (Outcome.FAIL, Impact.SERIOUS)
    assert found.title == "1 picture could be 940 kB smaller in all"
    assert found.saves == Savings(bytes=940_200, ms=4650)
    (element,) = found.elements
    assert (element.selector, element.html) == (f"{URL}hall.jpg", "<img id=hall>")
    assert element.message == "1600 by 1200 pixels, shown at 350 by 263: 940 kB for nothing"


def test_pictures_that_fit_and_none_at_all() -> None:
    assert judged(oversized_images).outcome is Outcome.PASS
    assert verdict(oversized_images, EMPTY).outcome is Outcome.NOT_APPLICABLE
