"""Whether the page leads to its version in the other language that residents may ask for.

The crawl says which languages are expected of a page, by its nation. In Wales, councils must say
clearly on an English page that it is there in Welsh too, and link directly to that page: The Welsh
Language Standards (No. 1) Regulations 2015, https://www.legislation.gov.uk/wsi/2015/996.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.records import Element, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.records import LanguageLink, Markup, PageFacts

_NAMES = {"cy": "Welsh", "en": "English", "ga": "Irish", "gd": "Gaelic"}


@audit(
    id="language-link",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    title_pass="The page links to its version in the other language",
    title_fail="The page has no link to its version in the other language",
    why="Residents who read Welsh better, or want to use it, cannot get to the page in their "
    "language. In Wales the Welsh Language Standards ask for a direct link.",
    fix="Put a link to the same page in the other language at the top of each page, named in that "
    "language: Cymraeg, English. A flag or an entry in the head of the document is not enough.",
    needs=(Evidence.MARKUP,),
    who="People who read Welsh better than English, or want to use it.",
    limit="It cannot tell whether the link leads to the same page in the other language.",
    advice=True,
)
def language_link(facts: PageFacts) -> Verdict:
    markup = needed(facts.markup)
    if not facts.expected_languages:
        return Verdict(
            outcome=Outcome.NOT_APPLICABLE, title="No other language is expected of this page"
        )
    missing = [code for code in facts.expected_languages if not _can_be_read(code, markup)]
    if not missing:
        return Verdict(outcome=Outcome.PASS, passing=len(facts.expected_languages))
    names = " and ".join(_NAMES.get(code, code) for code in missing)
    told = [link for link in markup.languages if any(_is(link, code) for code in missing)]
    title = f"The page has no link to its version in {names}"
    if told:
        # A person never sees the head of a document, so this is as good as no link.
        title = f"Only search engines are told of the page's version in {names}"
    return Verdict(
        outcome=Outcome.FAIL,
        title=title,
        elements=tuple(_element(link) for link in told),
        failing=len(missing),
        passing=len(facts.expected_languages) - len(missing),
        help_url="https://www.legislation.gov.uk/wsi/2015/996" if "cy" in missing else "",
    )


def _can_be_read(code: str, markup: Markup) -> bool:
    """Whether the page is in the language, or a person sees a link to its version in it."""
    if markup.language and _primary(markup.language) == _primary(code):
        return True
    return any(_is(link, code) and link.text.strip() for link in markup.languages)


def _is(link: LanguageLink, code: str) -> bool:
    return _primary(link.language) == _primary(code)


def _primary(code: str) -> str:
    return code.lower().partition("-")[0]


def _element(link: LanguageLink) -> Element:
    return Element(
        selector=f'link[hreflang="{link.language}"]',
        html=f'<link rel="alternate" hreflang="{link.language}" href="{link.url[:400]}">',
        message="Said in the head of the document only",
        viewport=Viewport.MOBILE,
    )
