"""The pages that could stand for each task, best first; weighed anew when more is known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.panel.weighing import THRESHOLD, Weight, weigh

if TYPE_CHECKING:
    from crawler.panel.evidence import Place
    from crawler.panel.site import Site


class Ranking:
    """The order of the known pages for each of a website's tasks."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._titles = {task.slug: task.title for task in site.tasks}
        # None: something has been learnt of the page since it was weighed.
        self._weights: dict[str, dict[Place, Weight | None]] = {t.slug: {} for t in site.tasks}
        self._sorted: dict[str, list[tuple[Place, Weight]]] = {}

    def touch(self, place: Place) -> None:
        """Weigh a page anew for the tasks that something speaks for, when next asked for."""
        place.hub = None
        slugs = {slug for mention in place.mentions for slug in mention.readings}
        slugs.update(place.path, place.local)
        if place.said is not None:
            slugs.update(place.said.names, place.said.below, place.said.spoken)
        for slug in slugs:
            self._weights[slug][place] = None
            self._sorted.pop(slug, None)

    def of(self, slug: str) -> list[tuple[Place, Weight]]:
        """Return the pages that something speaks for, best first."""
        if slug not in self._sorted:
            known = self._weights[slug]
            for place, weight in known.items():
                if weight is None:
                    known[place] = weigh(place, slug, self._titles[slug], self._site.lexicon)
            pairs = [(place, weight) for place, weight in known.items() if weight]
            self._sorted[slug] = sorted(pairs, key=lambda pair: pair[1].rank)
        return self._sorted[slug]

    def best(self, slug: str) -> tuple[Place, Weight] | None:
        """Return the page that is chosen for a task now, or None."""
        first = self.of(slug)[:1]
        return first[0] if first and first[0][1].score >= THRESHOLD else None
