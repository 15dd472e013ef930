from __future__ import annotations

import pytest
from msgspec.structs import replace

from crawler.audits.page_title import page_title
from crawler.records import Outcome
from tests.facts import MARKUP, URL, sound_facts
from tests.verdicts import verdict_of

PROSE = "Put your bin out by six in the morning with the lid closed. " * 8


@pytest.mark.parametrize(
    ("title", "outcome"),
    [
        ("Untitled document", Outcome.FAIL),
        ("New Page 1", Outcome.FAIL),
        ("bins.aspx", Outcome.FAIL),
        ("https://www.northam.example/bins", Outcome.FAIL),
        ("|", Outcome.FAIL),
        ("Home", Outcome.REVIEW),
        ("Hafan", Outcome.REVIEW),
        ("Pay council tax | Northam Council", Outcome.FAIL),
        ("MyNortham | Northam Council", Outcome.PASS),
        ("Something Else", Outcome.REVIEW),
        ("Binday | Northam Council", Outcome.REVIEW),
        ("Document library", Outcome.REVIEW),
        ("", Outcome.NOT_APPLICABLE),
    ],
)
def test_titles(title: str, outcome: Outcome) -> None:
    markup = replace(MARKUP, title=title, headings=((1, "Bin collections"),), prose=PROSE)
    facts = sound_facts(markup=markup, final_url=f"{URL}waste")
    assert verdict_of(page_title(facts)).outcome is outcome


def test_a_page_with_little_text_or_the_home_page_is_not_compared() -> None:
    markup = replace(MARKUP, title="Pay council tax", headings=((1, "Bins"),), prose="Bins.")
    assert verdict_of(page_title(sound_facts(markup=markup, final_url=f"{URL}x"))).passing == 1
    home = replace(markup, prose=PROSE)
    assert verdict_of(page_title(sound_facts(markup=home))).outcome is Outcome.PASS
