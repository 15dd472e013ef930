from __future__ import annotations

import pytest
from msgspec.structs import replace

from crawler.audits.language_link import language_link
from crawler.audits.registry import Verdict, judge
from crawler.records import LanguageLink, Outcome, Pillar
from crawler.scoring.page import score_page
from tests.facts import MARKUP, sound_facts

CYMRAEG = LanguageLink(language="cy", url="https://www.northam.example/cy", text="Cymraeg")
ENGLISH = LanguageLink(language="en-gb", url="https://www.northam.example/", text="English")
HEAD_ONLY = replace(CYMRAEG, text="")


def judged(
    *languages: LanguageLink, expected: tuple[str, ...] = ("cy",), of: str | None = "en"
) -> Verdict:
    facts = replace(
        sound_facts(),
        markup=replace(MARKUP, languages=languages, language=of),
        expected_languages=expected,
    )
    verdict = language_link(facts)
    assert isinstance(verdict, Verdict)
    return verdict


def test_a_link_that_a_person_can_see_passes() -> None:
    verdict = judged(CYMRAEG)
    assert (verdict.outcome, verdict.passing) == (Outcome.PASS, 1)
    assert judged(HEAD_ONLY, CYMRAEG).outcome is Outcome.PASS
    assert judged(ENGLISH, expected=("en",), of="cy").outcome is Outcome.PASS


@pytest.mark.parametrize("languages", [(), (ENGLISH,)])
def test_no_link_fails(languages: tuple[LanguageLink, ...]) -> None:
    verdict = judged(*languages)
    assert verdict.outcome is Outcome.FAIL
    assert verdict.title == "The page has no link to its version in Welsh"
    assert "wsi/2015/996" in verdict.help_url


def test_a_link_in_the_head_alone_fails_for_nobody_sees_it() -> None:
    verdict = judged(HEAD_ONLY)
    assert verdict.outcome is Outcome.FAIL
    assert verdict.title == "Only search engines are told of the page's version in Welsh"
    assert 'hreflang="cy"' in verdict.elements[0].html


def test_nothing_is_expected_outside_of_wales() -> None:
    assert judged(expected=()).outcome is Outcome.NOT_APPLICABLE


def test_a_page_in_the_language_needs_no_link_to_it() -> None:
    assert judged(of="cy-GB").outcome is Outcome.PASS
    assert judged(of=None).outcome is Outcome.FAIL


def test_each_language_expected_needs_its_link() -> None:
    verdict = judged(CYMRAEG, expected=("cy", "ga", "xx"))
    assert verdict.title == "The page has no link to its version in Irish and xx"
    assert (verdict.failing, verdict.passing) == (2, 1)
    assert verdict.help_url == ""


def test_it_is_advice_and_costs_nothing() -> None:
    facts = replace(sound_facts(), markup=replace(MARKUP, languages=()))
    findings = judge(facts)
    (finding,) = [each for each in findings if each.audit == "language-link"]
    assert (finding.outcome, finding.pillar) == (Outcome.FAIL, Pillar.ACCESSIBILITY)
    assert finding.advice
    assert score_page(facts, findings).scores.accessibility == 100
