"""How it is measured, from the method's own constants and audits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from crawler.audits.registry import all_audits
from crawler.database.queries import CrawlState
from crawler.documents import explain as documents
from crawler.field_data.vitals import VITALS
from crawler.findability import explain as finding
from crawler.scoring import explain
from crawler.scoring.method import METHOD
from crawler.scoring.sections import Section, Table
from crawler.statement import explain as statement
from dashboard import table, words
from dashboard.table import Column

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from crawler.config import Config
    from crawler.database.queries import CrawlSummary

TITLE = "How we measure"
DESCRIPTION = (
    "How the websites of UK councils are crawled, audited and scored: the method, its constants "
    "and its limits."
)
_CRAWLS_SHOWN = 10
# The Welsh pages that a panel in Wales has on top.
_WELSH = 2


def page(config: Config, crawls: Sequence[CrawlSummary], now: datetime) -> Markup:
    parts = [
        _crawling(config, crawls, now),
        _choosing(config),
        *explain.sections(METHOD, all_audits()),
        *finding.sections(),
        *statement.sections(),
        *documents.sections(config),
        _visitors(),
    ]
    return Markup(
        '<div class="u prose"><h1>{}</h1><p class="lead">{}</p>'
        '<nav aria-label="On this page"><ul class="contents">{}</ul></nav>{}</div>'
    ).format(
        TITLE,
        "Everything below is made from the constants that the scores are made from.",
        Markup("").join(
            Markup('<li><a href="#{}">{}</a></li>').format(_anchor(part), part.title)
            for part in parts
        ),
        Markup("").join(_section(part) for part in parts),
    )


def _crawling(config: Config, crawls: Sequence[CrawlSummary], now: datetime) -> Section:
    history = Table(
        caption="The newest crawls",
        columns=("Began", "Websites", "Pages with scores", "State"),
        rows=tuple(_crawl(crawl, now) for crawl in crawls[:_CRAWLS_SHOWN]),
    )
    most = config.pages + _WELSH + config.rotating_pages
    return Section(
        title="How we crawl",
        paragraphs=(
            "Whoever runs this dashboard decides how often it crawls; the newest crawls are below. "
            "Every council's website is visited in the same way, from the same place.",
            f"We say who we are: our user agent is {config.user_agent}. We read robots.txt first "
            "and keep to it, and visit the pages of a website one after the other, with pauses. "
            f"In one crawl we test up to {words.count(most, 'page')}, look at up to "
            f"{config.discovery_pages:,} more, and ask the website’s own search up "
            f"to {words.count(config.searches, 'time')}. We send no other form and try to break "
            "nothing.",
            "“Blocked us” means that a website refused our visit or asked us to prove that we are "
            "human. Residents may notice nothing of it. It is neither a score of nought nor a "
            "fault that we found, and the council has no rank until a crawl gets through again.",
            "Automated checks find only part of the barriers that people meet.",
        ),
        tables=(history,) if crawls else (),
    )


def _choosing(config: Config) -> Section:
    """Say by which rules pages are found: those of `crawler.panel`, which this does not read."""
    return Section(
        title="How we find the pages",
        paragraphs=(
            f"A website’s panel has up to {words.count(config.pages, 'page')}; in Wales, two more "
            "in Welsh. A task’s page is looked for in GOV.UK’s Local Links, where they were "
            "imported; in the links of the home page and of the pages one level below; and in the "
            "sitemap.",
            "We compare what links, headings and addresses say with the words for the task, in "
            "English and Welsh, and open the likeliest pages to make sure. Where we are in doubt "
            "we choose no page: a wrong one would be unfair. Whoever runs this dashboard can "
            "choose by hand, and the page then says so. Every council’s page shows how each of its "
            "pages was found, and why it was chosen.",
            "A page on the host of another organisation is a supplier’s when the council’s own "
            "pages lead to it for a task. GOV.UK, the NHS, social networks, maps and other "
            "councils are never taken for suppliers.",
        ),
    )


def _visitors() -> Section:
    bounds = Table(
        caption="Google’s words for the 75th percentile of visits",
        columns=("What", "Good up to", "Poor above"),
        rows=tuple(
            (f"{vital.name} ({vital.short})", _bound(vital.good), _bound(vital.poor))
            for vital in VITALS
        ),
    )
    return Section(
        title="What real visitors met",
        paragraphs=(
            "Our speed figures are simulated: one slow phone, the same for every website, so that "
            "websites compare. What residents meet depends on their phones and lines. Chrome "
            "gathers that from its visitors and publishes it, as the Chrome UX Report, for "
            "websites that have enough visits.",
            "Whoever runs this dashboard may import that report. A council’s page then shows it "
            "beside our figures, with its period and source. It is part of no score and of no "
            "rank: small websites are not in it, and websites whose visitors have other phones do "
            "not compare.",
            "Its figures are the 75th percentile: three of four visits were as good or better. "
            "They are of a whole website, ours of the pages tested. Interaction to Next Paint "
            "needs a visitor who presses something, so we have no figure of our own for it; Total "
            "Blocking Time is the nearest.",
        ),
        tables=(bounds,),
    )


def _bound(value: float) -> str:
    if value < 1:
        return f"{value:.2f}"
    return words.seconds(value) if value >= 1_000 else words.milliseconds(value)


def _crawl(crawl: CrawlSummary, now: datetime) -> tuple[str, ...]:
    return (
        f"{words.day(crawl.started_at)} ({words.age(crawl.started_at, now)})",
        f"{crawl.websites:,}",
        f"{crawl.pages_scored:,}",
        {
            CrawlState.RUNNING: "Under way",
            CrawlState.FINISHED: "Finished",
            CrawlState.INTERRUPTED: "Stopped before its end",
        }[crawl.state],
    )


def _section(part: Section) -> Markup:
    return Markup('<h2 id="{}">{}</h2>{}{}').format(
        _anchor(part),
        part.title,
        table.paragraphs(*part.paragraphs),
        Markup("").join(_table(each) for each in part.tables),
    )


def _table(each: Table) -> Markup:
    columns = [
        Column(
            key=f"column-{number}",
            label=label,
            header=number == 0,
            stacked="" if number == 0 else None,
        )
        for number, label in enumerate(each.columns)
    ]
    rows = ([cell or words.NOTHING for cell in row] for row in each.rows)
    return table.render(each.caption, columns, rows, name="method")


def _anchor(part: Section) -> str:
    return re.sub(r"[^a-z]+", "-", part.title.lower()).strip("-")


# Where it is said how tasks are judged.
FINDABILITY = f"/methodology#{_anchor(finding.sections()[0])}"
# Where it is said how statements and documents are judged.
STATEMENT = f"/methodology#{_anchor(statement.sections()[0])}"
DOCUMENTS = "/methodology#documents"
VISITORS = f"/methodology#{_anchor(_visitors())}"
