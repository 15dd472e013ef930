"""Whether cookies can be refused with one tap, where they can be accepted with one.

The Information Commissioner's Office asks for that: refusing must be as easy as accepting, on the
first layer of the banner (statements of 2023 and its guidance on storage and access technologies);
going on to use a website is no consent (UK GDPR, article 4(11)).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.cookies import element, kinds, said, sure, without_banner
from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit, to_check
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.facts.covering import CookieBanner
    from crawler.records import PageFacts


@audit(
    id="cookie-refuse",
    pillar=Pillar.MOBILE,
    impact=Impact.MODERATE,
    advice=True,
    title_pass="Cookies can be refused with one tap",
    title_fail="Cookies can be accepted with one tap, but not refused with one",
    who="Everyone, and most of all people for whom each further step is hard.",
    why="The Information Commissioner's Office says that refusing must be as easy as accepting. A "
    "way through settings costs taps and reading, and residents agree to what they do not want.",
    fix="Put a button such as “Reject additional cookies” beside the one that accepts, of the same "
    "size. A website that sets only essential cookies needs no banner.",
    limit="It reads the words of the controls in English and Welsh, and presses none. It does not "
    "see which cookies are set.",
    needs=(Evidence.COVERING,),
)
def cookie_refuse(facts: PageFacts) -> Verdict:
    covering = needed(facts.covering)
    banner = covering.banner
    if banner is None:
        return without_banner(covering)
    found = kinds(banner)
    there = f"The controls that show are {said(banner)}"
    if "refuse" in found:
        return sure(covering, Verdict(outcome=Outcome.PASS, passing=1))
    if banner.frame:
        return _review("The cookie banner is in a frame that could not be read", banner, "")
    if "accept" not in found:
        if banner.implied:
            return Verdict(
                outcome=Outcome.FAIL,
                title="The cookie banner takes going on as consent and cannot be refused",
                elements=(element(banner, there),),
            )
        told = "The banner tells of cookies and asks for nothing"
        return sure(covering, Verdict(outcome=Outcome.NOT_APPLICABLE, title=told))
    if "close" in found:
        title = "The cookie banner can be closed, but does not say what that means"
        return _review(title, banner, there)
    if "save" in found and banner.boxes:
        title = "Cookies may be refused by saving a choice, which no button says"
        return _review(title, banner, there)
    if "" in found:
        return _review("Cookies may not be refused with one tap", banner, there)
    return Verdict(outcome=Outcome.FAIL, elements=(element(banner, there),))


def _review(title: str, banner: CookieBanner, message: str) -> Verdict:
    return Verdict(
        outcome=Outcome.REVIEW,
        title=to_check(title),
        elements=(element(banner, message or "What it offers could not be read"),),
    )
