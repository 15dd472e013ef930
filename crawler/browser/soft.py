"""Pages that are served as if all were well, and are not: missing, parked, or a challenge.

Pure, and careful: ordinary pages must never be taken for one of these, since they then lose their
score. A whole heading must say it, or a page that says little else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.browser.ending import Ending
from crawler.records import EndState

if TYPE_CHECKING:
    from crawler.records import Markup

# A challenge or a parking page says little; an article about one says more.
LITTLE_TEXT = 1500
FEW_LINKS = 5

# Against a heading made plain: lower case, words and single spaces, "cannot" for its short forms.
_POLITE = r"(?:(?:error )?404 )?(?:oops |we are )?(?:sorry )?(?:but )?"
_PAGE = r"(?:the |this |that )?(?:requested )?(?:web ?)?(?:page|file|content)"
_WANTED = (
    r"(?: (?:that )?(?:you(?: are| were| have)?|you are trying to)"
    r" (?:requested|wanted|want|looking for|trying to (?:reach|view|find|access)|asked for))?"
)
MISSING = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:error )?404(?: error)?(?: page)? not found",
        r"error 404|404 error|404 page|not found",
        r"(?:the |this |that )?(?:web ?)?page (?:was |is |has )?(?:cannot )?(?:be )?not found"
        r"(?: (?:error )?404| error)",
        rf"{_POLITE}{_PAGE}{_WANTED} (?:(?:has|may have) been |was |is )?"
        r"(?:removed|deleted|moved or deleted|removed or deleted|moved or removed"
        r"|deleted or moved|removed or moved|unavailable)",
        rf"{_POLITE}{_PAGE}{_WANTED} cannot be (?:displayed|shown|located)",
        rf"{_POLITE}{_PAGE}{_WANTED} (?:was |is |has |could |cannot )?(?:not )?(?:been |be )?found",
        rf"{_POLITE}{_PAGE}{_WANTED} (?:is |does )?(?:not |no longer )?(?:exists?|missing)",
        rf"{_POLITE}{_PAGE}{_WANTED} (?:is )?(?:not |no longer )?available",
        rf"{_POLITE}we (?:cannot|are unable to|could not) find {_PAGE}{_WANTED}",
        r"ni (?:chafwyd hyd|ddaethpwyd o hyd|ellir dod o hyd) i r dudalen(?: .{1,30})?",
        r"(?:tudalen|dudalen) heb ei (?:chanfod|darganfod)",
    )
)
NOT_MISSING = re.compile(rf"{_POLITE}{_PAGE}{_WANTED} (?:is |was )?(?:found|available|exists?)")
COUNCIL = re.compile(r"\b(?:council|cyngor|borough|county|district)\b")
SEPARATORS = re.compile(r"\s+[-\u2013\u2014\u00b7:]\s+|\s*[|\u00bb]\s*")

PARKED = re.compile(
    r"(?:this|the) domain(?: name)? (?:\S+ ){0,4}(?:is|may be|has been) "
    r"(?:for sale|parked|expired|registered and parked)|buy this domain"
    r"|domain(?: name)?(?: \S+){0,4} has expired"
)

CHALLENGE_TITLE = re.compile(
    r"just a moment|attention required(?: cloudflare)?|access denied|request rejected"
    r"|pardon our interruption|human verification|security check|are you (?:a robot|human)"
    r"|verify(?:ing)? (?:that )?you are (?:a )?human|checking your browser(?: .{1,40})?|ddos guard"
    r"|bot verification|web page blocked|one moment please|radware bot manager captcha"
)
CHALLENGE_TEXT = re.compile(
    r"incapsula incident id|the requested url was rejected"
    r"|enable javascript and cookies to continue"
    r"|checking if the site connection is secure|checking your browser before accessing"
    r"|performance (?:and )?security by cloudflare|verify(?:ing)? (?:that )?you are (?:a )?human"
)


def from_markup(markup: Markup) -> Ending | None:
    """How a visit to this page ended; None for an ordinary page."""
    text = _plain(markup.text_excerpt)
    title = _plain(markup.title)
    little = len(text) < LITTLE_TEXT
    few = len(markup.links) < FEW_LINKS
    if little and few and (CHALLENGE_TITLE.fullmatch(title) or CHALLENGE_TEXT.search(text)):
        return Ending(EndState.BLOCKED, "the site asks visitors to prove that they are human")
    first = next((words for level, words in markup.headings if level == 1), "")
    for words in (first, *SEPARATORS.split(markup.title)):
        plain = _plain(words)
        bare = plain == "404" and (little or _is_404(markup.title, first))
        if bare or (_says_missing(plain) and not NOT_MISSING.fullmatch(plain)):
            return Ending(
                EndState.GONE, f'the page says that it is missing: "{words.strip()[:100]}"'
            )
    if little and few and PARKED.search(f"{title} {text}"):
        return Ending(EndState.GONE, "the domain is parked or for sale")
    return None


def _is_404(title: str, heading: str) -> bool:
    """Whether 404 is no bus route: the title has only the council's name besides, and the heading
    names nothing else."""
    parts = SEPARATORS.split(title)
    return (
        len(parts) == 2
        and _plain(parts[0]) == "404"
        and COUNCIL.search(_plain(parts[1])) is not None
        and _plain(heading) in ("", "404", "error", "sorry", "oops")
    )


def _says_missing(plain: str) -> bool:
    return any(pattern.fullmatch(plain) for pattern in MISSING)


def _plain(words: str) -> str:
    text = words.lower().replace("\u2019", "'")
    text = re.sub(r"\b(?:can't|can not|couldn't|could not)\b", "cannot", text)
    text = re.sub(r"\bdoesn't\b", "does not", text)
    text = re.sub(r"\b(you|we)'re\b", r"\1 are", text)
    text = re.sub(r"\b(is|was)n't\b", r"\1 not", text)
    return " ".join(re.findall(r"\w+", text))
