"""Whether the title says what the page is. A missing or empty one is axe-core's to report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import quoted
from crawler.audits.registry import Verdict, audit
from crawler.audits.tongues import subtag
from crawler.records import Element, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.records import Markup, PageFacts

_PLACEHOLDER = re.compile(
    r"(?:an? )?(?:untitled|no title|(?:new|blank|empty|default|test|sample|my) (?:page|document"
    r"|site|website|web page)|untitled (?:document|page|\d+)|title|page title|site title"
    r"|title here|(?:insert|enter|add|put) (?:the |your |a )?(?:page |document )?title(?: here"
    r"| of .*)?|your title here|document|page|web ?page|html|index|default|test|react app"
    r"|vite app|vite \+ \w+|next\.?js app|create next app|welcome to nginx!?"
    r"|apache2? .*default page.*|just another wordpress site|wordpress|lorem ipsum.*|undefined"
    r"|null|nan|teitl|dogfen heb deitl|heb deitl)\s*\d*",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"[\w%()+-]+(?:[\w .%()+-]*[\w%()+-])?\.(?:html?|aspx?|php|jsp|cfm|docx?|pdf|xlsx?|indd|pub)",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:https?://|www\.)\S+|localhost(?::\d+)?\S*", re.IGNORECASE)
_ONLY = re.compile(r"(?:home|home ?page|welcome|main|main page|hafan|croeso|hafod)", re.IGNORECASE)
_PARTS = re.compile(r"\s+[|\u2013\u2014\xb7\xbb\u2022:>/-]+\s+|\s*[|\xbb]\s*|:\s+")
_COUNCIL = re.compile(
    r"\b(?:council(?! tax| hous| home| meet| owned)|cyngor|comhairle|borough|county|city of|gov\.uk"
    r"|gov\.wales|llyw\.cymru)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_EMPTY_WORDS = frozenset(
    """
    about after all also and any are ask back borough bwrdeistref can city council county croeso
    cyngor details dinas district eich find for from get gwasanaeth gwasanaethau gwefan gyda
    hafan have help home how information into its list mae main more neu new not off online our
    out over page pages results service services sir site that the their them then there this
    through town tudalen unitary use view want website welcome what when where which who will
    with worksheet ymlaen yng you your
    """.split()  # noqa: SIM905 -- a list of words is read as one
)
ENOUGH_TEXT = 300
"""Characters of sentences, below which the absence of a word means nothing."""


@audit(
    id="page-title",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="The title says what the page is",
    title_fail="The title does not say what the page is",
    who="People who use a screen reader, have many tabs open, or find it hard to keep in mind "
    "where they are.",
    why="The title is what a screen reader says first, and what a tab, a bookmark and the history "
    "show.",
    fix="Begin the title with what the page is for, as its main heading does, and end it with the "
    "council's name: “Missed bins \N{EN DASH} Northam Council”.",
    limit="It knows titles that nobody wrote, and titles without a word in common with the page; "
    "whether another one is good, a person must see.",
    needs=(Evidence.MARKUP,),
    wcag=("2.4.2",),
)
def page_title(facts: PageFacts) -> Verdict:
    markup = needed(facts.markup)
    title = markup.title.strip()
    if not title:
        return Verdict(
            outcome=Outcome.NOT_APPLICABLE, title="The page has no title, which is another fault"
        )
    if _PLACEHOLDER.fullmatch(title) or not re.search(r"\w", title):
        return _verdict(Outcome.FAIL, title, "nobody wrote this title for the page")
    if _FILE.fullmatch(title) or _URL.fullmatch(title):
        return _verdict(Outcome.FAIL, title, "this is the name of a file or an address")
    if _ONLY.fullmatch(title):
        return _verdict(Outcome.REVIEW, title, "it does not say whose page it is")
    return _against_the_page(facts.final_url, title, markup)


def _against_the_page(url: str, title: str, markup: Markup) -> Verdict:
    """Whether the title has a word in common with what the page says."""
    fine = Verdict(outcome=Outcome.PASS, passing=1)
    first_headings = [text for level, text in markup.headings if level == 1 and text]
    parts = [part for part in _PARTS.split(title) if not _names_the_site(part, url)]
    path = unquote(urlsplit(url).path)
    home = re.fullmatch(r"/*(?:(?:index|default|home)\.\w+|home/?)?", path, re.IGNORECASE)
    if not first_headings or len(markup.prose) < ENOUGH_TEXT or home:
        return fine
    said = _words(" ".join(parts))
    page = " ".join([*(text for _, text in markup.headings), markup.prose])
    if not said or _share(said, _words(page)):
        return fine
    heading = first_headings[0]
    message = f"the page is headed {quoted(heading)} and its text has none of the title's words"
    # A part with a word that is no name, and that neither the page nor its address holds, is about
    # something else. Where nothing else names the website, the part may be its name.
    around = _words(f"{markup.text_excerpt} {path}")
    sure = (
        len(parts) < len(_PARTS.split(title))
        and subtag(markup.language or "") in ("en", "cy")
        and any(_names_another(part, around) for part in parts)
    )
    return _verdict(Outcome.FAIL if sure else Outcome.REVIEW, title, message)


def _names_the_site(part: str, url: str) -> bool:
    """Whether this part of a title is the council's or the website's name."""
    host = (urlsplit(url).hostname or "").replace("-", "")
    labels = [label for label in host.split(".") if len(label) > 4]
    return bool(_COUNCIL.search(part)) or any(
        word in label or label in word for word in _words(part) if len(word) > 4 for label in labels
    )


def _names_another(part: str, around: frozenset[str]) -> bool:
    words = _words(part)
    return bool(words) and not _share(words, around) and any(word in part for word in words)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold())) - _EMPTY_WORDS


def _share(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether a word of one is in the other, allowing for endings and Welsh mutations."""
    if some & others:
        return True
    long = [word for word in others if len(word) >= 4]
    return any(_alike(word, other) for word in some if len(word) >= 4 for other in long)


def _alike(one: str, other: str) -> bool:
    least = 4 if min(len(one), len(other)) < 6 else 5
    if one[:least] == other[:least]:
        return True
    ending = one[2:] if len(one) > 5 else one[1:]
    return len(ending) >= 3 and other.endswith(ending) and abs(len(one) - len(other)) <= 2


def _verdict(outcome: Outcome, title: str, message: str) -> Verdict:
    return Verdict(
        outcome=outcome,
        elements=(
            Element(
                selector="title",
                html=f"<title>{title[:400]}</title>",
                message=f"{quoted(title)}: {message}",
                viewport=Viewport.MOBILE,
            ),
        ),
    )
