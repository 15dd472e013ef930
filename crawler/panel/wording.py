"""How surely a text names a task: link texts, headings, titles and addresses.

A text is compared by the words that carry its meaning. The longest phrase wins: "Council tax
support" is about benefits, not about council tax. What a text says beside a task's name makes it
less sure, words such as "report" or "find" aside.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz, process

from crawler.panel.phrases import NAMES, NEAR, OTHER, WELSH, Phrases, Span, naming
from crawler.panel.spelling import joints, meaning, path_meanings, pieces, words
from crawler.panel.vocabulary import ASIDE, NEUTRAL, OF_THE_DAY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from crawler.records import Task

CLEAR = 0.5
"""From here on a text names the task, or at least the topic that the task is known to be under."""

_TOPIC = 0.6
# A text of more words than this is the teaser of an article, not the name of a page.
_LONG, _VERY_LONG = 12, 20
_TELLING = 7
# "How we look after roads" tells of the council's work, and is no place to ask for it.
_TELLS_OF_ITSELF = re.compile(r"\s*(?:how|why) (?:we|(?:your|the) council)\b", re.IGNORECASE)
_LONG_WORD, _ALIKE, _LOOSE = 7, 92.0, 0.8
_TOGETHER = 0.85
_OF_A_LIST = (1.0, 1.0, 0.9, 0.8, 0.7)


def tells_of_itself(text: str) -> bool:
    """Whether a page of this name tells of the council's own work."""
    return _TELLS_OF_ITSELF.match(text) is not None


class Reading(NamedTuple):
    """What a text says of one task. `sure` is 0 to 1; `near` means that it names only the topic
    that the task is under, and `first` that this task is the first of those under it; `term` is
    the phrase that was met, `rank` its place among the task's."""

    sure: float
    near: bool
    welsh: bool
    rank: int
    term: str
    first: bool = False

    @property
    def names(self) -> bool:
        """Whether the text names the task itself, more surely than not."""
        return not self.near and self.sure >= CLEAR


