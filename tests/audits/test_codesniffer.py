from __future__ import annotations

import pytest

from crawler.audits.codesniffer import codesniffer
from crawler.audits.codesniffer_words import FAMILIES
from crawler.audits.wcag import CRITERIA
from crawler.facts.codesniffer import CodeSnifferRun, Sniffed, SniffedCode
from crawler.records import Finding, Outcome
from crawler.scoring.page import cost
from tests.facts import sound_facts

LOOKED = {"tables": 2, "fieldsets": 3, "frames": 1, "searches": 1, "pictures": 4, "ids": 9}


def judged(code: str, *notes: str, count: int = 1, left_out: tuple[str, ...] = ()) -> Finding:
    entry = SniffedCode(
        code=code, count=count, elements=(Sniffed(selector="#a", html="<p>", notes=notes),)
    )
    run = CodeSnifferRun(codes=(entry,), looked=LOOKED | {"marks": 50}, left_out=left_out)
    findings = codesniffer(sound_facts(codesniffer=run))
    assert isinstance(findings, tuple)
    family = next(each for each in FAMILIES if each.code.fullmatch(code))
    return next(each for each in findings if each.audit == family.id)


@pytest.mark.parametrize(
    ("code", "notes", "outcome"),
    [
        ("H71.NoLegend", ("choices",), Outcome.FAIL),
        ("H91.Fieldset.Name", ("choices",), Outcome.FAIL),
        ("H71.NoLegend", ("choices", "headed"), Outcome.REVIEW),
        ("H71.NoLegend", (), Outcome.PASS),
        ("H71.NoLegend", ("named", "choices"), Outcome.PASS),
        ("H39.3.LayoutTable", ("grid",), Outcome.FAIL),
        ("H39.3.LayoutTable", (), Outcome.REVIEW),
        ("H39.3.LayoutTable", ("headers", "grid"), Outcome.PASS),
        ("H43,H63", (), Outcome.REVIEW),
        ("H43.HeadersRequired", ("scoped",), Outcome.PASS),
        ("H64.1", (), Outcome.FAIL),
        ("H64.1", ("unseen",), Outcome.PASS),
        ("H91.InputSearch.Name", (), Outcome.FAIL),
        ("H91.InputSearch.Name", ("placeholder",), Outcome.REVIEW),
        ("H67.1", (), Outcome.REVIEW),
        ("F77", ("referenced",), Outcome.FAIL),
        ("F77", (), Outcome.PASS),
        ("H49.Font", (), Outcome.FAIL),
    ],
)
def test_a_code_alone_accuses_nobody(code: str, notes: tuple[str, ...], outcome: Outcome) -> None:
    if code.startswith("H49"):
        assert judged(code, *notes).advice
    assert judged(code, *notes).outcome is outcome


def test_a_finding_names_the_codes_that_it_rests_on() -> None:
    finding = judged("H64.1")
    assert finding.engines == ("htmlcs:H64.1",)
    assert [element.selector for element in finding.elements] == ["#a"]
    assert (finding.failing, finding.passing) == (1, 0)


def test_what_it_only_advises_costs_nothing() -> None:
    assert cost(judged("F77", "referenced")) == 0
    assert judged("H49.Font", count=70).failing == 70


def test_messages_beyond_those_kept_are_no_accusation() -> None:
    finding = judged("H64.1", count=70)
    assert (finding.failing, finding.undecided) == (1, 69)


def test_what_was_left_out_is_no_pass() -> None:
    finding = judged("H64.1", "unseen", left_out=("frames",))
    assert (finding.outcome, finding.undecided) == (Outcome.REVIEW, 1)
    assert finding.title == "Not looked at in full: frames have titles"


def test_a_page_without_such_things_is_not_judged() -> None:
    findings = codesniffer(sound_facts(codesniffer=CodeSnifferRun(looked={"marks": 9})))
    assert isinstance(findings, tuple)
    (finding,) = findings
    assert finding.outcome is Outcome.NOT_APPLICABLE


def test_families_are_whole() -> None:
    assert [family.id for family in FAMILIES] == sorted({family.id for family in FAMILIES})
    for family in FAMILIES:
        assert set(family.wcag) <= CRITERIA.keys()
        assert family.advice or family.wcag
        for sentence in (family.message, family.who, family.why, family.fix):
            assert sentence.endswith(".")
        for title in (family.title_pass, family.title_fail):
            assert 10 <= len(title) <= 75
