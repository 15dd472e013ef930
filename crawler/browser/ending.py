"""How a visit ended, told from what the site answered. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crawler.records import EndState

if TYPE_CHECKING:
    from collections.abc import Mapping

WEB_PAGES = frozenset({"text/html", "application/xhtml+xml"})

BLOCKED_STATUS = {401: "asks for a password", 403: "refuses us", 429: "says that we ask too often"}
GONE_STATUS = {404: "not found", 410: "gone for good"}

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


OUR_ERRORS = ("ERR_PROXY_CONNECTION_FAILED", "ERR_INSUFFICIENT_RESOURCES", "ERR_OUT_OF_MEMORY")


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
        return Ending(EndState.GONE, f"not a web page (status {status}, no content)")
    if mime_type and mime_type not in WEB_PAGES:
        return Ending(EndState.GONE, f"not a web page ({mime_type[:100]})")
    return None


def from_error(code: str) -> Ending:
    """Judge a navigation that failed with Chromium's `code`, as in ERR_CONNECTION_REFUSED."""
    if code.startswith(("ERR_CERT_", "ERR_SSL_", "ERR_BAD_SSL_")):
        return Ending(EndState.UNREACHABLE, f"its certificate or encryption is faulty ({code})")
    if code in OUR_ERRORS:
        return Ending(EndState.FAILED, f"our browser could not load it ({code})")
    known = NETWORK_ERRORS.get(code)
    return Ending(
        EndState.UNREACHABLE, f"{known} ({code})" if known else f"loading failed ({code})"
    )
