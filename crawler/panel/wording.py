"""Words compared as readers compare them: case, accents, punctuation and endings of files aside."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from crawler.records import Task

_EXTENSION = re.compile(r"\.(html?|php|aspx?|jsp|cfm)$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_CAPITAL_INSIDE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SHORTEST_PLURAL = 5


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text: "Parks & tips: Caerffili" is park, and, tips, caerffili.

    Hyphens divide, apostrophes do not, accents are dropped because many sites drop them, and so is
    the s of a longer word, so that "potholes" is "pothole" but "tips" is not "tip".
    """
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ").casefold())
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    found = _WORD.findall(re.sub("['\u2018\u2019]", "", letters))
    return tuple(_singular(word) for word in found)


def path_words(url: str) -> tuple[str, ...]:
    """Return the words of an address's path: "/Waste/CouncilTax.aspx" is waste, council, tax."""
    path = _EXTENSION.sub("", unquote(urlsplit(url).path))
    return words(_CAPITAL_INSIDE.sub(" ", path))


def has_phrase(text: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """Whether the phrase's words stand together in the text: "tip" is not in "fly-tipping"."""
    # Most texts lack the first word, which is quick to see; a sitemap has thousands.
    return phrase[0] in text and f" {' '.join(phrase)} " in f" {' '.join(text)} "


def _singular(word: str) -> str:
    plural = len(word) >= _SHORTEST_PLURAL and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if plural else word


def says(text: str, task: Task, nation: str) -> float:
    """Return how surely a text names a task, 0 to 1: 1 when it is nothing but one of its terms."""
    welsh = task.welsh_terms if nation == "Wales" else ()
    spoken = words(text)
    phrases = [words(term) for term in (*task.english_terms, *welsh)]
    sure = [len(phrase) / len(spoken) for phrase in phrases if has_phrase(spoken, phrase)]
    return max(sure, default=0.0)
