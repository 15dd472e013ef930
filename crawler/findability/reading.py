"""The age at which a text can be read, by the Automated Readability Index (ARI).

ARI = 4.71 characters per word + 0.5 words per sentence - 21.43, rounded up to a whole grade. Its
table gives each grade an age: the first is for readers of 5 to 6, the second for those of 6 to 7,
and so on to the fourteenth, for those of 18 to 22. We give the upper of the two, so that no reader
is promised more than the text keeps.

Source: R. J. Senter and E. A. Smith, Automated Readability Index, AMRL-TR-66-220, Wright-Patterson
Air Force Base, 1967 (https://apps.dtic.mil/sti/pdfs/AD0667273.pdf).
"""

from __future__ import annotations

import re
from math import ceil

from crawler.findability.method import METHOD
from crawler.panel.spelling import words

_YEARS_ABOVE_GRADE = 5
# An address is not read as words, and would count as a very long one.
_NOT_READ = re.compile(r"(https?://|www\.)\S+|\S+@\S+\.\S+")
# A full stop inside of 5.30pm or gov.uk, or after e.g., ends no sentence.
_INSIDE = re.compile(r"(?<=\w)\.(?=\w)|(?<=\be\.g)\.|(?<=\bi\.e)\.")
_SENTENCE = re.compile(r"[^.!?]+[.!?]*")
_LETTER = re.compile(r"\w")
# Function words that the other language does not have. Pages in Welsh that call themselves English
# are many, and the formula takes Welsh for very hard English.
_WELSH = frozenset(words("y yr yn ac neu eich ein mae maer gyda sydd wedi chi ar gan ir"))
_ENGLISH = frozenset(words("the of to and you is your for we are with that this be it"))


def reading_age(prose: str, language: str | None) -> float | None:
    """Return the age in whole years, from 6 to 22, at which the text can be read.

    `prose` has a paragraph or list item a line; each ends a sentence, whether marked or not.
    Sentences of one or two words are left out. `language` is a BCP 47 code; a page that names none
    is taken for English. Returns None for other languages, for prose that is Welsh by its words,
    and for fewer words than tell anything.
    """
    if language and language.lower().partition("-")[0] != "en":
        return None
    sentences = [sentence for line in prose.splitlines() for sentence in _sentences(line)]
    text = "\n".join(sentences)
    if sum(_length(sentence) for sentence in sentences) < METHOD.enough_words or _is_welsh(text):
        return None
    # Slow to import, and needed by few commands. Only this index: those that count syllables would
    # fetch a dictionary from the internet.
    from textstat import (  # type: ignore[import-untyped]  # noqa: PLC0415
        automated_readability_index,
    )

    grade = ceil(automated_readability_index(text))
    return float(min(max(1, grade) + _YEARS_ABOVE_GRADE, METHOD.oldest))


def _sentences(line: str) -> list[str]:
    """The sentences of a line that are long enough. textstat does not count shorter ones, but
    counts their words, as if they stood in the others."""
    plain = _INSIDE.sub("", _NOT_READ.sub("", line)).rstrip(" ,;:\u2013-")
    ended = plain if plain.endswith((".", "!", "?")) else f"{plain}."
    found = (sentence.strip() for sentence in _SENTENCE.findall(ended))
    return [sentence for sentence in found if _length(sentence) >= METHOD.shortest_sentence]


def _length(sentence: str) -> int:
    """The number of words, as textstat counts them: what stands between spaces."""
    return sum(_LETTER.search(word) is not None for word in sentence.split())


def _is_welsh(text: str) -> bool:
    spoken = words(text)
    return sum(word in _WELSH for word in spoken) > sum(word in _ENGLISH for word in spoken)
