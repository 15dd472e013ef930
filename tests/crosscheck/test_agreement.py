"""Two runs are compared element by element, and each difference has its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.commands.crosscheck import print_report
from crawler.commands.terminal import console
from crawler.crosscheck.agreement import (
    SeleniumRule,
    SeleniumRun,
    Side,
    agreement,
    reasons,
    share,
)
from crawler.crosscheck.pages import sample
from crawler.records import Viewport
from tests.facts import node, rule, run

if TYPE_CHECKING:
    import pytest

URL = "https://www.northam.example/"


def selenium(absent: frozenset[str] = frozenset(), **rules: SeleniumRule) -> SeleniumRun:
    named = {name.replace("_", "-"): each for name, each in rules.items()}
    return SeleniumRun(
        browser="chromium 156", axe="4.14.1", width=1350, rules=named, absent=absent, frames=1
    )


def failed(*selectors: str) -> SeleniumRule:
    return SeleniumRule(failed=frozenset(selectors))


def test_two_that_find_the_same_agree() -> None:
    ours = run(Viewport.DESKTOP, rule("image-alt", "#a", "#b"), rule("label"))
    compared = agreement(URL, ours, selenium(image_alt=failed("#a", "#b")))
    assert (compared.rules, compared.same_rules) == (1, 1)
    assert (compared.elements, compared.same_elements) == (2, 2)
    assert compared.differences == ()


def test_one_page_is_told_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    compared = agreement(URL, run(Viewport.DESKTOP, rule("label", "#a")), selenium())
    print_report(console(), (compared,))
    assert "\n1 page, chromium 156, axe-core 4.14.1: the same rules" in capsys.readouterr().out


def test_each_difference_has_its_reason() -> None:
    ours = run(
        Viewport.DESKTOP,
        rule("image-alt", "#a", "#gone", "#frame >>> #b", "#passed"),
        rule("label", incomplete=(node("#l"),), undecided=1),
    )
    other = selenium(
        absent=frozenset({"#gone"}),
        image_alt=SeleniumRule(
            failed=frozenset({"#new"}), undecided=frozenset({"#a"}), passed=frozenset({"#passed"})
        ),
        label=failed("#l"),
    )
    compared = agreement(URL, ours, other)
    assert (compared.rules, compared.same_rules) == (2, 1)
    assert (compared.elements, compared.same_elements) == (6, 0)
    assert {each.selector: (each.only, each.why) for each in compared.differences} == {
        "#a": (Side.OURS, "it is left undecided there"),
        "#gone": (Side.OURS, "the element is not on the page as that browser loaded it"),
        "#frame >>> #b": (
            Side.OURS,
            "it is in a frame, and axe-selenium-python does not look into frames",
        ),
        "#passed": (Side.OURS, "it passes there"),
        "#new": (Side.SELENIUM, "the rule passes it here, or does not apply"),
        "#l": (Side.SELENIUM, "we leave it undecided"),
    }
    assert sum(reasons([compared]).values()) == 6


def test_what_we_do_not_keep_is_no_difference() -> None:
    kept = rule("image-alt", "#a", failed=3)
    compared = agreement(URL, run(Viewport.DESKTOP, kept), selenium(image_alt=failed("#a", "#b")))
    assert compared.differences == ()
    assert (compared.elements, compared.same_elements) == (2, 2)


def test_two_that_find_nothing_agree() -> None:
    compared = agreement(URL, run(Viewport.DESKTOP, rule("label")), selenium())
    assert share(compared.same_rules, compared.rules) == 1.0


def test_a_sample_is_the_same_each_time() -> None:
    urls = [f"{URL}{number}" for number in range(20)]
    assert sample(urls, 5) == sample(reversed(urls), 5)
    assert len(sample(urls, 5)) == 5
    assert set(sample(urls, 50)) == set(urls)
