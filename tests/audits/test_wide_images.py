from __future__ import annotations

from msgspec.structs import replace

from crawler.audits.registry import Verdict
from crawler.audits.wide_images import wide_images
from crawler.facts.fit import Fit, Protruding, ScreenFit
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import FIT, sound_facts

PHOTO = Protruding(
    spot=Spot(selector="img", html="<img>"), left=0, right=640, exempt=True, why="picture"
)


def judged(fit: Fit) -> Verdict:
    verdict = wide_images(sound_facts(fit=fit))
    assert isinstance(verdict, Verdict)
    return verdict


def seen(*wide: Protruding, layout_width: int = 412) -> Fit:
    phone = ScreenFit(
        viewport="mobile", layout_width=layout_width, content_width=640, found=1, wide=wide
    )
    return replace(FIT, screens=(phone, *FIT.screens[1:]))


def test_a_picture_that_is_too_wide_is_named_once() -> None:
    fit = seen(PHOTO)
    fit = replace(fit, screens=(*fit.screens, replace(fit.screens[0], viewport="landscape")))
    verdict = judged(fit)
    assert verdict.outcome is Outcome.FAIL
    assert [each.message for each in verdict.elements] == [
        "This picture reaches 228 px past the right edge"
    ]
    assert verdict.passing == 2


def test_the_rest() -> None:
    assert judged(FIT).outcome is Outcome.PASS
    assert judged(seen(replace(PHOTO, why="table"))).outcome is Outcome.PASS
    assert judged(replace(FIT, media=0)).outcome is Outcome.NOT_APPLICABLE
    assert judged(seen(PHOTO, layout_width=980)).outcome is Outcome.NOT_APPLICABLE
    assert judged(replace(FIT, complete=False)).outcome is Outcome.REVIEW
