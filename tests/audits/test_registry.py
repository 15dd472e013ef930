"""What every audit owes: walked over the registry, so that an unfinished one fails by itself."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from msgspec import Struct
from msgspec.structs import replace

from crawler.audits import registry
from crawler.audits.evidence import Evidence, MissingEvidence, needed
from crawler.audits.registry import Audit, DuplicateAudit, Verdict, all_audits, audit, judge
from crawler.audits.wcag import CRITERIA
from crawler.facts.spot import Spot
from crawler.facts.targets import Target, Targets, TargetsAt
from crawler.records import EndState, Impact, Outcome, PageFacts, Pillar, Viewport
from crawler.scoring.method import METHOD
from crawler.scoring.page import score_page
from tests.facts import (
    MARKUP,
    METRICS,
    NETWORK,
    layout_with,
    node,
    rule,
    run,
    sound_facts,
    target_size,
)

PREFIXES = ("axe:", "htmlcs:", "usability:")
HERE = Path(__file__).parent
TRUTH = HERE.parent / "truth" / "cases"
ASKED = "For a person to check, costs nothing"
ADVISED = "Advice, costs nothing"
EMPTY = PageFacts(
    url="https://northam.example/",
    final_url="https://northam.example/",
    state=EndState.PARTIAL,
    visited_at=datetime(2026, 11, 23, tzinfo=UTC),
    walked=True,
)
SMALL = Target(spot=Spot(selector="#c", html="<a>"), kind="link", near="Next", gap=9)
POOR = layout_with(
    sound_facts(
        markup=replace(MARKUP, viewport=("user-scalable=no, width=device-width",)),
        axe=(run(Viewport.MOBILE, rule("image-alt", "#a", "#b"), target_size("#c")),),
        metrics=replace(METRICS, lcp_ms=9000, tbt_ms=2000, cls=0.6, fcp_ms=5000),
        network=replace(NETWORK, transfer_bytes=9_000_000),
        targets=Targets(
            sizes=(TargetsAt(viewport="mobile", count=1, small=(SMALL,), small_found=1),)
        ),
    ),
    Viewport.MOBILE,
    legible_characters=100,
    small_text=(node("small"),),
)

each_audit = pytest.mark.parametrize("audit", all_audits(), ids=lambda audit: audit.id)


def test_the_first_set_is_there() -> None:
    assert {audit.id for audit in all_audits()} >= {
        "axe",
        "cumulative-layout-shift",
        "first-contentful-paint",
        "largest-contentful-paint",
        "legible-text",
        "page-weight",
        "reflow",
        "speed-index",
        "target-size",
        "total-blocking-time",
        "viewport",
    }


@each_audit
def test_it_is_one_file_named_for_it_with_a_test_of_its_own(audit: Audit) -> None:
    name = audit.id.replace("-", "_")
    assert audit.source == f"crawler.audits.{name}"
    assert (HERE / f"test_{name}.py").is_file()


@each_audit
def test_it_has_all_its_words(audit: Audit) -> None:
    for title in (audit.title_pass, audit.title_fail):
        assert title[0].isupper() or title.startswith("axe-core")
        assert 10 <= len(title) <= 90
        assert not title.endswith(".")
    for sentence in (audit.why, audit.fix):
        assert len(sentence) > 30
        assert sentence.endswith(".")
    if audit.pillar is not Pillar.SPEED:  # which is of everybody
        assert audit.who.endswith(".")
        assert audit.limit.endswith(".")


@each_audit
def test_it_names_evidence_and_criteria_that_exist(audit: Audit) -> None:
    assert audit.needs
    assert set(audit.needs) <= set(Evidence)
    assert set(audit.wcag) <= CRITERIA.keys()


@each_audit
@pytest.mark.parametrize("facts", [sound_facts(), POOR], ids=["sound", "poor"])
def test_it_is_deterministic_and_leaves_the_facts_alone(audit: Audit, facts: PageFacts) -> None:
    before = msgspec.json.encode(facts)
    assert audit.findings(facts) == audit.findings(facts)
    assert msgspec.json.encode(facts) == before


@each_audit
def test_without_its_facts_it_is_an_error_and_never_raises(audit: Audit) -> None:
    if audit.walks:
        assert audit.findings(replace(EMPTY, walked=False)) == (), "it was not asked for"
    (finding,) = audit.findings(EMPTY)
    assert finding.outcome is Outcome.ERROR
    assert finding.audit == audit.id
    assert finding.title.startswith("Not checked: ")
    assert finding.impact is None


@each_audit
def test_a_sound_page_passes_it(audit: Audit) -> None:
    outcomes = {finding.outcome for finding in audit.findings(sound_facts())}
    assert outcomes <= {Outcome.PASS, Outcome.NOT_APPLICABLE}


SURE_ANYWAY = {
    "leaves-by-itself": "whether the page leaves does not rest on how much of it changed",
    "skip-link": "the link is looked for where the walk begins",
}


def parts_of_which_some_was_left_out() -> dict[str, Struct]:
    """Each part of sound facts that can own up to being incomplete, doing so."""
    facts = sound_facts()
    parts = {}
    for name in PageFacts.__struct_fields__:
        part = getattr(facts, name)
        flags = [f for f in getattr(part, "__struct_fields__", ()) if f.endswith("complete")]
        if flags:
            why = {"unfinished": {"page": "it is long"}} if hasattr(part, "unfinished") else {}
            parts[name] = replace(part, **dict.fromkeys(flags, False), **why)
    return parts


@each_audit
def test_what_was_not_looked_at_in_full_is_no_pass(audit: Audit) -> None:
    parts = parts_of_which_some_was_left_out()
    facts = replace(sound_facts(), **parts)
    cut = [need for need in audit.needs if need.in_facts(facts) in parts.values()]
    if audit.id in SURE_ANYWAY or not cut:
        return
    outcomes = {finding.outcome for finding in audit.findings(facts)}
    assert not outcomes & {Outcome.PASS, Outcome.NOT_APPLICABLE}


@each_audit
def test_findings_are_whole(audit: Audit) -> None:
    for finding in (*audit.findings(sound_facts()), *audit.findings(POOR)):
        assert finding.pillar is audit.pillar
        assert finding.title
        assert finding.why.endswith(".")
        assert finding.engines
        assert all(engine.startswith(PREFIXES) for engine in finding.engines)
        assert finding.fix
        assert set(finding.wcag) <= CRITERIA.keys()
        failed = finding.outcome is Outcome.FAIL
        assert (finding.failing >= max(1, len(finding.elements))) == failed
        found = finding.outcome in (Outcome.FAIL, Outcome.REVIEW)
        assert (finding.impact is not None) == found
        assert all(len(element.html) <= 500 for element in finding.elements)


@each_audit
def test_one_that_never_decides_is_told_by_its_ground_truth(audit: Audit) -> None:
    """Its cases hold no failure that costs, and those of the others hold one."""
    cases = TRUTH / audit.id / "cases.csv"
    if not cases.is_file():
        return
    with cases.open(newline="") as file:
        outcomes = {row["outcome"] for row in csv.DictReader(file)}
    if audit.decides:
        assert "fail" in outcomes
    else:
        assert "fail" not in outcomes or audit.id == "required-not-marked"  # which also advises
        assert audit.cost == ADVISED if audit.advice else audit.cost == ASKED


def test_one_that_never_decides_cannot_accuse() -> None:
    sure = replace(
        all_audits()[-1],
        advice=False,
        decides=False,
        judge=lambda _: Verdict(outcome=Outcome.FAIL),
    )
    (finding,) = sure.findings(sound_facts())
    assert finding.outcome is Outcome.ERROR
    advising = replace(sure, judge=lambda _: Verdict(outcome=Outcome.FAIL, advice=True))
    assert advising.findings(sound_facts())[0].outcome is Outcome.FAIL


def test_scores_rest_on_what_their_audits_need() -> None:
    """The method's list of evidence is written out, so that an audit cannot change it unseen."""
    for pillar in Pillar:
        needs = {
            need
            for audit in all_audits()
            if audit.pillar is pillar and not audit.advice
            for need in audit.needs
        }
        assert set(METHOD.evidence[pillar]) == {need for need in needs if not need.walks}


