"""How a visit ended, told from what the site answered. Pure, and careful: a page is called blocked
or gone only on signs that ordinary pages do not show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from crawler.records import EndState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.records import Markup

# A challenge or a parking page says little; an article about one says more.
LITTLE_TEXT = 1500
WEB_PAGES = frozenset({"text/html", "application/xhtml+xml"})

BLOCKED_STATUS = {401: "asks for a password", 403: "refuses us", 429: "says that we ask too often"}
GONE_STATUS = {404: "not found", 410: "gone for good"}

MISSING = re.compile(
    r"""(?: (?:error\s*)? 404 (?:\s*error)? (?:[\s:.,-]+ (?:page\s+)? not\s+found .{0,20})?
        | (?:oops[\s!,.-]*|sorry[\s!,.-]*)? (?:the\s+|this\s+|that\s+|we(?:'re|\s+are)\s+sorry[\s,.-]*)?
          (?:requested\s+)? (?:web\s*)?(?:page|file|content)
          (?:\s+you\s+(?:requested|were\s+looking\s+for|are\s+looking\s+for|want(?:ed)?))?
          (?:\s+(?:was|is|has|could|can|cannot|can't|couldn't|does|doesn't|no))*
          (?:\s+not)? (?:\s+be(?:en)?)? \s+ (?:found|exist|missing|longer\s+(?:exists|available))
          (?:\s*\(?404\)?)? [\s!.]*
        | (?:sorry[\s!,.-]*)? we\s+(?:can't|cannot|can\s+not|couldn't|could\s+not)\s+find
          \s+(?:that|this|the)\s+(?:web\s*)?page .{0,40}
        | ni\s+(?:chafwyd\s+hyd|ddaethpwyd\s+o\s+hyd|ellir\s+dod\s+o\s+hyd) \s+i['’]?r\s+dudalen .{0,40}
        | (?:tudalen|dudalen)\s+heb\s+ei\s+(?:chanfod|darganfod) [\s!.]*
        | nid\s+yw['’]r\s+dudalen\s+.{0,40}
    )""",
    re.VERBOSE | re.IGNORECASE,
)
SEPARATORS = re.compile(r"\s+[|–—·»:-]\s+|\s*[|»]\s*")

PARKED = re.compile(
    r"(?:this|the)\s+domain(?:\s+name)?\s+(?:\S+\s+)?(?:is|may\s+be|has\s+been)\s+"
    r"(?:for\s+sale|parked|expired|registered\s+and\s+parked)"
    r"|buy\s+this\s+domain|domain\s+(?:has\s+)?expired|this\s+domain\s+is\s+parked",
    re.IGNORECASE,
)

CHALLENGE_TITLES = re.compile(
    r"just\s+a\s+moment\W*|attention\s+required!?(?:\s*\|\s*cloudflare)?|access\s+denied"
    r"|request\s+rejected|pardon\s+our\s+interruption\W*|human\s+verification|security\s+check"
    r"|are\s+you\s+(?:a\s+robot|human)\W*|verify(?:ing)?\s+(?:that\s+)?you\s+are\s+(?:a\s+)?human\W*"
    r"|checking\s+your\s+browser.{0,40}|ddos-guard|bot\s+verification|web\s+page\s+blocked\W*"
    r"|one\s+moment,\s+please\W*|radware\s+bot\s+manager\s+captcha",
    re.IGNORECASE,
)
CHALLENGE_TEXT = re.compile(
    r"incapsula\s+incident\s+id|the\s+requested\s+url\s+was\s+rejected"
    r"|checking\s+(?:if\s+the\s+site\s+connection\s+is\s+secure|your\s+browser\s+before\s+accessing)"
    r"|performance\s+(?:and|&)\s+security\s+by\s+cloudflare"
    r"|verify(?:ing)?\s+(?:that\s+)?you\s+are\s+(?:a\s+)?human"
    r"|enable\s+javascript\s+and\s+cookies\s+to\s+continue",
    re.IGNORECASE,
)

NETWORK_ERRORS = {
    "ERR_NAME_NOT_RESOLVED": "its name has no address",
    "ERR_CONNECTION_REFUSED": "it refuses connections",
    "ERR_CONNECTION_RESET": "it closed the connection",
    "ERR_CONNECTION_CLOSED": "it closed the connection",
    "ERR_EMPTY_RESPONSE": "it closed the connection without an answer",
    "ERR_CONNECTION_TIMED_OUT": "it does not answer",
    "ERR_TIMED_OUT": "it does not answer",
    "ERR_ADDRESS_UNREACHABLE": "it does not answer",
    "ERR_TOO_MANY_REDIRECTS": "it redirects without end",
    "ERR_INVALID_REDIRECT": "it redirects to an address that makes no sense",
    "ERR_UNSAFE_REDIRECT": "it redirects to an address that is not on the web",
    "ERR_UNSAFE_PORT": "its port is not one of the web's",
    "ERR_INVALID_HTTP_RESPONSE": "its answer is not HTTP",
    "ERR_RESPONSE_HEADERS_TOO_BIG": "its answer's headers are too long",
    "ERR_CONTENT_DECODING_FAILED": "its answer cannot be decompressed",
    "ERR_HTTP2_PROTOCOL_ERROR": "its answer breaks the rules of HTTP",
}


class Ending(NamedTuple):
    """An end state and the sentence that explains it, without a full stop."""

    state: EndState
    reason: str


def from_answer(status: int, headers: Mapping[str, str], mime_type: str) -> Ending | None:
    """Judge an answer by its status (0 to 599), its headers (names in lower case) and its media
    type; None when there is a page to look at."""
    if headers.get("cf-mitigated") == "challenge" or headers.get("x-amzn-waf-action"):
        return Ending(EndState.BLOCKED, "the site asks visitors to prove that they are human")
    if status in BLOCKED_STATUS:
        return Ending(EndState.BLOCKED, f"the site {BLOCKED_STATUS[status]} (status {status})")
    if status in GONE_STATUS:
        return Ending(EndState.GONE, f"{GONE_STATUS[status]} (status {status})")
    if status >= 500:
        return Ending(EndState.UNREACHABLE, f"the site has a fault (status {status})")
    if status >= 400:
        return Ending(EndState.UNREACHABLE, f"the site does not serve this page (status {status})")
    if status in (204, 205):
        return Ending(EndState.FAILED, f"not a web page (status {status}, no content)")
    if mime_type and mime_type not in WEB_PAGES:
        return Ending(EndState.FAILED, f"not a web page ({mime_type[:100]})")
    return None


def from_markup(markup: Markup) -> Ending | None:
    """Judge a page that was served as if all were well: a soft 404, a challenge, a parked domain."""
    little = len(markup.text_excerpt) < LITTLE_TEXT
    if little and (
        CHALLENGE_TITLES.fullmatch(markup.title.strip())
        or (len(markup.links) < 5 and CHALLENGE_TEXT.search(markup.text_excerpt))
    ):
        return Ending(EndState.BLOCKED, "the site asks visitors to prove that they are human")
    first = next((text for level, text in markup.headings if level == 1), "")
    for part in (first, *SEPARATORS.split(markup.title)):
        if MISSING.fullmatch(part.strip()):
            return Ending(
                EndState.GONE, f"the page says that it is missing: “{part.strip()[:100]}”"
            )
    if little and PARKED.search(f"{markup.title} {markup.text_excerpt}"):
        return Ending(EndState.GONE, "the domain is parked or for sale")
    return None


def from_error(code: str) -> Ending:
    """Judge a navigation that failed with Chromium's `code`, as in ERR_CONNECTION_REFUSED."""
    if code.startswith(("ERR_CERT_", "ERR_SSL_", "ERR_BAD_SSL_")):
        return Ending(EndState.UNREACHABLE, f"its certificate or encryption is faulty ({code})")
    known = NETWORK_ERRORS.get(code)
    return Ending(
        EndState.UNREACHABLE, f"{known} ({code})" if known else f"loading failed ({code})"
    )
