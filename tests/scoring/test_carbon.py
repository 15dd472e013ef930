from __future__ import annotations

import pytest

from crawler.scoring.carbon import grade, grams


def test_a_megabyte_is_148_milligrams() -> None:
    assert grams(1_000_000) == pytest.approx(0.1482)
    assert grams(0) == 0.0


@pytest.mark.parametrize(
    ("emitted", "expected"),
    [
        *((0.0, "A+"), (0.040, "A+"), (0.0401, "A"), (0.145, "B"), (0.209, "C")),
        *((0.278, "D"), (0.359, "E"), (0.36, "F"), (9.0, "F")),
    ],
)
def test_the_grades_of_the_model(emitted: float, expected: str) -> None:
    assert grade(emitted) == expected
