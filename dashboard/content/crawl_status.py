"""How fresh the results are, what is running, and what did not work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import Struct

from crawler.database.queries import (
    CrawlProgress,
    CrawlState,
    CrawlSummary,
    Failures,
    Freshness,
    Turns,
    WebsiteAge,
)
from crawler.records import EndState
from dashboard import table, words
from dashboard.content import freshness, untested
from dashboard.table import Column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

TITLE = "Crawl status"
DESCRIPTION = (
    "How old the results for the websites of UK councils are, which websites could not be tested "
    "and why, and what is being tested now."
)
ADDRESS = "/status"
_SITES_SHOWN = 20


class Picture(Struct, frozen=True, kw_only=True):
    """What the page is drawn from. `workers` counts the processes that are alive and test."""

    ages: tuple[WebsiteAge, ...]
    freshness: Freshness
    failures: tuple[Failures, ...]
    crawls: tuple[CrawlSummary, ...]
    under_way: tuple[CrawlProgress, ...]
    workers: int
    turns: Turns


def page(picture: Picture, now: datetime) -> Markup:
    parts = (
        freshness.notice(picture.freshness),
        freshness.ages(picture.freshness),
        freshness.old_results(picture.freshness, now),
        _running(picture, now),
        _crawls(picture.crawls, now),
        untested.part(picture.ages, picture.failures, now),
        _kept_fresh(picture),
    )
    return Markup('<div class="u"><h1>{}</h1>{}</div>').format(TITLE, Markup("").join(parts))


# --- What is running ----------------------------------------------------------------------------


def _running(picture: Picture, now: datetime) -> Markup:
    # The schedule's crawl of the day stays open for what may fall due until midnight.
    going = [each for each in picture.under_way if each.under_way or each.ended < each.websites]
    if not going:
        next_at = picture.turns.next_at
        next_turn = f" The next website’s turn is on {words.moment(next_at)}." if next_at else ""
        said = Markup("<p>No website is being tested just now.{}</p>").format(next_turn)
    else:
        hands = picture.workers
        at_work = (
            f"{words.count(hands, 'worker')} {'is' if hands == 1 else 'are'} running."
            if hands
            else "Nobody is at work on it at this moment: it goes on when one is."
        )
        names = {each.url: each for each in picture.ages}
        said = Markup("").join(_crawl(each, names, now, going_on=hands > 0) for each in going)
        said += table.paragraphs(at_work)
    return Markup('<h2 id="running">What is running now</h2>{}').format(said)


def _crawl(
    crawl: CrawlProgress, names: Mapping[str, WebsiteAge], now: datetime, *, going_on: bool
) -> Markup:
    share = 100 * crawl.ended / max(crawl.websites, 1)
    pace = ""
    if going_on and crawl.websites_an_hour is not None and crawl.ends_at is not None:
        pace = (
            f"At the pace of the last hour ({words.count(round(crawl.websites_an_hour), 'website')}"
            f" an hour), it will end on {words.moment(crawl.ends_at)}."
        )
    ended = f"How they ended: {_states(crawl.states)}." if crawl.states else ""
    shown = crawl.under_way[:_SITES_SHOWN]
    sites = Markup("").join(
        Markup("<li>{}: {}</li>").format(
            table.councils(names[each.url].councils) if each.url in names else each.url,
            f"{each.pages} of {words.count(each.planned, 'page')}"
            if each.planned
            else "its pages are being chosen",
        )
        for each in shown
    )
    return Markup(
        "<p>{}</p>"
        '<ul class="bars" role="list"><li><span class="what">Websites tried</span> '
        '<span class="amount">{:,} of {:,}</span><span class="bar" aria-hidden="true">'
        '<span class="own" style="width:{:.1f}%"></span></span></li></ul>{}{}'
    ).format(
        f"A crawl of {_scope(crawl.selection)} began on {words.moment(crawl.started_at)} "
        f"({words.age(crawl.started_at, now)}). So far {words.count(crawl.pages, 'page')} "
        f"{'was' if crawl.pages == 1 else 'were'} tested.",
        crawl.ended,
        crawl.websites,
        share,
        table.paragraphs(ended, pace),
        Markup("<h3>{}</h3><ul>{}</ul>").format(
            "Being tested now" if going_on else "Begun, and waiting for a worker", sites
        )
        if sites
        else "",
    )


def _scope(selection: str) -> str:
    if selection == "all":
        return "all councils"
    if selection.startswith("schedule "):
        return "the websites that are due"
    return "some councils"


# --- The last crawls ----------------------------------------------------------------------------


def _crawls(crawls: Sequence[CrawlSummary], now: datetime) -> Markup:
    if not crawls:
        return Markup("")
    return Markup('<h2 id="crawls">The last crawls</h2>{}').format(
        table.render(
            "The last crawls, newest first",
            (
                Column(key="began", label="Began", header=True, stacked=""),
                Column(key="scope", label="Of", stacked="Of"),
                Column(key="websites", label="Websites begun", number=True),
                Column(key="pages", label="Pages with scores", number=True, stacked="Pages"),
                Column(key="took", label="Took"),
                Column(key="states", label="How websites ended"),
            ),
            (
                (
                    Markup('{} <span class="age">{}</span>').format(
                        words.moment(crawl.started_at), words.age(crawl.started_at, now)
                    ),
                    _scope(crawl.selection).capitalize(),
                    f"{crawl.websites:,}",
                    f"{crawl.pages_scored:,}",
                    _took(crawl),
                    _states(crawl.states),
                )
                for crawl in crawls
            ),
            name="crawls",
            caption_hidden=True,
        )
    )


def _states(states: Mapping[EndState, int]) -> str:
    said = ", ".join(
        f"{words.STATES[state]} {states[state]:,}" for state in EndState if states.get(state)
    )
    return said or words.NOTHING


def _took(crawl: CrawlSummary) -> str:
    if crawl.state is CrawlState.RUNNING or crawl.ended_at is None:
        if crawl.selection.startswith("schedule ") and not crawl.open:
            return "Open for the rest of the day"
        return "Under way"
    stopped = ", stopped before its end" if crawl.state is CrawlState.INTERRUPTED else ""
    return f"{words.span(crawl.ended_at - crawl.started_at)}{stopped}"


# --- How it is kept fresh -----------------------------------------------------------------------


def _kept_fresh(picture: Picture) -> Markup:
    fresh, turns = picture.freshness, picture.turns
    period = (
        words.days_long(fresh.days[0])
        if len(fresh.days) == 1
        else f"from {words.days_long(fresh.days[0])} to {words.days_long(fresh.days[-1])}, "
        "by the kind of council"
    )
    if turns.websites:
        scheduled = (
            f"Every website has a turn once in a period: {period}. The turns are spread evenly, "
            "so that never all come at once, and a turn that was missed is caught up. "
            f"{words.count(turns.due, 'website')} {'is' if turns.due == 1 else 'are'} due now, "
            f"and {turns.within_a_day:,} more within a day."
        )
        again = (
            "A website that does not answer, or at which we failed, is tried again a day later. "
            "One that refuses us is asked again when its turn comes."
        )
    else:
        scheduled = (
            "No schedule runs here: whoever runs this dashboard starts each crawl. "
            f"A result is expected once in a period: {period}."
        )
        again = ""
    return Markup('<h2 id="fresh">How results are kept fresh</h2>{}').format(
        table.paragraphs(
            scheduled,
            again,
            "A result older than two periods is called old: here, in the league table and on the "
            "council’s page. It stays until there is a newer one.",
            Markup('<a href="/methodology">How we crawl and measure</a>'),
        )
    )
