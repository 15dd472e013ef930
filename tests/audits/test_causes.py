from __future__ import annotations

from msgspec.structs import replace

from crawler.audits.agreement import agreed
from crawler.records import Outcome
from tests.audits.test_agreement import finding, seen

CARDS = ("main > div > div:nth-of-type(1)", "main > div > div:nth-of-type(2)")


def test_a_link_is_named_by_the_picture_in_it() -> None:
    pictures = finding("image-alt", "main > a:nth-of-type(1) > img", "footer > img")
    links = finding("link-name", "main > a:nth-of-type(1)", "main > a:nth-of-type(12)")
    after = agreed([links, pictures])
    assert seen(after) == {
        "image-alt": ["main > a:nth-of-type(1) > img", "footer > img"],
        "link-name": ["main > a:nth-of-type(12)"],
    }
    assert [each.failing for each in after] == [2, 1]
    assert after[0].engines == ("axe:image-alt", "axe:link-name")
    assert agreed(after) == after


def test_a_picture_may_have_an_id_of_its_own() -> None:
    picture, link = finding("image-alt", "#logo"), finding("link-name", "header > a")
    element = replace(picture.elements[0], html='<img id="logo">')
    around = replace(link.elements[0], html='<a href="/"><img id="logo"></a>')
    (only,) = agreed([replace(picture, elements=(element,)), replace(link, elements=(around,))])
    assert only.audit == "image-alt"


def test_doubt_and_advice_take_no_fault_with_them() -> None:
    link = finding("link-name", "main > a")
    for other in ({"outcome": Outcome.REVIEW}, {"advice": True}):
        assert len(agreed([link, finding("image-alt", "main > a > img", **other)])) == 2


def test_a_heading_would_tell_the_links_of_cards_apart() -> None:
    titles = finding("fake-headings", *(f"{card} > p:nth-of-type(1)" for card in CARDS))
    links = finding("same-text-links", *(f"{card} > a" for card in CARDS))
    (only,) = agreed([titles, links])
    assert (only.audit, only.failing) == ("fake-headings", 2)


def test_links_that_share_a_title_stay() -> None:
    title = finding("fake-headings", "main > p:nth-of-type(1)")
    links = finding("same-text-links", "main > p:nth-of-type(2) > a", "main > p:nth-of-type(3) > a")
    after = agreed([title, links])
    assert len(after) == 2
    assert agreed(after) == after
