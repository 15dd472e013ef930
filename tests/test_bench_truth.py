"""The figures of the ground truth are counted right, and written into their own section only."""

from __future__ import annotations

from bench.truth import BEGIN, Answer, others, table, tally, with_section
from crawler.records import Outcome
from tests.truth.cases import Case


def _answer(known: Outcome, said: Outcome, ids: str = "", named: str = "") -> Answer:
    case = Case("dead-link", "page.html", known, frozenset(ids.split()))
    return Answer(case, said, frozenset(named.split()))


ANSWERS = (
    _answer(Outcome.FAIL, Outcome.FAIL, "a b", "a c"),
    _answer(Outcome.FAIL, Outcome.REVIEW, "d"),
    _answer(Outcome.REVIEW, Outcome.REVIEW, named="e"),
    _answer(Outcome.PASS, Outcome.FAIL, named="f"),
    _answer(Outcome.NOT_APPLICABLE, Outcome.REVIEW),
    _answer(Outcome.PASS, Outcome.PASS),
)


def test_recall_and_false_alarms_are_counted() -> None:
    assert tally(ANSWERS) == {
        "faulty": 3,
        "found": 2,
        "of": 3,
        "named": 1,
        "beside": 1,
        "sound": 3,
        "accused": 1,
        "asked": 1,
    }
    row = "| 3 | 2 | 3 | 1 | 1 | 3 | 1 | 1 |"
    assert table(ANSWERS).splitlines()[2:] == [f"| **all** {row}", f"| dead-link {row}"]


def test_pages_answered_otherwise_are_named() -> None:
    assert others(ANSWERS[1:3]) == "Answered otherwise: dead-link/page.html (review, not fail)."
    assert others(ANSWERS[2:3]) == "Answered otherwise: none."


def test_only_its_section_is_written() -> None:
    first = with_section("# Truth\n\nBlind.\n", "Old.")
    assert first.startswith(f"# Truth\n\nBlind.\n\n{BEGIN}\nOld.\n")
    second = with_section(f"{first}\n## Good pages\n", "New.")
    assert second == f"{first}\n## Good pages\n".replace("Old.", "New.")
