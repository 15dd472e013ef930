from __future__ import annotations

import msgspec
import pytest

from crawler.database.measurements import packed, unpacked
from crawler.facts.measurement import Flag, Measurement, Run


@pytest.mark.parametrize(
    "measurement",
    [
        None,
        Measurement(),
        Measurement(factor=1.0, load=0.0),
        *(Measurement(factor=hundredths / 100) for hundredths in range(20, 400)),
        Measurement(factor=1.04, load=2.0, by_hand=True),
        Measurement(method=7, flag=Flag.BUSY),
        Measurement(factor=2.07, load=13.7, why="home page", seconds=12.3, runs=(Run(), Run())),
        Measurement(why="flagged", runs=tuple(Run(fcp_ms=1, flag=flag) for flag in Flag)),
    ],
)
def test_it_comes_back_as_it_went(measurement: Measurement | None) -> None:
    kept = packed(measurement)
    assert unpacked(msgspec.json.decode(msgspec.json.encode(kept))) == measurement


def test_the_usual_one_takes_a_few_bytes() -> None:
    """Of 1.4 million in five years."""
    assert msgspec.json.encode(packed(Measurement(factor=0.97, load=1.4))) == b"[1,97,14]"
