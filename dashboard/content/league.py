"""The league table: who is where, and who could not be tested."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec.structs import replace

from crawler.records import EndState
from dashboard import table, words
from dashboard.content.filters import SORTS, Filters, chosen
from dashboard.content.methodology import FINDABILITY
from dashboard.table import Column, council_url

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from crawler.database.queries import LeagueRow, Summary

TITLE = "League table of council websites"
DESCRIPTION = (
    "How usable are the websites of UK councils? Accessibility, speed and mobile usability, "
    "tested alike and ranked."
)


def introduction(summary: Summary, rows: Sequence[LeagueRow], now: datetime) -> Markup:
    """Return the title, what this is, when it was measured and how much of it could be."""
    when = (
        "No crawl has been finished yet."
        if summary.newest_crawl is None
        else f"The newest crawl began on {words.day(summary.newest_crawl)} "
        f"({words.age(summary.newest_crawl, now)})."
    )
    return Markup(
        '<div class="u"><h1>{}</h1><p class="lead">{} {} <a href="/methodology">How we measure</a>'
        "</p><p>Findability is a fourth figure, beside the total and not in it: the share of what "
        "residents come to do that is easy to find from the home page, or at least findable.{} "
        '<a href="{}">How we judge findability</a></p>{}</div>'
    ).format(
        TITLE,
        "Each council’s website is visited as a resident would on a phone, and scored from 0 to "
        "100 for accessibility, speed and mobile usability. The total is the mean of the three.",
        when,
        "" if _measured(rows) else " No crawl so far has measured it.",
        FINDABILITY,
        _coverage(summary),
    )


def _measured(rows: Sequence[LeagueRow]) -> bool:
    return any(row.findability is not None for row in rows)


def _coverage(summary: Summary) -> Markup:
    counts = [(words.STATES[state], summary.states.get(state, 0)) for state in EndState]
    counts.append((words.NOT_TESTED, summary.untested))
    items = Markup("").join(
        Markup("<li><strong>{}</strong> {}</li>").format(f"{number:,}", label)
        for label, number in counts
        if number
    )
    return Markup(
        '<div class="coverage"><h2 id="coverage">{}</h2><ul aria-labelledby="coverage">{}</ul>'
        "</div>"
    ).format(words.count(summary.councils, "council"), items)


def tables(rows: Sequence[LeagueRow], filters: Filters, now: datetime) -> Markup:
    """Return the ranking, and below it those that have no scores and why."""
    passing = chosen(rows, filters)
    scored = [row for row in passing if row.state is not None and row.state.scored]
    others = [row for row in passing if row.state is None or not row.state.scored]
    parts = [_result(len(passing), len(rows), filters)]
    if scored:
        parts.append(_superseded(scored))
        parts.append(_ranking(scored, rows, filters, now))
    if others:
        parts.append(_unscored(others, now))
    return Markup('<div class="u">{}</div>').format(Markup("").join(parts))


def _result(shown: int, known: int, filters: Filters) -> Markup:
    if shown == 0:
        return Markup(
            '<p class="result" data-announce>No council matches. <a href="/">Show all {}</a></p>'
        ).format(words.count(known, "council"))
    clear = Markup(' <a href="/">Clear the filters</a>') if filters.narrows else ""
    return Markup('<p class="result" data-announce>{} of {}, sorted by {}.{}</p>').format(
        f"{shown:,}", words.count(known, "council"), SORTS[filters.sort].lower(), clear
    )


def _superseded(scored: Sequence[LeagueRow]) -> Markup:
    """Say which of the shown have no rank since others were scored by a newer method."""
    old = Counter(row.method for row in scored if row.superseded)
    return Markup("").join(
        Markup("<p>{}: {}.</p>").format(words.count(number, "council"), words.superseded(method))
        for method, number in sorted(old.items(), key=lambda each: each[0] or 0)
    )


def _ranking(
    scored: Sequence[LeagueRow], rows: Sequence[LeagueRow], filters: Filters, now: datetime
) -> Markup:
    def column(key: str, label: str, sort: str | None = None, **more: object) -> Column:
        by = sort or key
        # Ranks, names and such go up; scores, changes and dates start with the highest.
        up = by in ("rank", "name", "nation", "type")
        order = ("ascending" if up else "descending") if filters.sort == by else None
        href = replace(filters, sort=by).href if by in SORTS else None
        return Column(key=key, label=label, href=href, sorted=order, **more)  # type: ignore[arg-type]

    held = Counter(row.rank for row in rows)
    measured = _measured(rows)
    return table.render(
        "Councils by total score",
        (
            column("rank", "Rank", number=True, stacked=""),
            column("council", "Council", "name", header=True, stacked=""),
            column("nation", "Nation", stacked=""),
            column("type", "Type", stacked=""),
            Column(key="total", label="Total", number=True),
            column("accessibility", "Accessibility", number=True),
            column("speed", "Speed", number=True),
            column("mobile", "Mobile", number=True),
            *((column("findability", "Findability, not in the total", number=True),) * measured),
            column("change", "Change since last crawl", "change", stacked="Change"),
            column("tested", "Tested"),
            Column(key="pages", label="Pages tested", stacked="Pages"),
        ),
        (
            (
                _rank(row, held),
                _council(row),
                row.nation,
                words.council_type(row.type),
                *(
                    table.score(value)
                    for value in (
                        row.scores.total,
                        row.scores.accessibility,
                        row.scores.speed,
                        row.scores.mobile,
                    )
                ),
                *((_findability(row),) * measured),
                _change(row),
                _tested(row, now),
                _pages(row),
            )
            for row in scored
        ),
        name="league",
        caption_hidden=True,
    )


def _unscored(others: Sequence[LeagueRow], now: datetime) -> Markup:
    heading = Markup(
        '<h2 id="unscored">Without scores</h2><p>These websites could not be tested, or not yet. '
        "That is not a score of nought, and they have no rank.</p>"
    )
    return heading + table.render(
        "Councils without scores, and why",
        (
            Column(key="council", label="Council", header=True, stacked=""),
            Column(key="nation", label="Nation", stacked=""),
            Column(key="type", label="Type", stacked=""),
            Column(key="state", label="What happened", stacked=""),
            Column(key="reason", label="Reason", stacked=""),
            Column(key="tested", label="Tried", stacked="Tried"),
        ),
        (
            (
                _council(row),
                row.nation,
                words.council_type(row.type),
                Markup('<span class="state">{}</span>').format(words.state(row.state)),
                words.sentence(row.reason) or words.NOTHING,
                _tested(row, now),
            )
            for row in others
        ),
        name="unscored",
        caption_hidden=True,
    )


def _council(row: LeagueRow) -> Markup:
    return table.link(council_url(row.slug), row.name)


def _rank(row: LeagueRow, held: Counter[int | None]) -> str | Markup:
    if row.rank is None:
        why = words.superseded(row.method) if row.superseded else "not ranked"
        return Markup('{}<span class="visually-hidden"> {}</span>').format(words.NOTHING, why)
    return f"={row.rank}" if held[row.rank] > 1 else str(row.rank)


def _change(row: LeagueRow) -> str:
    if row.change is not None:
        return words.change(row.change)
    if row.pages_changed:
        return words.PAGES_CHANGED
    return words.NOTHING if row.scores.total is None else "new"


def _findability(row: LeagueRow) -> Markup:
    """The newest audit may not have looked: then it is an earlier one's, and says so."""
    share = table.share(row.findability)
    if row.findability_at is None or row.findability_at == row.tested_at:
        return share
    return share + Markup('<span class="age">of {}</span>').format(
        words.short_day(row.findability_at)
    )


def _pages(row: LeagueRow) -> str | Markup:
    number = f"{row.pages_scored} of {row.pages_planned}"
    if row.state is EndState.AUDITED:
        return number
    return Markup('{} <span class="age">{}</span>').format(number, words.state(row.state).lower())


def _tested(row: LeagueRow, now: datetime) -> Markup:
    return table.when(row.tested_at, now) + table.old(row.tested_at, row.days, now)
