"""What every audit of the page's look owes, over constructed facts."""

from __future__ import annotations

from typing import Any

from crawler.audits.registry import all_audits
from crawler.facts.spot import Spot
from crawler.facts.style import Notice, PageStyle, Trait
from crawler.records import Outcome
from tests.facts import sound_facts


def holds_for(audit_id: str, trait: Trait, counted: str) -> None:
    """It fails on what is sure unless it never decides, asks for a person where nothing is sure,
    and passes no page that was too large to look at."""
    audit = next(audit for audit in all_audits() if audit.id == audit_id)

    def outcome(style: PageStyle) -> tuple[Outcome, int, int]:
        (finding,) = audit.findings(sound_facts(style=style))
        assert all(element.message for element in finding.elements)
        return finding.outcome, finding.failing, finding.undecided

    def noticed(*, sure: bool) -> Notice:
        place = Spot(selector="#a", html='<p id="a">')
        return Notice(trait=trait, place=place, text="A sentence", value=2.5, sure=sure)

    count: dict[str, Any] = {counted: 9}
    judged = PageStyle(**count)
    both = (noticed(sure=True), noticed(sure=False))
    assert outcome(judged) == (Outcome.PASS, 0, 0)
    assert outcome(PageStyle()) == (Outcome.NOT_APPLICABLE, 0, 0)
    assert outcome(PageStyle(complete=False, **count)) == (Outcome.REVIEW, 0, 1)
    if audit.decides:
        assert outcome(PageStyle(notices=both, found={trait: 2})) == (Outcome.FAIL, 1, 1)
    assert outcome(PageStyle(notices=both[1:], found={trait: 60})) == (Outcome.REVIEW, 0, 60)
    other = next(each for each in Trait if each is not trait)
    elsewhere = Notice(trait=other, place=Spot(selector="#b", html="<p>"))
    assert outcome(PageStyle(notices=(elsewhere,), **count))[0] is Outcome.PASS
