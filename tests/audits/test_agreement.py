from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from crawler.audits.agreement import SAME, SAME_OF_PAGE, agreed
from crawler.audits.axe_people import AFFECTED
from crawler.audits.codesniffer_words import FAMILIES
from crawler.audits.registry import all_audits, judge
from crawler.records import Element, Finding, Impact, Outcome, Pillar, Viewport
from crawler.scoring.page import cost
from tests.facts import node, rule, run, sound_facts


def finding(
    audit: str, *selectors: str, outcome: Outcome = Outcome.FAIL, more: int = 0, **fields: object
) -> Finding:
    engine = "htmlcs" if audit.startswith("htmlcs") else "axe" if audit in AFFECTED else "usability"
    count = len(selectors) + more
    made = Finding(
        audit=audit,
        pillar=Pillar.ACCESSIBILITY,
        outcome=outcome,
        title=audit,
        impact=Impact.SERIOUS,
        engines=(f"{engine}:{audit}",),
        elements=tuple(
            Element(selector=each, html="", message=audit, viewport=Viewport.MOBILE)
            for each in selectors
        ),
        failing=max(1, count) if outcome is Outcome.FAIL else 0,
        undecided=max(1, count) if outcome is Outcome.REVIEW else 0,
    )
    return replace(made, **fields)


def seen(findings: tuple[Finding, ...]) -> dict[str, list[str]]:
    return {each.audit: [element.selector for element in each.elements] for each in findings}


def test_the_same_fault_is_one_finding_with_both_engines() -> None:
    (only,) = agreed([finding("htmlcs-frame-title", "#a"), finding("frame-title", "#a")])
    assert (only.audit, only.failing) == ("frame-title", 1)
    assert only.engines == ("axe:frame-title", "htmlcs:htmlcs-frame-title")


def test_what_only_one_saw_stays_its_own() -> None:
    both = agreed([finding("htmlcs-frame-title", "#a", "#b"), finding("frame-title", "#a", "#c")])
    assert seen(both) == {"frame-title": ["#a", "#c"], "htmlcs-frame-title": ["#b"]}
    assert [each.failing for each in both] == [2, 1]


def test_another_fault_of_the_element_is_another_finding() -> None:
    """Both are of 1.3.1 and of the same table."""
    pair = [finding("data-table-headers", "#a"), finding("header-scope", "#a")]
    assert len(agreed(pair)) == 2


def test_a_definite_fault_beats_doubt_whatever_its_words() -> None:
    doubt = finding("header-scope", "#a", outcome=Outcome.REVIEW, impact=Impact.CRITICAL)
    (only,) = agreed([doubt, finding("htmlcs-table-headers", "#a")])
    assert only.audit == "htmlcs-table-headers"


def test_what_counts_beats_advice_then_impact_then_words() -> None:
    advice = finding("p-as-heading", "#a", advice=True, impact=Impact.CRITICAL)
    doubt = finding("fake-headings", "#a", outcome=Outcome.REVIEW)
    assert [each.audit for each in agreed([advice, doubt])] == ["fake-headings"]
    worse = finding("htmlcs-fieldset-name", "#a", impact=Impact.CRITICAL)
    assert [each.audit for each in agreed([finding("group-without-legend", "#a"), worse])] == [
        "htmlcs-fieldset-name"
    ]
    ours = finding("group-without-legend", "#a")
    assert [each.audit for each in agreed([ours, finding("htmlcs-fieldset-name", "#a")])] == [
        "group-without-legend"
    ]


def test_elements_beyond_those_kept_still_count() -> None:
    many = finding("htmlcs-frame-title", "#a", more=7)
    _, rest = agreed([finding("frame-title", "#a"), many])
    assert (rest.audit, rest.failing, rest.elements) == ("htmlcs-frame-title", 7, ())


def test_elements_beyond_those_kept_are_shared_as_those_that_are() -> None:
    """Both see the same 80 frames, of which each names two."""
    ours = finding("frame-title", "#a", "#b", more=78)
    (only,) = agreed([ours, finding("htmlcs-frame-title", "#a", "#b", more=78)])
    assert (only.audit, only.failing) == ("frame-title", 80)
    _, rest = agreed([ours, finding("htmlcs-frame-title", "#a", "#c", more=78)])
    assert rest.failing == 80 - 1 - 39


