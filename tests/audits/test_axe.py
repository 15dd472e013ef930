from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from crawler.audits.axe import DOUBTFUL, JUDGED_ELSEWHERE, axe
from crawler.audits.axe_people import AFFECTED
from crawler.audits.axe_words import AXE_WORDS
from crawler.audits.wcag import criteria_of, is_advice
from crawler.browser.node import find_node
from crawler.config import Config
from crawler.records import Impact, Outcome, Viewport
from crawler.scoring.page import cost
from tests.facts import node, rule, run, sound_facts, target_size
from tests.verdicts import findings_of

if TYPE_CHECKING:
    from crawler.records import AxeRule, Finding

MOBILE, DESKTOP = Viewport.MOBILE, Viewport.DESKTOP
LINKS = "link-in-text-block"


def judged(mobile: AxeRule, desktop: AxeRule | None = None) -> Finding:
    runs = (run(MOBILE, mobile), *((run(DESKTOP, desktop),) if desktop else ()))
    findings = axe(sound_facts(axe=runs))
    assert isinstance(findings, tuple)
    (finding,) = findings
    return finding


def test_a_rule_that_fails_is_one_finding_with_its_elements() -> None:
    finding = judged(
        rule(
            "color-contrast",
            tags=("cat.color", "wcag2aa", "wcag143"),
            impact="serious",
            failed=1,
            passed=9,
            violations=(node("#pale", '<p id="pale">', "Fix any: contrast of 2.1"),),
        )
    )
    assert (finding.audit, finding.outcome) == ("color-contrast", Outcome.FAIL)
    assert (finding.impact, finding.wcag) == (Impact.SERIOUS, ("1.4.3",))
    assert (finding.failing, finding.passing, finding.advice) == (1, 9, False)
    assert finding.engines == ("axe:color-contrast",)
    assert finding.help_url == "https://www.w3.org/WAI/WCAG22/Understanding/contrast-minimum"
    assert finding.rule_url.endswith("/color-contrast")
    (element,) = finding.elements
    assert (element.selector, element.html) == ("#pale", '<p id="pale">')
    assert (element.message, element.viewport) == ("Fix any: contrast of 2.1", MOBILE)


def test_a_rule_of_no_criterion_is_explained_by_its_own_page() -> None:
    finding = judged(rule("region", "#a", tags=("best-practice",)))
    assert finding.help_url == finding.rule_url != ""


def test_an_element_that_fails_at_both_widths_counts_once() -> None:
    finding = judged(
        rule("image-alt", "#a", "#b", passed=4, impact="moderate"),
        rule("image-alt", "#b", "#c", passed=6, impact="critical"),
    )
    assert [(e.selector, e.viewport) for e in finding.elements] == [
        ("#a", MOBILE),
        ("#b", MOBILE),
        ("#c", DESKTOP),
    ]
    assert (finding.failing, finding.passing) == (3, 6)
    assert finding.impact is Impact.CRITICAL


def test_a_fault_of_one_width_only_is_a_fault() -> None:
    finding = judged(rule("image-alt", passed=5), rule("image-alt", "#menu", passed=4))
    assert (finding.outcome, finding.failing, finding.passing) == (Outcome.FAIL, 1, 5)


def test_the_order_of_the_runs_does_not_matter() -> None:
    runs = (run(MOBILE, rule("image-alt", "#a")), run(DESKTOP, rule("image-alt", "#a", "#b")))
    assert axe(sound_facts(axe=runs)) == axe(sound_facts(axe=runs[::-1]))


def test_the_true_number_counts_when_not_all_elements_were_kept() -> None:
    finding = judged(rule("image-alt", "#a", "#b", failed=700))
    assert (finding.failing, len(finding.elements)) == (700, 2)


