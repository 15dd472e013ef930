"""Words compared as readers compare them: case, accents, punctuation and endings of files aside."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote, urlsplit

_EXTENSION = re.compile(r"\.(html?|php|aspx?|jsp|cfm)$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile("['\u2018\u2019]")
_CAPITAL_INSIDE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SHORTEST_PLURAL = 5
_TITLE_PARTS = re.compile(r"\s+(?:[|\u2013\u2014\u00b7\u00bb:-]|::)\s+|\s*[|\u00bb]\s*")
_SEPARATORS = re.compile(r"\s*(?:[,;/|&+]|\band\b|\bor\b|\s[-\u2013\u2014]\s)\s*", re.IGNORECASE)
_LIST_MARKS = re.compile(r"[,;/|&+]")
_JOINING = frozenset({"and", "or", "ac", "neu"})

# Words that join others and say nothing of what a page is about, in English and Welsh.
_FILLERS = frozenset({
    "a", "an", "the", "your", "my", "our", "of", "to", "for", "in", "on", "at", "is", "are", "was",
    "what", "how", "where", "do", "does", "i", "you", "we", "with", "about", "from", "and", "or",
    "out", "be", "this", "that", "it", "its", "if", "who", "there", "their", "any", "some", "has",
    "have", "been", "can", "as", "online",
    "y", "yr", "r", "ac", "ar", "am", "ch", "eich", "ein", "n", "yn", "neu", "ei", "im",
})  # fmt: skip
# What one does is spelt in many ways, and the ends of words differ.
_SAME = {
    "reporting": "report", "paying": "pay", "pays": "pay", "applying": "apply", "viewing": "view",
    "finding": "find", "checking": "check", "registering": "register", "renewing": "renew",
    "booking": "book", "commenting": "comment", "searching": "search", "seeing": "see",
    "tracking": "track", "joining": "join", "requesting": "request", "ordering": "order",
    "claiming": "claim", "making": "make", "getting": "get", "contacting": "contact",
    "collected": "collection", "collect": "collection", "collecting": "collection",
    "bins": "bin", "jobs": "job", "pcns": "pcn", "pass": "pass", "passes": "pass",
    "taxes": "tax", "addresses": "address", "disabilities": "disability", "fined": "fine",
    "fees": "fee", "days": "day", "items": "item", "lists": "list", "maps": "map",
    "lamps": "lamp", "parks": "park", "taxis": "taxi", "votes": "vote", "zones": "zone",
    "roads": "road", "calendars": "calendar", "enquiry": "enquiry", "persons": "person",
    "peoples": "people", "childrens": "children", "lampposts": "lamppost", "hwrcs": "hwrc",
    "centers": "centre", "center": "centre", "neighbor": "neighbour", "tipped": "tip",
    "dumps": "dump", "benefits": "benefit", "travelling": "travel", "fares": "fare",
    "fly": "fly", "buse": "bus", "flytipped": "flytipping", "bws": "bws",
}  # fmt: skip


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text: "Parks & tips: Caerffili" is park, and, tips, caerffili.

    Hyphens divide, apostrophes do not, accents are dropped because many sites drop them, and so is
    the s of a longer word, so that "potholes" is "pothole" but "tips" is not "tip".
    """
    letters = text.replace("&", " and ").casefold()
    if not letters.isascii():
        plain = unicodedata.normalize("NFKD", letters)
        letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    found = _WORD.findall(_APOSTROPHES.sub("", letters))
    return tuple(_singular(word) for word in found)


def has_phrase(text: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """Whether the phrase's words stand together in the text: "tip" is not in "fly-tipping"."""
    # Most texts lack the first word, which is quick to see; a sitemap has thousands.
    return phrase[0] in text and f" {' '.join(phrase)} " in f" {' '.join(text)} "


@lru_cache(maxsize=65536)
def meaning(text: str) -> tuple[str, ...]:
    """Return the words of a text that carry its meaning, each in one form: "Find out when your bins
    are collected" is find, when, bin, collection."""
    return tuple(_SAME.get(word, word) for word in words(text) if word not in _FILLERS)


@lru_cache(maxsize=65536)
def joints(text: str) -> frozenset[int]:
    """Return where a list goes on in the `meaning` of a text: the places of the words that come
    after "and", "or" or a comma. "Housing and benefits" is not "housing benefit"."""
    spoken = words(_LIST_MARKS.sub(" and ", text))
    found: set[int] = set()
    place = 0
    for word in spoken:
        if word in _JOINING:
            found.add(place)
        elif word not in _FILLERS:
            place += 1
    return frozenset(found - {0})


def pieces(text: str) -> tuple[str, ...]:
    """Return the parts of a text that lists several things: "Roads, parking & travel" has three;
    none where it does not."""
    parts = [part for part in _SEPARATORS.split(text) if part and part.strip()]
    return tuple(parts) if len(parts) > 1 else ()


def title_parts(title: str) -> tuple[str, ...]:
    """Return the parts of a page's title: "Council tax | Northam Council" has two."""
    return tuple(part for part in _TITLE_PARTS.split(title) if part and part.strip())


@lru_cache(maxsize=65536)
def path_meanings(url: str) -> tuple[tuple[str, ...], ...]:
    """Return the meaning of each step of an address's path, without numbers and empty steps:
    "/info/200/waste/bin-days.aspx" is (info), (waste), (bin, day)."""
    path = _EXTENSION.sub("", unquote(urlsplit(url).path))
    steps = (meaning(_CAPITAL_INSIDE.sub(" ", step)) for step in path.split("/") if step)
    without = (tuple(word for word in step if not word.isdigit()) for step in steps)
    return tuple(step for step in without if step)


def _singular(word: str) -> str:
    if len(word) > _SHORTEST_PLURAL and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > _SHORTEST_PLURAL and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    plural = len(word) >= _SHORTEST_PLURAL and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if plural else word
