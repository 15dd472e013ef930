from __future__ import annotations

import pytest

from crawler.panel.spelling import has_phrase, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bins & recycling", ("bins", "and", "recycling")),
        ("  Fly-tipping:\n report it!", ("fly", "tipping", "report", "it")),
        ("Residents\u2019 parking", ("resident", "parking")),
        ("Sŵn", ("swn",)),
        ("Potholes", ("pothole",)),
        ("Tips", ("tips",)),
        ("Access", ("access",)),
        ("…", ()),
    ],
)
def test_words_as_readers_compare_them(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "phrase", "there"),
    [
        ("Find your tip", "tip", True),
        ("Fly-tipping", "tip", False),
        ("Tips for cyclists", "tip", False),
        ("Pay your council tax", "council tax", True),
        ("Tax from the council", "council tax", False),
        ("Council taxi licences", "council tax", False),
        ("Recycling centres", "recycling centre", True),
        ("Rheoli plau", "Rheoli plâu", True),
    ],
)
def test_a_phrase_is_whole_words_in_a_row(text: str, phrase: str, there: bool) -> None:
    assert has_phrase(words(text), words(phrase)) is there
