"""How surely a text names a task: link texts, headings, titles and addresses.

A text is compared by the words that carry its meaning. The longest phrase wins: "Council tax
support" is about benefits, not about council tax. What a text says beside a task's name makes it
less sure, words such as "report" or "find" aside.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz, process

from crawler.panel.spelling import has_phrase, joints, meaning, path_meanings, pieces, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from crawler.records import Task

__all__ = ["CLEAR", "Lexicon", "Reading", "has_phrase", "says", "words"]

CLEAR = 0.5
"""From here on a text names the task, or at least the topic that the task is known to be under."""

_TOPIC = 0.6
# A text of more words than this is the teaser of an article, not the name of a page.
_LONG, _VERY_LONG = 12, 20
_TELLING = 7
_LONG_WORD, _ALIKE, _LOOSE = 7, 92.0, 0.8
_TOGETHER = 0.85
_OF_A_LIST = (1.0, 1.0, 0.9, 0.8, 0.7)

# What stands beside the name of any task without changing it.
_NEUTRAL = frozenset({
    "pay", "find", "check", "view", "see", "get", "report", "apply", "order", "book", "request",
    "make", "ask", "tell", "us", "search", "look", "up", "manage", "set", "use", "need", "want",
    "service", "information", "info", "advice", "help", "guidance", "guide", "page", "council",
    "county", "borough", "district", "city", "town", "royal", "metropolitan", "local", "area",
    "form", "problem", "issue", "household", "domestic", "home", "resident", "public", "now",
    "today", "more", "all", "every", "near", "nearest", "me", "welcome", "overview",
    "introduction", "start", "begin", "when", "which", "why", "here", "website", "site", "day",
    "date", "address", "postcode", "click", "read", "go", "link", "menu", "section", "index",
    "default", "aspx", "content", "homepage", "landing", "z", "question", "other", "related",
    "general", "main", "details", "detail", "fault", "bill", "payment", "application", "talu",
    "gwneud", "cais", "rhoi", "gwybod", "gwasanaeth", "gwasanaethau", "cyngor", "gwybodaeth",
    "dod", "hyd", "o", "i", "eich", "sut", "cael", "archebu", "gweld", "chwilio", "adrodd",
    "renew", "access", "support", "faq", "scheme", "programme", "first", "new", "join", "about",
})  # fmt: skip
# What makes a page one that is about a task, and not the task's.
_ASIDE = frozenset({
    "news", "newsletter", "strike", "fraud", "consultation", "survey", "policy", "strategy",
    "privacy", "statistic", "data", "performance", "minutes", "agenda", "committee", "history",
    "archive", "award", "campaign", "competition", "gallery", "photo", "fair", "training",
    "closed", "christmas", "easter", "festive", "bank", "update", "launch",
    "launched", "win", "celebrate", "prosecution", "prosecuted", "announced", "annual", "report",
    "disruption", "suspended", "delay", "delayed", "reminder", "appeal", "enforcement", "leaflet",
    "trade", "commercial", "business", "privacynotice", "cookie", "review", "proposal", "proposed",
    "event", "workshop", "webinar", "story", "case", "study", "blog", "change", "moving", "late",
    "newyddion", "polisi", "strategaeth", "ymgynghoriad", "preifatrwydd", "nadolig", "fines",
    "winner", "volunteer", "plan", "pilot", "project", "grant", "fund", "funding", "job", "vacancy",
    "career", "meeting", "press", "release", "complaint",
}) - {"report"}  # fmt: skip


# The news of the day colours a whole list: in "Christmas bins, parking and planning" no part is a
# task's name.
_OF_THE_DAY = frozenset({
    "news", "strike", "consultation", "survey", "christmas", "easter", "festive", "disruption",
    "update", "launch", "change", "award", "campaign", "event", "newyddion", "nadolig",
})  # fmt: skip


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


class _Entry(NamedTuple):
    task: int
    kind: str
    rank: int
    term: str
    list: bool
    first: bool


class _Span(NamedTuple):
    start: int
    end: int
    entry: _Entry

    def overlaps(self, other: _Span) -> bool:
        return self.start < other.end and other.start < self.end

    def within(self, other: _Span) -> bool:
        return other.start <= self.start and self.end <= other.end and self.size < other.size

    @property
    def size(self) -> int:
        return self.end - self.start


_NAME, _WELSH, _NEAR, _OTHER = "name", "welsh", "near", "other"


class Lexicon:
    """All terms of some tasks, for reading texts. `neutral` are further words that change nothing,
    such as the council's name."""

    def __init__(self, tasks: Sequence[Task], nation: str, neutral: Collection[str] = ()) -> None:
        self.slugs = [task.slug for task in tasks]
        self._phrases: dict[str, list[tuple[tuple[str, ...], list[_Entry]]]] = {}
        known: dict[tuple[str, ...], list[_Entry]] = {}
        for number, task in enumerate(tasks):
            welsh = task.welsh_terms if nation == "Wales" else ()
            for kind, terms in (
                (_NAME, task.english_terms),
                (_WELSH, welsh),
                (_NEAR, task.topic_terms),
                (_OTHER, task.other_terms),
            ):
                for rank, term in enumerate(terms):
                    phrase = meaning(term)
                    if phrase:
                        entries = known.setdefault(phrase, [])
                        first = not any(entry.kind == kind for entry in entries)
                        first = first and not all(word in _NEUTRAL for word in phrase)
                        entries.append(_Entry(number, kind, rank, term, bool(joints(term)), first))
        for phrase, entries in known.items():
            self._phrases.setdefault(phrase[0], []).append((phrase, entries))
        for entries in known.values():
            if any(entry.kind in (_NAME, _WELSH) for entry in entries):
                entries[:] = [entry._replace(first=False) for entry in entries]
        self._bags = _bags(known)
        self._heard: dict[str, dict[str, Reading]] = {}
        vocabulary = {word for phrase in known for word in phrase}
        self._long = sorted(word for word in vocabulary if len(word) >= _LONG_WORD)
        self._spelt: dict[str, str] = {word: word for word in vocabulary | _NEUTRAL | _ASIDE}
        self._neutral = _NEUTRAL | (frozenset(neutral) - vocabulary)

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
            aside = sum(word in _OF_THE_DAY for word in spoken)
            for part in parts:
                own = self._read(meaning(part), aside=aside)
                for slug, reading in own.items():
                    rated = reading._replace(sure=reading.sure * factor)
                    # What the whole text does not say of a task, a part of it cannot say.
                    if slug in found and rated.sure > found[slug].sure:
                        found[slug] = rated
        length = len(words(text))
        if length > _LONG:
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
            span.entry.kind == _OTHER for span in self._spans(spoken)
        ):
            return found
        here = frozenset(spoken)
        for word in here:
            for bag, entry in self._bags.get(word, ()):
                if not bag <= here:
                    continue
                places = [spoken.index(part) for part in bag]
                if max(places) - min(places) > len(bag) + 1:
                    continue
                span = _Span(0, len(bag), entry)
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
        own = self._own(number, self._spans(spoken), (_NAME, _WELSH))
        return any(span.size > 1 or len(spoken[span.start]) >= _TELLING for span in own)

    def _read(
        self, spoken: tuple[str, ...], aside: int, joined: frozenset[int] = frozenset()
    ) -> dict[str, Reading]:
        spans = self._spans(spoken, joined)
        if not spans:
            return {}
        found: dict[str, Reading] = {}
        for number in {span.entry.task for span in spans if span.entry.kind != _OTHER}:
            own = self._own(number, spans, (_NAME, _WELSH))
            near = not own
            own = own or self._own(number, spans, (_NEAR,))
            if own:
                found[self.slugs[number]] = self._reading(spoken, own, near=near, aside=aside)
        return found

    def _reading(
        self, spoken: tuple[str, ...], own: list[_Span], *, near: bool, aside: int
    ) -> Reading:
        covered = {place for span in own for place in range(span.start, span.end)}
        rest = [word for place, word in enumerate(spoken) if place not in covered]
        strange = sum(word not in self._neutral and not word.isdigit() for word in rest)
        # What names a year is of that year.
        years = 0.5 * any(len(word) == 4 and word.startswith("20") for word in rest)
        off = max(aside, 0) + sum(word in _ASIDE for word in rest)
        share = len(covered) / (len(covered) + strange + years)
        best = max(own, key=lambda span: (span.size, -span.entry.rank))
        # Two words in a row are rarely a coincidence; one word often is.
        sure = share if near or best.size == 1 else share**0.5
        sure *= (_TOPIC if near else 1.0) * 0.5**off
        entry = best.entry
        first = near and entry.first
        return Reading(sure, near, entry.kind == _WELSH, entry.rank, entry.term, first)

    def _spans(self, spoken: tuple[str, ...], joined: frozenset[int] = frozenset()) -> list[_Span]:
        spans: list[_Span] = []
        if self._phrases.keys().isdisjoint(spoken):
            return spans
        for start, word in enumerate(spoken):
            for phrase, entries in self._phrases.get(word, ()):
                end = start + len(phrase)
                if spoken[start:end] != phrase:
                    continue
                # Only a term that is a list itself may stand across the parts of a list.
                across = any(start < joint < end for joint in joined)
                spans += (_Span(start, end, entry) for entry in entries if entry.list or not across)
        return spans

    def _own(self, number: int, spans: Iterable[_Span], kinds: tuple[str, ...]) -> list[_Span]:
        """The spans that name the task, without those that are part of the name of another."""
        own = [s for s in spans if s.entry.task == number and s.entry.kind in kinds]
        if not own:
            return own
        other = [s for s in spans if s.entry.task == number and s.entry.kind == _OTHER]
        theirs = [s for s in spans if s.entry.task != number and s.entry.kind in (_NAME, _WELSH)]
        return [
            span
            for span in own
            if not any(o.overlaps(span) and not o.within(span) for o in other)
            and not any(t.overlaps(span) and t.size > span.size for t in theirs)
        ]


