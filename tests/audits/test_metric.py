from __future__ import annotations

import pytest

from crawler.audits.metric import in_words


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [
        (0, "0 milliseconds"),
        (140.4, "140 milliseconds"),
        (499, "499 milliseconds"),
        (900, "0.9 seconds"),
        (980, "1 second"),
        (1049, "1 second"),
        (4200, "4.2 seconds"),
        (12_000, "12 seconds"),
    ],
)
def test_durations_as_people_say_them(milliseconds: float, words: str) -> None:
    assert in_words(milliseconds) == words