def test_what_axe_cannot_decide_is_for_a_person() -> None:
    finding = judged(
        rule("color-contrast", passed=3, undecided=2, incomplete=(node("#x"), node("#y")))
    )
    assert (finding.outcome, finding.failing, finding.undecided) == (Outcome.REVIEW, 0, 2)
    assert [element.selector for element in finding.elements] == ["#x", "#y"]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("color-contrast", "Check by hand: some text has too little contrast with its background"),
        ("brand-new", "Check by hand: CSS must be right"),
    ],
)
def test_what_is_undecided_accuses_nobody(name: str, title: str) -> None:
    finding = judged(rule(name, undecided=1, help="CSS must be right"))
    assert (finding.outcome, finding.title) == (Outcome.REVIEW, title)


def test_a_failure_hides_no_doubt() -> None:
    finding = judged(rule("color-contrast", "#a", undecided=5, incomplete=(node("#x"),)))
    assert (finding.outcome, finding.undecided) == (Outcome.FAIL, 5)
    assert [element.selector for element in finding.elements] == ["#a"]


def test_a_rule_that_broke_down_is_for_a_person() -> None:
    finding = judged(rule("image-alt", passed=0))
    assert (finding.outcome, finding.undecided) == (Outcome.REVIEW, 1)


def test_what_was_left_out_is_no_pass() -> None:
    crowd = replace(run(MOBILE, rule("link-in-text-block", passed=9)), untested={LINKS: 700})
    (finding,) = findings_of(axe(sound_facts(axe=(crowd,))))
    assert (finding.outcome, finding.undecided) == (Outcome.REVIEW, 700)
    assert finding.title == "Too large to test fully: 700 elements are left out here"
    facts = sound_facts(axe=(replace(crowd, unjudged=(LINKS,)),))
    (finding,) = findings_of(axe(facts))
    assert (finding.outcome, finding.impact) == (Outcome.ERROR, None)
    assert finding.title == "Not checked: the page is too large to test fully"


def test_an_element_in_a_frame_says_so() -> None:
    known = replace(node("#map >>> #b"), frame="maps.example")
    nodes = (replace(node("#map >>> #a"), frame=""), known, node("#c"))
    finding = judged(rule("label", failed=3, violations=nodes))
    assert [element.message for element in finding.elements] == [
        "Inside a frame. It is wrong",
        "Inside a frame from maps.example. It is wrong",
        "It is wrong",
    ]


@pytest.mark.parametrize(
    ("summary", "message"),
    [
        (
            "Fix all of the following:\n  It has no name\n\n"
            "Fix any of the following:\n  It has no label\n  It has no title",
            "It has no name; It has no label; It has no title",
        ),
        (f"Fix any of the following:\n  First\n  {'word ' * 50}", "First"),
        (f"Fix any of the following:\n  {'words ' * 90}", f"{' '.join(['words'] * 46)} …"),
        ("Fix any of the following:", ""),
    ],
)
def test_reasons_are_told_whole_and_the_first_ones_first(summary: str, message: str) -> None:
    finding = judged(rule("label", failed=1, violations=(node("#a", summary=summary),)))
    assert finding.elements[0].message == message


@pytest.mark.parametrize("name", sorted(DOUBTFUL))
def test_what_axe_tries_out_is_asked_and_not_said(name: str) -> None:
    finding = judged(rule(name, "#a", tags=("wcag2a", "wcag131", "experimental")))
    assert (finding.outcome, finding.advice, finding.undecided) == (Outcome.REVIEW, False, 1)
    assert finding.title.startswith("Check by hand: ")
    assert [element.selector for element in finding.elements] == ["#a"]


def test_what_passes_says_so_without_elements() -> None:
    finding = judged(rule("image-alt", passed=12), rule("image-alt", passed=15))
    assert (finding.outcome, finding.passing, finding.elements) == (Outcome.PASS, 15, ())
    assert finding.impact is None