def _spans_both(term: str, before: Collection[str], last: Collection[str]) -> bool:
    phrase = frozenset(meaning(term))
    return not phrase.isdisjoint(before) and not phrase.isdisjoint(last) and not phrase <= set(last)


def _bags(
    known: Mapping[tuple[str, ...], Sequence[_Entry]],
) -> dict[str, list[tuple[frozenset[str], _Entry]]]:
    """The terms of several telling words, by one of their words, to be met in any order."""
    bags: dict[str, list[tuple[frozenset[str], _Entry]]] = {}
    for phrase, entries in known.items():
        bag = frozenset(phrase)
        if len(bag) > 1 and bag.isdisjoint(_NEUTRAL):
            for entry in entries:
                if entry.kind in (_NAME, _WELSH):
                    bags.setdefault(min(bag), []).append((bag, entry))
    return bags


def says(text: str, task: Task, nation: str) -> float:
    """Return how surely a text names a task, 0 to 1: 1 when it is nothing but the task's name, 0.6
    when it is nothing but the name of the topic the task is under. From `CLEAR` on, it says where
    it leads."""
    reading = _lexicon(task, nation).read(text).get(task.slug)
    return reading.sure if reading else 0.0


@lru_cache(maxsize=512)
def _lexicon(task: Task, nation: str) -> Lexicon:
    return Lexicon((task,), nation)