def test_one_finding_for_each_audit_in_a_stable_order() -> None:
    for facts in (sound_facts(), POOR, EMPTY):
        ids = [finding.audit for finding in judge(facts)]
        assert ids == sorted(set(ids))
    assert {f.audit for f in judge(POOR) if f.outcome is Outcome.FAIL} >= {
        "image-alt",
        "viewport",
        "target-size",
        "legible-text",
        "page-weight",
        "largest-contentful-paint",
    }


def test_a_page_that_is_too_large_says_so_once() -> None:
    facts = replace(sound_facts(), **parts_of_which_some_was_left_out())
    findings = judge(facts)
    (one,) = (finding for finding in findings if finding.title.startswith(registry.TOO_LARGE))
    assert (one.audit, one.outcome) == (registry.PAGE_SIZE, Outcome.REVIEW)
    assert one.undecided == len(one.engines) > 40
    assert "usability:vague-link" in one.engines
    assert score_page(facts, findings) == score_page(
        facts, [each for audit in all_audits() for each in audit.findings(facts)]
    )


@pytest.mark.parametrize("state", [state for state in EndState if not state.scored])
def test_a_page_that_was_not_reached_is_not_judged(state: EndState) -> None:
    assert judge(sound_facts(state=state)) == ()


def test_an_exception_becomes_an_error_finding() -> None:
    def careless(_: PageFacts) -> Verdict:
        raise ZeroDivisionError("division by zero")

    broken = replace(all_audits()[-1], judge=careless)
    (finding,) = broken.findings(sound_facts())
    assert finding.outcome is Outcome.ERROR
    assert "ZeroDivisionError: division by zero" in finding.title


@pytest.mark.parametrize(
    ("fault", "title"),
    [
        ("Some fields have no label", "Check by hand: some fields have no label"),
        ("A form has no button", "Check by hand: a form has no button"),
        ("ARIA roles are wrong", "Check by hand: ARIA roles are wrong"),
        ("Welsh text is not marked", "Check by hand: Welsh text is not marked"),
        ("the letters could not grow", "Check by hand: the letters could not grow"),
    ],
)
def test_what_a_person_must_look_at_does_not_accuse(fault: str, title: str) -> None:
    asked = replace(
        all_audits()[-1], title_fail=fault, judge=lambda _: Verdict(outcome=Outcome.REVIEW)
    )
    (finding,) = asked.findings(sound_facts())
    assert finding.title == title
    sure = replace(asked, judge=lambda _: Verdict(outcome=Outcome.FAIL))
    assert sure.findings(sound_facts())[0].title == fault


def test_an_id_belongs_to_one_file() -> None:
    taken = all_audits()[0]
    with pytest.raises(DuplicateAudit, match=taken.source):
        audit(
            id=taken.id,
            pillar=Pillar.MOBILE,
            impact=Impact.MINOR,
            title_pass="",
            title_fail="",
            why="",
            fix="",
            needs=(),
        )(lambda _: Verdict(outcome=Outcome.PASS))
    assert registry.all_audits()[0] is taken


def test_a_fact_that_was_not_declared_raises() -> None:
    with pytest.raises(MissingEvidence):
        needed(None)