@pytest.mark.parametrize(
    "tags",
    [("best-practice",), ("wcag2aaa", "wcag146"), ("wcag134", "wcag21aa", "experimental")],
)
def test_more_than_the_law_asks_is_advice(tags: tuple[str, ...]) -> None:
    assert judged(rule("some-rule", "#a", tags=tags)).advice


def test_html_is_cut_at_500_characters() -> None:
    finding = judged(rule("image-alt", failed=1, violations=(node("#a", "<" + "x" * 9000),)))
    assert len(finding.elements[0].html) == 500


def test_what_mobile_judges_is_left_to_it() -> None:
    rules = [rule(name, "#a") for name in sorted(JUDGED_ELSEWHERE)]
    assert axe(sound_facts(axe=(run(MOBILE, *rules, target_size("#b")),))) == ()


def test_an_unknown_rule_speaks_in_axes_words() -> None:
    finding = judged(rule("brand-new", "#a", help="Things must be right", description="Checks"))
    assert (finding.title, finding.why) == ("Things must be right", "Checks")
    assert finding.fix == "Things must be right. The linked page says how."


def test_the_phone_alone_is_judged_when_the_desktop_run_is_missing() -> None:
    both = sound_facts(axe=(run(MOBILE, rule("list", "#a")), run(DESKTOP, rule("list", "#a"))))
    alone = replace(both, axe=both.axe[:1])
    assert axe(alone) == axe(both)


# --- The installed axe-core ---------------------------------------------------------------------

LIST_RULES = "console.log(JSON.stringify(require(process.argv[1]).getRules()))"


@pytest.fixture(scope="module")
def installed() -> dict[str, Any]:
    config = Config()
    command = [
        str(find_node(config)),
        "-e",
        LIST_RULES,
        str(config.node_modules / "axe-core/axe.js"),
    ]
    listed = subprocess.run(command, capture_output=True, check=True, timeout=60)
    return {entry["ruleId"]: entry for entry in json.loads(listed.stdout)}


def test_our_words_are_about_rules_that_exist(installed: dict[str, Any]) -> None:
    assert set(installed) >= JUDGED_ELSEWHERE
    assert all("experimental" in installed[name]["tags"] for name in DOUBTFUL)
    for words in AXE_WORDS.values():
        assert not words.fault.endswith(".")
        assert words.why.endswith(".")
        assert words.fix.endswith((".", '"'))


def test_every_rule_that_costs_points_names_its_criteria(installed: dict[str, Any]) -> None:
    counted = {name for name, entry in installed.items() if not is_advice(entry["tags"])}
    assert all(criteria_of(installed[name]["tags"]) for name in counted)
    assert {"color-contrast", "image-alt", "label", "link-name", "target-size"} <= counted
    assert counted.isdisjoint(
        {
            "region",
            "heading-order",
            "color-contrast-enhanced",
            "css-orientation-lock",
            "duplicate-id",
        }
    )


def test_every_rule_has_plain_words_and_says_whom_it_hinders(installed: dict[str, Any]) -> None:
    assert set(AXE_WORDS) == set(installed) - JUDGED_ELSEWHERE
    assert set(AFFECTED) == set(AXE_WORDS)
    assert all(sentence.endswith(".") for sentence in AFFECTED.values())


def test_only_what_the_law_asks_for_costs_points(installed: dict[str, Any]) -> None:
    """Over all rules of the installed axe-core: no best practice, no AAA, nothing experimental."""
    for name, entry in installed.items():
        if name in JUDGED_ELSEWHERE:
            continue
        finding = judged(rule(name, "#a", tags=tuple(entry["tags"]), impact="critical"))
        beyond = {"best-practice", "wcag2aaa", "experimental", "deprecated", "wcag2a-obsolete"}
        more = bool(beyond & set(entry["tags"]))
        assert finding.advice == (more and name not in DOUBTFUL), name
        assert (cost(finding) == 0) == more
        assert finding.who.startswith(("People", "Deaf"))
        assert finding.fix
