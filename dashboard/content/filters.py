"""The filters of the league table: what an address may ask for, and the form that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from markupsafe import Markup
from msgspec import Struct

from dashboard import words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crawler.database.queries import LeagueRow

EVERY = "all"
SORTS: Mapping[str, str] = {
    "rank": "Rank",
    "name": "Council name",
    "nation": "Nation",
    "type": "Type",
    "accessibility": "Accessibility",
    "speed": "Speed",
    "mobile": "Mobile",
    "findability": "Findability",
    "change": "Change since last crawl",
    "tested": "Newest test",
}
LONGEST_SEARCH = 80


class Filters(Struct, frozen=True):
    """What the address asks of the table. Build it with `filters_from`, which drops nonsense."""

    q: str = ""
    nation: str = EVERY
    type: str = EVERY
    sort: str = "rank"

    @property
    def narrows(self) -> bool:
        return bool(self.q) or self.nation != EVERY or self.type != EVERY

    @property
    def query(self) -> dict[str, str]:
        """What an address says to ask for this; it does not name what is as usual."""
        return {
            name: getattr(self, name)
            for name, default in zip(self.__struct_fields__, self.__struct_defaults__, strict=True)
            if getattr(self, name) != default
        }

    @property
    def href(self) -> str:
        """The address of the table under these filters."""
        return f"/?{urlencode(self.query)}" if self.query else "/"


def nations(rows: Sequence[LeagueRow]) -> tuple[str, ...]:
    return (EVERY, *sorted({row.nation for row in rows}))


def types(rows: Sequence[LeagueRow]) -> tuple[str, ...]:
    return (EVERY, *sorted({row.type for row in rows}, key=words.council_type))


def filters_from(query: Mapping[str, str], rows: Sequence[LeagueRow]) -> Filters:
    """Read the filters from an address's query; a value that is not on offer is as if not given."""
    offers = {"nation": nations(rows), "type": types(rows), "sort": tuple(SORTS)}
    known = {name: query[name] for name, offer in offers.items() if query.get(name) in offer}
    return Filters(q=query.get("q", "").strip()[:LONGEST_SEARCH], **known)


def chosen(rows: Sequence[LeagueRow], filters: Filters) -> tuple[LeagueRow, ...]:
    """Return the rows that pass the filters, in the order asked for."""
    sought = filters.q.casefold().split()
    passing = [
        row
        for row in rows
        if filters.nation in (EVERY, row.nation)
        and filters.type in (EVERY, row.type)
        and all(word in row.name.casefold() for word in sought)
    ]
    return tuple(sorted(passing, key=_ORDERS[filters.sort]))


def _high_first(value: float | None, row: LeagueRow) -> tuple[float, str]:
    return (float("inf") if value is None else -value, row.name.casefold())


_ORDERS: Mapping[str, Callable[[LeagueRow], tuple[float | str, str]]] = {
    "rank": lambda row: (
        row.rank if row.rank is not None else float("inf"),
        row.name.casefold(),
    ),
    "name": lambda row: (row.name.casefold(), row.slug),
    "nation": lambda row: (row.nation, row.name.casefold()),
    "type": lambda row: (words.council_type(row.type), row.name.casefold()),
    "accessibility": lambda row: _high_first(row.scores.accessibility, row),
    "speed": lambda row: _high_first(row.scores.speed, row),
    "mobile": lambda row: _high_first(row.scores.mobile, row),
    "findability": lambda row: _high_first(row.findability, row),
    "change": lambda row: _high_first(row.change, row),
    "tested": lambda row: _high_first(
        None if row.tested_at is None else row.tested_at.timestamp(), row
    ),
}


def form(rows: Sequence[LeagueRow], filters: Filters) -> Markup:
    """Return the filters as a plain form, for as long as there is no script to do better."""
    return Markup(
        '<form class="u filters" method="get" action="/" role="search" autocomplete="off" '
        'aria-label="Filter the table">'
        '<p><label for="q">Search for a council</label>'
        '<input id="q" name="q" type="search" value="{}" maxlength="{}"></p>{}{}{}'
        '<p class="submit"><button type="submit">Apply</button></p></form>'
    ).format(
        filters.q,
        LONGEST_SEARCH,
        _choice("nation", "Nation", nations(rows), filters.nation, nation_label),
        _choice("type", "Type", types(rows), filters.type, type_label),
        _choice("sort", "Sort by", tuple(SORTS), filters.sort, SORTS.__getitem__),
    )


def nation_label(nation: str) -> str:
    return "All nations" if nation == EVERY else nation


def type_label(slug: str) -> str:
    return "All types" if slug == EVERY else words.council_type(slug)


def _choice(
    name: str, label: str, values: Sequence[str], current: str, say: Callable[[str], str]
) -> Markup:
    options = Markup("").join(
        Markup('<option value="{}"{}>{}</option>').format(
            value, Markup(" selected") if value == current else "", say(value)
        )
        for value in values
    )
    return Markup(
        '<p><label for="{0}">{1}</label><select id="{0}" name="{0}">{2}</select></p>'
    ).format(name, label, options)
