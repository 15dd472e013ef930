"""How it is measured, from the method's own constants and audits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from crawler.audits.registry import all_audits
from crawler.database.queries import CrawlState
from crawler.findability import explain as finding
from crawler.scoring import explain
from crawler.scoring.explain import Section, Table
from crawler.scoring.method import METHOD
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


def page(config: Config, crawls: Sequence[CrawlSummary], now: datetime) -> Markup:
    parts = [
        _crawling(config, crawls, now),
        _panel(config),
        *explain.sections(METHOD, all_audits()),
        *finding.sections(),
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
    return Section(
        title="How we crawl",
        paragraphs=(
            "Whoever runs this dashboard decides how often it crawls; the newest crawls are below. "
            "Every council's website is visited in the same way, from the same place.",
            f"We say who we are: our user agent is {config.user_agent}. We read robots.txt first "
            "and keep to it, visit a few pages of each website one after the other, with pauses, "
            "and load each page once. We fill in no forms and try to break nothing.",
            "“Blocked us” means that a website refused our visit or asked us to prove that we are "
            "human. Residents may notice nothing of it. It is neither a score of nought nor a "
            "fault that we found, and the council has no rank until a crawl gets through again.",
            "Automated checks find only part of the barriers that people meet.",
        ),
        tables=(history,) if crawls else (),
    )


def _panel(config: Config) -> Section:
    """Say by which rules pages are chosen: those of `crawler.panel`, which this does not read."""
    looks = words.count(config.discovery_pages, "more page")
    lot = words.count(config.rotating_pages, "more page")
    return Section(
        title="Which pages we look at",
        paragraphs=(
            f"A website is judged by a panel of up to {words.count(config.pages, 'page')}: its "
            "home page, contact page and accessibility statement, a form, a page of documents, and "
            "the tasks that most residents come for and that are this council’s job. Places left "
            "go to other lasting pages. A Welsh council has two more: the Welsh versions of its "
            "home page and of one task.",
            "A task’s page is looked for in GOV.UK’s Local Links where they are there, in the "
            "links of the home page and of the pages one level below, and in the sitemap. What a "
            "link, a heading and an address say is compared with the words for the task, in "
            f"English and Welsh. We open up to {looks} to make sure. Where we are in doubt, we "
            "choose no page: a wrong one would be unfair. Whoever runs this dashboard can choose "
            "by hand, and the page then says so.",
            "The panel stays the same from crawl to crawl, so that scores of different days are of "
            "the same pages. A page is replaced only when it is gone; the council’s page then "
            "names the old and the new one.",
            "Many councils have other organisations run some of their pages, such as planning or "
            "payments. To residents they are the council’s service, so they count in its scores. "
            "The council’s page shows them apart, with their host. GOV.UK, the NHS, social "
            "networks and other councils are never taken for suppliers.",
            f"Each crawl also looks at {lot}, drawn by lot from the date of the crawl. They are "
            "shown and never count."
            if config.rotating_pages
            else "",
        ),
    )


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
