from __future__ import annotations

import pytest

from crawler.audits.page_weight import page_weight
from crawler.audits.registry import Verdict
from crawler.records import Impact, Network, Outcome, Resource
from tests.facts import sound_facts

KIB = 1024


def judged(size: int) -> Verdict:
    heavy = Resource(
        url="https://northam.example/hero.jpg", type="image", status=200, transfer_bytes=size
    )
    tiny = Resource(
        url="https://northam.example/a.css", type="stylesheet", status=200, transfer_bytes=9
    )
    network = Network(requests=42, transfer_bytes=size, ttfb_ms=50, resources=(tiny, heavy))
    verdict = page_weight(sound_facts(network=network))
    assert isinstance(verdict, Verdict)
    return verdict


@pytest.mark.parametrize(
    ("size", "outcome", "impact"),
    [
        (2667 * KIB, Outcome.PASS, Impact.MODERATE),
        (2668 * KIB, Outcome.FAIL, Impact.MODERATE),
        (4000 * KIB, Outcome.FAIL, Impact.MODERATE),
        (4001 * KIB, Outcome.FAIL, Impact.SERIOUS),
    ],
)
def test_lighthouses_thresholds(size: int, outcome: Outcome, impact: Impact) -> None:
    assert (judged(size).outcome, judged(size).impact) == (outcome, impact)


def test_the_heaviest_files_are_named() -> None:
    verdict = judged(6_400_000)
    assert verdict.title == "The page transfers 6.4 MB in 42 requests"
    whole, element = verdict.elements
    assert whole.message == (
        "280 kB pictures, 60 kB scripts, 40 kB style sheets, 20 kB the page itself; "
        "5% from third parties"
    )
    assert (element.selector, element.message) == (
        "https://northam.example/hero.jpg",
        "6.4 MB (image)",
    )


def test_a_light_page_says_so_in_kilobytes() -> None:
    verdict = judged(417_300)
    assert (verdict.title, verdict.elements) == ("The page transfers 417 kB in 42 requests", ())
