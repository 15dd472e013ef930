from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from crawler.audits.registry import Verdict, all_audits
from crawler.audits.target_size import target_size
from crawler.facts.spot import Spot
from crawler.facts.targets import Target, Targets, TargetsAt
from crawler.records import AxeRun, Outcome, Viewport
from tests.facts import node, run, sound_facts
from tests.facts import target_size as rule


def judged(mobile: AxeRun, targets: Targets) -> Verdict:
    verdict = target_size(sound_facts(axe=(mobile,), targets=targets))
    assert isinstance(verdict, Verdict)
    return verdict


def target(name: str, **fields: Any) -> Target:
    return Target(
        spot=Spot(selector=f"#{name}", html=f'<a id="{name}">'),
        kind="link",
        text=name,
        width=16,
        height=15,
        near="Next",
        gap=9,
        **fields,
    )


def measured(*sizes: TargetsAt, complete: bool = True, axe: AxeRun | None = None) -> Verdict:
    found = Targets(complete=complete, sizes=sizes)
    return judged(axe or run(Viewport.MOBILE, rule(passed=3)), found)


def at(viewport: str = "mobile", **fields: Any) -> TargetsAt:
    return TargetsAt(viewport=viewport, **({"count": 10, "enough": 8} | fields))


def test_what_no_exception_frees_fails() -> None:
    small = at(small=(target("a"), target("b")), small_found=2, pictures=("abc",))
    verdict = measured(small)
    assert (verdict.outcome, verdict.failing, verdict.passing) == (Outcome.FAIL, 2, 8)
    assert verdict.elements[0].message == (
        "“a”: 16 by 15 pixels. A circle of 24 pixels on its middle reaches 9 too far towards “Next”"
    )
    assert verdict.elements[0].pictures == ("abc",)
    assert verdict.engines == ("usability:target-size",)


def test_what_axe_fails_and_an_exception_frees_passes() -> None:
    axe = run(Viewport.MOBILE, rule("#a", "#b"))
    verdict = measured(at(free={"equivalent": 2}), axe=axe)
    assert (verdict.outcome, verdict.passing) == (Outcome.PASS, 10)


def test_axe_agrees_where_it_names_the_same_and_speaks_for_frames() -> None:
    found = at(small=(target("a"),), small_found=1)
    assert measured(found, axe=run(Viewport.MOBILE, rule("#a"))).engines == (
        "usability:target-size",
        "axe:target-size",
    )
    framed = replace(node("iframe >>> a"), frame="maps.example")
    axe = run(Viewport.MOBILE, rule("x", failed=1, violations=(framed,)))
    verdict = measured(at(), axe=axe)
    assert (verdict.outcome, verdict.failing) == (Outcome.FAIL, 1)
    assert verdict.elements[0].message.startswith("Inside a frame from maps.example")


def test_what_is_small_only_on_another_screen_fails_too() -> None:
    verdict = measured(
        at(small=(target("a"),), small_found=1),
        at("small", small=(target("a"), target("b")), small_found=2),
    )
    assert verdict.failing == 2
    assert [each.viewport for each in verdict.elements] == [Viewport.MOBILE, Viewport.SMALL]
    assert verdict.elements[1].message.startswith("On a screen 360 pixels wide: “b”")


def test_doubt_of_ours_is_for_a_person() -> None:
    verdict = measured(at(doubtful=(target("a", doubt="map"),), doubtful_found=1))
    assert (verdict.outcome, verdict.undecided) == (Outcome.REVIEW, 1)
    assert verdict.elements[0].message.endswith("It lies on a map or drawing. Must it stand there?")


def test_a_page_that_is_not_measured_whole_never_passes() -> None:
    assert measured(at(), complete=False).outcome is Outcome.REVIEW
    verdict = measured(at(), complete=False, axe=run(Viewport.MOBILE, rule("#far")))
    assert (verdict.outcome, verdict.elements[0].selector) == (Outcome.REVIEW, "#far")


def test_only_links_within_sentences_are_nothing_to_judge() -> None:
    verdict = measured(at(count=3, enough=0, free={"inline": 2, "native": 1}))
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    assert measured(at(count=0, enough=0)).outcome is Outcome.NOT_APPLICABLE


def test_axe_is_not_needed_and_our_measuring_is() -> None:
    small = Targets(sizes=(at(small=(target("a"),), small_found=1),))
    verdict = target_size(sound_facts(axe=(), targets=small))
    assert isinstance(verdict, Verdict)
    assert (verdict.outcome, verdict.failing) == (Outcome.FAIL, 1)
    (audit,) = (audit for audit in all_audits() if audit.id == "target-size")
    (finding,) = audit.findings(sound_facts(targets=None))
    assert finding.outcome is Outcome.ERROR
