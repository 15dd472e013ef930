"""Which page to look at next: the one from which most can be learnt."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from crawler.panel.assemble import seat_of
from crawler.panel.hubs import leads_to, themes_of
from crawler.panel.roles import best_documents, best_form, may_hold
from crawler.panel.weighing import CERTAIN, THRESHOLD
from crawler.records import PageRole

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from crawler.panel.evidence import Place
    from crawler.panel.known import Known
    from crawler.panel.weighing import Weight
    from crawler.records import Task

# A look must promise this much, in units of a task's importance; one at any page at all does.
_LEAST, _WORTH = 0.01, 0.05
_TIRED = 0.6
_CHILD, _NAMED = 0.3, 0.85
_MATTERS, _BELOW, _HANDED_OVER = 2, 0.12, 0.3
# What the looks at the first, second and third best candidate are worth to a task.
_SHARES = (1.0, 0.4, 0.25)
# What a page of this kind is worth while there is none, and how many looks are spent on it.
_WORTH_OF_KIND = {PageRole.FORM: 0.6, PageRole.DOCUMENTS: 0.5}
_LOOKS_AT_KIND = 2
# How much a look at a page with at least this score may change.
_DOUBTS = ((CERTAIN, 0.1), (70, 0.2), (60, 0.4), (THRESHOLD, 0.6), (25, 0.7))


class Promise:
    """What looks promise, for the tasks and roles that no person has `decided`."""

    def __init__(self, known: Known, decided: Collection[tuple[PageRole, str | None]]) -> None:
        self._known = known
        self._tasks = [task for task in known.site.tasks if seat_of(task.slug) not in decided]
        self._decided = decided
        self._hubs_seen: Counter[str] = Counter()
        self._looks_left = dict.fromkeys(_WORTH_OF_KIND, _LOOKS_AT_KIND)

    def best(self) -> Place | None:
        """Return the page to look at, which counts as looked at; None when none is worth it."""
        values: dict[str, float] = {}
        wanted = self._wanted_kinds()
        gains = (
            self._for_doubts(),
            self._for_children(),
            self._for_hubs(wanted),
            self._for_unread(),
        )
        for key, gain in (pair for pairs in gains for pair in pairs):
            values[key] = values.get(key, 0.0) + gain
        if not values:
            return None
        places = self._known.places
        key = min(values, key=lambda key: (-round(values[key], 6), places[key].order))
        if values[key] < _LEAST:
            return None
        chosen = places[key]
        self._hubs_seen.update(themes_of(chosen))
        kind = may_hold(chosen)
        if kind is not None and kind in wanted:
            self._looks_left[kind] -= 1
        return chosen

    def _for_doubts(self) -> Iterator[tuple[str, float]]:
        """The best candidates that are not yet certain."""
        for task in self._tasks:
            best = self._known.ranking.best(task.slug)
            for number, (place, weight) in enumerate(self._known.ranking.of(task.slug)[:3]):
                if place.said is None and self._is_open(place):
                    needed = not number or best is None or best[1].near
                    share = _SHARES[number] if needed else 0.0
                    yield place.key, task.importance * _doubt(weight) * share

    def _for_children(self) -> Iterator[tuple[str, float]]:
        """Where only a page of the task's topic is known, the pages that it links to may be the
        task's by another name."""
        parents: dict[str, float] = {}
        for task in self._known.site.tasks:
            for place, weight in self._known.ranking.of(task.slug)[:1]:
                if weight.near and place.said and not place.refused and place.own:
                    parents[place.key] = parents.get(place.key, 0.0) + task.importance
        for place in self._known.places.values():
            gain = max((parents.get(key, 0.0) for key in place.parents), default=0.0)
            if gain and self._is_ours(place) and not place.said and self._is_open(place):
                yield place.key, _CHILD * gain

    def _for_hubs(self, wanted: Collection[PageRole]) -> Iterator[tuple[str, float]]:
        """Pages that lead on to tasks without a page, and those that may hold what is wanted."""
        # Where pages that lead to a task were looked into in vain, the next one is less likely to.
        lacking = {
            task.slug: task.importance * lack * _TIRED ** self._hubs_seen[task.slug]
            for task in self._tasks
            if (lack := self._lack(task))
        }
        everything = sum(lacking.values())
        for place in self._known.places.values():
            if place.said or not place.mentions or not self._is_ours(place):
                continue
            if not self._is_open(place):
                continue
            yield place.key, leads_to(place, lacking, everything)
            if wanted and (kind := may_hold(place)) is not None and kind in wanted:
                yield place.key, _WORTH_OF_KIND[kind]

    def _for_unread(self) -> Iterator[tuple[str, float]]:
        """While a task that matters has no page, any page of the website may be it by another
        name: first those below a page of the task's theme, then the nearest to the home page."""
        lack = {task.slug: task.importance * self._lack(task) for task in self._tasks}
        lacking = {
            task.slug: task.importance
            for task in self._tasks
            if task.importance >= _MATTERS and lack[task.slug] >= task.importance
        }
        for place in self._known.places.values():
            if place.said or not self._is_open(place):
                continue
            if not place.own:
                yield place.key, _HANDED_OVER * sum(lack.get(slug, 0.0) for slug in place.under)
                continue
            if not lacking or not self._is_ours(place):
                continue
            if all(mention.news for mention in place.mentions) or _is_named(place):
                continue
            below = sum(lacking.get(slug, 0) for slug in place.under)
            yield place.key, _WORTH / place.level + _BELOW * below

    def _is_open(self, place: Place) -> bool:
        return place.key not in self._known.tried and not place.refused

    def _is_ours(self, place: Place) -> bool:
        return place.own and place.lasting and not place.welsh

    def _lack(self, task: Task) -> float:
        """How much a task still needs a page, 0 to 1."""
        best = self._known.ranking.best(task.slug)
        if best is None:
            return 1.0
        return 0.5 if best[1].near else 0.0

    def _wanted_kinds(self) -> list[PageRole]:
        """Form and documents, while there is no page for them and looks are left."""
        seen = list(self._known.seen.values())
        found = {PageRole.FORM: best_form(seen), PageRole.DOCUMENTS: best_documents(seen)}
        return [
            kind
            for kind, page in found.items()
            if page is None and (kind, None) not in self._decided and self._looks_left[kind]
        ]


def _is_named(place: Place) -> bool:
    """Whether a link to the page names a task so surely that it will be no other's."""
    return any(r.names and r.sure >= _NAMED for m in place.mentions for r in m.readings.values())


def _doubt(weight: Weight) -> float:
    """How much a look at a candidate may change, 0 to 1."""
    if weight.near:
        return 0.8
    for least, doubt in _DOUBTS:
        if weight.score >= least:
            return doubt
    return 0.15