class Lexicon:
    """All terms of some tasks, for reading texts. `neutral` are further words that change nothing,
    such as the council's name."""

    def __init__(self, tasks: Sequence[Task], nation: str, neutral: Collection[str] = ()) -> None:
        self.slugs = [task.slug for task in tasks]
        self._phrases = Phrases(tasks, nation)
        self._heard: dict[str, dict[str, Reading]] = {}
        vocabulary = self._phrases.vocabulary
        self._long = sorted(word for word in vocabulary if len(word) >= _LONG_WORD)
        self._spelt: dict[str, str] = {word: word for word in vocabulary | NEUTRAL | ASIDE}
        self._neutral = NEUTRAL | (frozenset(neutral) - vocabulary)

    def is_generic(self, text: str) -> bool:
        """Whether a text names nothing, as "click here" and "apply now" do."""
        return all(word in self._neutral for word in meaning(text))

    def read(self, text: str) -> dict[str, Reading]:
        """Return what a text says, by task; tasks of which it says nothing are left out."""
        # The same menu stands on every page.
        if text not in self._heard:
            self._heard[text] = self._read_text(text)
        return self._heard[text]

    def _read_text(self, text: str) -> dict[str, Reading]:
        spoken = tuple(self._spell(word) for word in meaning(text))
        found = self._read(spoken, aside=0, joined=joints(text))
        if not any(reading.names for reading in found.values()):
            found |= self._loosely(spoken)
        if not found:
            return found
        parts = pieces(text)
        if parts:
            factor = _OF_A_LIST[min(len(parts), len(_OF_A_LIST) - 1)]
            aside = sum(word in OF_THE_DAY for word in spoken)
            for part in parts:
                own = self._read(meaning(part), aside=aside)
                for slug, reading in own.items():
                    rated = reading._replace(sure=reading.sure * factor)
                    # What the whole text does not say of a task, a part of it cannot say.
                    if slug in found and rated.sure > found[slug].sure:
                        found[slug] = rated
        length = len(words(text))
        tells = tells_of_itself(text)
        if length > _LONG or tells:
            share = 0.25 if length > _VERY_LONG else 0.5
            found = {slug: r._replace(sure=r.sure * share) for slug, r in found.items()}
        return found

    def read_path(self, url: str) -> dict[str, Reading]:
        """Return what the end of an address's path says, by task."""
        steps = path_meanings(url)
        if not steps:
            return {}
        last = steps[-1]
        if len(steps) == 1:
            return self._read(last, aside=0)
        before = steps[-2]
        if all(word in self._neutral for word in last):
            return self._read(before + last, aside=0)
        found = self._read(last, aside=0)
        if len(last) > 2 or any(reading.names for reading in found.values()):
            return found
        # "/parking/permits" and "/bins/garden" name their tasks in two steps.
        for words_ in (before + last, last + before):
            for slug, reading in self._read(words_, aside=0).items():
                known = found.get(slug)
                if reading.near or not _spans_both(reading.term, before, last):
                    continue
                rated = reading._replace(sure=reading.sure * _TOGETHER)
                if known is None or known.near or known.sure < rated.sure:
                    found[slug] = rated
        return found

    def _spell(self, word: str) -> str:
        """The word as the terms spell it, where it differs from one in a letter: "recyling". Only
        long words, and never in their first or last letter: a selection is no election."""
        if len(word) < _LONG_WORD:
            return word
        if word not in self._spelt:
            near = process.extractOne(word, self._long, scorer=fuzz.ratio, score_cutoff=_ALIKE)
            alike = near is not None and (near[0][0], near[0][-1]) == (word[0], word[-1])
            self._spelt[word] = near[0] if near is not None and alike else word
        return self._spelt[word]

    def _loosely(self, spoken: tuple[str, ...]) -> dict[str, Reading]:
        """What a short text says that has all words of a term, close together, in another order:
        "collection of your waste" is a waste collection."""
        found: dict[str, Reading] = {}
        if not 1 < len(spoken) <= _LONG or any(
            span.entry.kind == OTHER for span in self._phrases.at(spoken)
        ):
            return found
        here = frozenset(spoken)
        for word in here:
            for bag, entry in self._phrases.bags.get(word, ()):
                if not bag <= here:
                    continue
                places = [spoken.index(part) for part in bag]
                if max(places) - min(places) > len(bag) + 1:
                    continue
                span = Span(0, len(bag), entry)
                rest = [other for other in spoken if other not in bag]
                reading = self._reading((*bag, *rest), [span], near=False, aside=0)
                rated = reading._replace(sure=reading.sure * _LOOSE)
                slug = self.slugs[entry.task]
                if slug not in found or found[slug].sure < rated.sure:
                    found[slug] = rated
        return found

    def mentions(self, text: str, slug: str) -> bool:
        """Whether a longer text names the task somewhere, in two words or more or in a long one:
        "tip" in a text means little, "homeless" much."""
        number = self.slugs.index(slug)
        spoken = meaning(text)
        own = naming(number, self._phrases.at(spoken), NAMES)
        return any(span.size > 1 or len(spoken[span.start]) >= _TELLING for span in own)

    def spoken(self, lines: Iterable[str], *, short: bool = False) -> dict[str, int]:
        """Return how often the lines of a longer text name each task, as in `mentions`, or
        also by a `short` word."""
        found: dict[str, int] = {}
        for line in lines:
            said = meaning(line)
            spans = self._phrases.at(said)
            for number in {span.entry.task for span in spans if span.entry.kind in NAMES}:
                own = naming(number, spans, NAMES)
                places = {
                    s.start for s in own if short or s.size > 1 or len(said[s.start]) >= _TELLING
                }
                if places:
                    slug = self.slugs[number]
                    found[slug] = found.get(slug, 0) + len(places)
        return found

    def _read(
        self, spoken: tuple[str, ...], aside: int, joined: frozenset[int] = frozenset()
    ) -> dict[str, Reading]:
        spans = self._phrases.at(spoken, joined)
        if not spans:
            return {}
        found: dict[str, Reading] = {}
        for number in {span.entry.task for span in spans if span.entry.kind != OTHER}:
            own = naming(number, spans, NAMES)
            near = not own
            own = own or naming(number, spans, (NEAR,))
            if own:
                found[self.slugs[number]] = self._reading(spoken, own, near=near, aside=aside)
        return found

    def _reading(
        self, spoken: tuple[str, ...], own: list[Span], *, near: bool, aside: int
    ) -> Reading:
        covered = {place for span in own for place in range(span.start, span.end)}
        rest = [word for place, word in enumerate(spoken) if place not in covered]
        strange = sum(word not in self._neutral and not word.isdigit() for word in rest)
        # What names a year is of that year.
        years = 0.5 * any(len(word) == 4 and word.startswith("20") for word in rest)
        off = max(aside, 0) + sum(word in ASIDE for word in rest)
        share = len(covered) / (len(covered) + strange + years)
        best = max(own, key=lambda span: (span.size, -span.entry.rank))
        # Two words in a row are rarely a coincidence; one word often is.
        sure = share if near or best.size == 1 else share**0.5
        sure *= (_TOPIC if near else 1.0) * 0.5**off
        entry = best.entry
        first = near and entry.first
        return Reading(sure, near, entry.kind == WELSH, entry.rank, entry.term, first)


def _spans_both(term: str, before: Collection[str], last: Collection[str]) -> bool:
    phrase = frozenset(meaning(term))
    return not phrase.isdisjoint(before) and not phrase.isdisjoint(last) and not phrase <= set(last)


def reading_of(text: str, task: Task, nation: str) -> Reading | None:
    """Return what a text says of one task by itself, or None. It is surest, 1, when it is nothing
    but the task's name, and 0.6 when it is nothing but the name of the topic the task is under."""
    return _lexicon(task, nation).read(text).get(task.slug)


@lru_cache(maxsize=512)
def _lexicon(task: Task, nation: str) -> Lexicon:
    return Lexicon((task,), nation)
