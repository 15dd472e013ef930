"""A council's figures as tiles: the total, its three pillars and, beside them, findability."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from crawler.records import Pillar
from crawler.scoring.ranks import rank
from dashboard import table, words
from dashboard.content import findability

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.database.queries import CouncilDetail, FindabilityDetail, LeagueRow, SiteSummary


def tiles(
    detail: CouncilDetail,
    latest: SiteSummary,
    rows: Sequence[LeagueRow],
    found: FindabilityDetail | None,
) -> Markup:
    made = [_tile("total", "Total", latest.scores.total, _total_place(detail), _change(detail))]
    for pillar in Pillar:
        value = getattr(latest.scores, pillar.value)
        place = _pillar_place(pillar, detail, rows) if detail.rank is not None else ""
        made.append(_tile(pillar.value, words.PILLARS[pillar], value, place, ""))
    made.append(_findability(detail, latest, found))
    return Markup('<h2 class="visually-hidden">Scores</h2><dl class="scores">{}</dl>').format(
        Markup("").join(made)
    )


def _tile(key: str, label: str, value: float | None, place: str, change: str) -> Markup:
    extra = Markup("").join(
        Markup('<dd class="{}">{}</dd>').format(kind, text)
        for kind, text in (("place", place), ("change", change))
        if text
    )
    return Markup(
        '<div class="tile {}"><dt>{}</dt><dd class="value">{}</dd>{}'
        '<dd class="meaning">{}</dd></div>'
    ).format(
        key,
        label,
        table.score(value),
        extra,
        words.MEANINGS[key] if value is not None else "Not enough was gathered to score this.",
    )


def _findability(
    detail: CouncilDetail, latest: SiteSummary, found: FindabilityDetail | None
) -> Markup:
    """Return the fourth figure. It is a share and has no rank, so it is no tile like the others."""
    place, meaning = "", words.MEANINGS["findability"]
    if found is None:
        meaning = "Not yet measured."
    elif detail.findability is None:
        meaning = "Too few tasks could be examined."
    else:
        good, of = findability.good_of_judged(found)
        place = f"{good} of {words.count(of, 'task')}"
        if found.tested_at != latest.tested_at:
            place += f", tested on {words.day(found.tested_at)}"
    return Markup(
        '<div class="tile findability"><dt>Findability</dt><dd class="value">{}</dd>{}'
        '<dd class="meaning">{} <a href="#{}">Task by task</a></dd></div>'
    ).format(
        table.share(detail.findability),
        Markup('<dd class="place">{}</dd>').format(place) if place else "",
        meaning,
        findability.ANCHOR,
    )


def _total_place(detail: CouncilDetail) -> str:
    if detail.rank is not None:
        return own_place(detail)
    latest = detail.latest
    if latest is None or latest.scores.total is None:
        return ""
    if detail.superseded:
        return words.sentence(words.superseded(latest.method)).rstrip(".")
    return f"Not ranked: only {words.count(latest.pages_scored, 'page')} could be scored"


def _change(detail: CouncilDetail) -> str:
    if detail.change is not None:
        return f"{words.change(detail.change)} since the crawl before"
    if detail.pages_changed:
        return f"{words.PAGES_CHANGED} since the crawl before"
    if detail.latest is None or detail.latest.scores.total is None:
        return ""
    return "new: there is no earlier score"


def _pillar_place(pillar: Pillar, detail: CouncilDetail, rows: Sequence[LeagueRow]) -> str:
    """Say the place among the ranked websites, by the pillar's own score."""
    scores: dict[str, float | None] = {
        row.website: getattr(row.scores, pillar.value) for row in rows if row.rank is not None
    }
    places = rank(scores)
    place = places.get(detail.council.website)
    if place is None:
        return ""
    held = list(places.values())
    return _place(place, len(held) - held.count(None), shared=held.count(place) > 1)


def own_place(detail: CouncilDetail) -> str:
    """Say the rank of the council's website; "" where it has none."""
    if detail.rank is None:
        return ""
    return _place(detail.rank, detail.ranked_of, shared=detail.rank_shared)


def _place(rank: int, ranked_of: int, *, shared: bool) -> str:
    return f"{'joint ' if shared else ''}{words.ordinal(rank)} of {ranked_of:,}"
