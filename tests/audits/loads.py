"""What a load was made of, for the tests of the audits of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from crawler.facts.loading import File, Files, HeavyImage, Images, Loading, Saving
from tests.facts import LOADING, URL, sound_facts
from tests.verdicts import verdict_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.audits.registry import Judgement, Verdict
    from crawler.records import PageFacts

EMPTY = Loading(server_ms=None)
"""A page that fetched nothing that is told of."""


def judged(judge: Callable[[PageFacts], Judgement], **changes: Any) -> Verdict:
    """The verdict on a sound load with these changes."""
    return verdict_of(judge(sound_facts(loading=replace(LOADING, **changes))))


def verdict(judge: Callable[[PageFacts], Judgement], loading: Loading) -> Verdict:
    return verdict_of(judge(sound_facts(loading=loading)))


def file(name: str = "town.js", **fields: Any) -> File:
    values: dict[str, Any] = {"url": f"{URL}{name}", "bytes": 20_000}
    return File(**(values | fields))


def files(*worst: File, ms: int = 150) -> Files:
    size = sum(each.bytes for each in worst)
    return Files(count=len(worst), saves=Saving(size, ms), worst=worst)


def images(*worst: HeavyImage, ms: int = 150) -> Images:
    size = sum(each.bytes for each in worst)
    return Images(count=len(worst), saves=Saving(size, ms), worst=worst)
