"""The terms of all tasks as phrases, and where they stand in a text: the longest phrase wins."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crawler.panel.spelling import joints, meaning
from crawler.panel.vocabulary import NEUTRAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crawler.records import Task

NAME, WELSH, NEAR, OTHER = "name", "welsh", "near", "other"
"""What a term is to its task: its name, its Welsh name, its topic, or what only looks like it."""

NAMES = (NAME, WELSH)


class Entry(NamedTuple):
    """A term: the number of its task, what it is to it, and its place among the task's terms of
    that kind. `list` means that it is a list itself; `first`, that its task is the first of those
    that have it as their topic."""

    task: int
    kind: str
    rank: int
    term: str
    list: bool
    first: bool


class Span(NamedTuple):
    """A term that stands in a text, from the word `start` to before the word `end`."""

    start: int
    end: int
    entry: Entry

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def within(self, other: Span) -> bool:
        return other.start <= self.start and self.end <= other.end and self.size < other.size

    @property
    def size(self) -> int:
        return self.end - self.start


class Phrases:
    """The terms of some tasks, to be met in the `meaning` of texts. `vocabulary` are all their
    words; `bags` the terms of several telling words, by one of those words."""

    def __init__(self, tasks: Sequence[Task], nation: str) -> None:
        known = _entries(tasks, nation)
        self.vocabulary = frozenset(word for phrase in known for word in phrase)
        self.bags = _bags(known)
        self._by_word: dict[str, list[tuple[tuple[str, ...], list[Entry]]]] = {}
        for phrase, entries in known.items():
            self._by_word.setdefault(phrase[0], []).append((phrase, entries))

    def at(self, spoken: tuple[str, ...], joined: frozenset[int] = frozenset()) -> list[Span]:
        """Return where terms stand. `joined` are the places at which a list goes on."""
        spans: list[Span] = []
        if self._by_word.keys().isdisjoint(spoken):
            return spans
        for start, word in enumerate(spoken):
            for phrase, entries in self._by_word.get(word, ()):
                end = start + len(phrase)
                if spoken[start:end] != phrase:
                    continue
                # Only a term that is a list itself may stand across the parts of a list.
                across = any(start < joint < end for joint in joined)
                spans += (Span(start, end, entry) for entry in entries if entry.list or not across)
        return spans


def naming(number: int, spans: Sequence[Span], kinds: tuple[str, ...]) -> list[Span]:
    """Return the spans of a task's terms of these `kinds`, without those that are part of another's
    name. `number` is the task's."""
    mine = [s for s in spans if s.entry.task == number and s.entry.kind in kinds]
    if not mine:
        return mine
    other = [s for s in spans if s.entry.task == number and s.entry.kind == OTHER]
    theirs = [s for s in spans if s.entry.task != number and s.entry.kind in NAMES]
    return [
        span
        for span in mine
        if not any(o.overlaps(span) and not o.within(span) for o in other)
        and not any(t.overlaps(span) and t.size > span.size for t in theirs)
    ]


def _entries(tasks: Sequence[Task], nation: str) -> dict[tuple[str, ...], list[Entry]]:
    known: dict[tuple[str, ...], list[Entry]] = {}
    for number, task in enumerate(tasks):
        welsh = task.welsh_terms if nation == "Wales" else ()
        for kind, terms in (
            (NAME, task.english_terms),
            (WELSH, welsh),
            (NEAR, task.topic_terms),
            (OTHER, task.other_terms),
        ):
            for rank, term in enumerate(terms):
                phrase = meaning(term)
                if phrase:
                    entries = known.setdefault(phrase, [])
                    first = not any(entry.kind == kind for entry in entries)
                    first = first and not all(word in NEUTRAL for word in phrase)
                    entries.append(Entry(number, kind, rank, term, bool(joints(term)), first))
    for entries in known.values():
        if any(entry.kind in NAMES for entry in entries):
            entries[:] = [entry._replace(first=False) for entry in entries]
    return known


def _bags(
    known: Mapping[tuple[str, ...], Sequence[Entry]],
) -> dict[str, list[tuple[frozenset[str], Entry]]]:
    """The terms of several telling words, by one of their words, to be met in any order."""
    bags: dict[str, list[tuple[frozenset[str], Entry]]] = {}
    for phrase, entries in known.items():
        bag = frozenset(phrase)
        if len(bag) > 1 and bag.isdisjoint(NEUTRAL):
            for entry in entries:
                if entry.kind in NAMES:
                    bags.setdefault(min(bag), []).append((bag, entry))
    return bags