def test_the_page_as_a_whole_is_one_place() -> None:
    (only,) = agreed([finding("page-title"), finding("document-title", "html")])
    assert only.engines == ("usability:page-title", "axe:document-title")
    assert [element.selector for element in only.elements] == ["html"]


def test_a_pass_of_another_engine_is_left_alone() -> None:
    passed = finding("htmlcs-frame-title", outcome=Outcome.PASS, passing=2)
    assert len(agreed([finding("frame-title", "#a"), passed])) == 2


def test_one_name_is_one_finding() -> None:
    ours = replace(finding("skip-link", "#b"), engines=("usability:skip-link",))
    (only,) = agreed([finding("skip-link", "#a", advice=True), ours])
    assert (only.advice, only.failing) == (False, 2)
    assert set(only.engines) == {"axe:skip-link", "usability:skip-link"}
    passed = finding("skip-link", outcome=Outcome.PASS, passing=1)
    (only,) = agreed([passed, ours])
    assert only.engines == ("usability:skip-link",)


def test_the_tables_name_what_exists() -> None:
    known = AFFECTED.keys() | {each.id for each in all_audits()} | {each.id for each in FAMILIES}
    for table in (SAME, SAME_OF_PAGE):
        assert all(set(group) <= known for group in table)
        assert all(list(group) == sorted(group) for group in table)
        assert all(before < after for before, after in pairwise(table))
    names = [name for table in (SAME, SAME_OF_PAGE) for group in table for name in group]
    assert len(names) == len(set(names))


def test_a_page_is_judged_so() -> None:
    lang = rule("html-has-lang", failed=1, violations=(node("html"),), tags=("wcag2a", "wcag311"))
    facts = sound_facts(axe=(run(Viewport.MOBILE, lang, rule("target-size")),))
    ids = [each.audit for each in judge(facts)]
    assert len(ids) == len(set(ids))


# --- What always holds ----------------------------------------------------------------------------

NAMES = [name for group in (*SAME[:6], *SAME_OF_PAGE[:2]) for name in group] + ["color-contrast"]
FOUND = st.builds(
    lambda name, selectors, outcome, more, impact, advice, passing: finding(
        name,
        *(selectors if outcome in (Outcome.FAIL, Outcome.REVIEW) else ()),
        outcome=outcome,
        more=more if outcome in (Outcome.FAIL, Outcome.REVIEW) else 0,
        impact=impact,
        advice=advice,
        passing=passing,
    ),
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(["#a", "#b", "#c", "#d"]), unique=True),
    st.sampled_from(list(Outcome)),
    st.integers(0, 3),
    st.sampled_from(list(Impact)),
    st.booleans(),
    st.integers(0, 9),
)
ALL = st.lists(FOUND, max_size=8, unique_by=lambda each: each.audit)


def places(findings: list[Finding]) -> set[tuple[str, str]]:
    group = {name: group[0] for group in SAME for name in group}
    page = {name for group in SAME_OF_PAGE for name in group}
    return {
        (group.get(each.audit, each.audit), element.selector)
        for each in findings
        if each.outcome in (Outcome.FAIL, Outcome.REVIEW) and each.audit not in page
        for element in each.elements
    }


def price(findings: list[Finding]) -> float:
    left = 1.0
    for each in findings:
        left *= 1 - cost(each)
    return 1 - left


@given(ALL, st.randoms())
def test_it_loses_nothing_and_costs_no_more(found: list[Finding], shuffler) -> None:  # type: ignore[no-untyped-def]
    after = list(agreed(found))
    assert places(after) == places(found)
    assert price(after) <= price(found) + 1e-12
    assert {engine for each in after for engine in each.engines} == {
        engine for each in found for engine in each.engines
    }
    assert [each.audit for each in after] == sorted({each.audit for each in after})
    for each in after:
        failed = each.outcome is Outcome.FAIL
        assert (each.failing >= max(1, len(each.elements))) == failed
    assert list(agreed(after)) == after
    shuffled = list(found)
    shuffler.shuffle(shuffled)
    assert list(agreed(shuffled)) == after
