"""What a robots.txt says to us, by RFC 9309.

A missing file (4xx) allows everything. A file that cannot be had (5xx, 429, no answer) allows
nothing for now, as the RFC asks: the site has not disallowed us, so the state that a refusal names
is unreachable or blocked, not disallowed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from msgspec import Struct
from protego import Protego

from crawler.config import ROBOT
from crawler.records import EndState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST_CRAWL_DELAY = 30.0  # seconds; a longer wish is kept to this, or no site would ever end
LARGEST_FILE = 2_000_000  # bytes; the RFC asks for at least 500 KiB


class Refusal(Struct, frozen=True):
    """Why a page may not be loaded, as a state and a sentence."""

    state: EndState
    reason: str


class Robots:
    """One host's robots.txt. `delay` is its Crawl-delay for us in seconds, bounded; `sitemaps` are
    the absolute addresses that it names."""

    def __init__(
        self, url: str, body: bytes = b"", refusal: Refusal | None = None, robot: str = ROBOT
    ) -> None:
        rules = Protego.parse(body.decode("utf-8-sig", errors="ignore"))
        self._rules = rules
        self._robot = robot
        self._refusal = refusal
        self.delay = min(float(rules.crawl_delay(robot) or 0), LONGEST_CRAWL_DELAY)
        self.sitemaps = tuple(dict.fromkeys(_absolute(url, rules.sitemaps)))

    @classmethod
    def answered(cls, url: str, status: int, body: bytes) -> Robots:
        """The rules in an answer with this HTTP status."""
        if status == 429:
            return cls(url, refusal=Refusal(EndState.BLOCKED, "robots.txt answered 429"))
        if status >= 500:
            return cls.unanswered(url, f"answered {status}")
        return cls(url, body if 200 <= status < 300 else b"")

    @classmethod
    def unanswered(cls, url: str, problem: str) -> Robots:
        """The rules when there was no answer, or none that counts."""
        reason = f"robots.txt {problem}, so no page was loaded"
        return cls(url, refusal=Refusal(EndState.UNREACHABLE, reason))

    def refusal(self, url: str) -> Refusal | None:
        """Why we may not load this address, or None if we may."""
        if self._refusal is not None:
            return self._refusal
        if self._rules.can_fetch(url, self._robot):
            return None
        path = urlsplit(url).path or "/"
        return Refusal(EndState.DISALLOWED, f"robots.txt disallows {path}")


def _absolute(url: str, named: Iterable[str]) -> Iterator[str]:
    """The addresses that can be read as such: a template left as it came cannot."""
    for address in named:
        try:
            yield urljoin(url, address)
        except ValueError:
            continue


def robots_url(url: str) -> str:
    """Where the robots.txt for this address is."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"
