"""Which page is at an address: its title, its words for search engines and its main content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import Struct

from dashboard import data, table
from dashboard.content import (
    council,
    crawl_status,
    filters,
    findings,
    history,
    league,
    methodology,
    notices,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.database.queries import CouncilDetail


class Page(Struct, frozen=True, kw_only=True):
    """A page of the dashboard before any script has run. `section` is the address in the main
    navigation that it belongs to; `live` says whether Streamlit takes over."""

    title: str
    description: str
    main: Markup
    section: str = ""
    status: int = 200
    live: bool = True


def page_at(path: str, query: Mapping[str, str]) -> Page:
    """Return the page at an address. An address without one gives a page that says so (404), and
    data that cannot be read one that says that (503)."""
    try:
        if path == "/":
            return _league(query)
        if path == "/council":
            return _council(query)
        if path == crawl_status.ADDRESS:
            return _crawl_status()
        if path == "/methodology":
            return _methodology()
    except data.Unavailable as error:
        title = (
            "This dashboard must be started again"
            if error.newer
            else "The results cannot be read just now"
        )
        return _notice(title, notices.no_data(newer=error.newer), status=503)
    return _notice("Page not found", notices.no_page(), status=404)


def _league(query: Mapping[str, str]) -> Page:
    rows, now = data.league(), data.now()
    if all(row.state is None for row in rows):
        return Page(
            title=league.TITLE,
            description=league.DESCRIPTION,
            section="/",
            main=notices.no_crawl(),
        )
    asked = filters.filters_from(query, rows)
    return Page(
        title=league.TITLE,
        description=league.DESCRIPTION,
        section="/",
        main=league.introduction(data.summary(), rows, now)
        + filters.form(rows, asked)
        + data.league_table(asked),
    )


def _council(query: Mapping[str, str]) -> Page:
    slug = query.get("council", "")
    detail = data.council(slug)
    if detail is None:
        return _notice("Council not found", notices.no_council(slug), status=404)
    audit = query.get("finding")
    if audit is not None:
        return finding(detail, audit)
    now, found = data.now(), data.findability(slug)
    groups = data.findings(slug)
    kept = data.kept_pictures(detail, groups)
    return Page(
        title=detail.council.name,
        description=council.description(detail, now),
        main=council.top(detail, data.league(), found, now)
        + history.before_the_chart(detail)
        + council.rest(
            *(detail, groups, data.fixed(slug), found, kept, now),
            *(data.statement(slug), data.documents(slug)),
            *(data.loadings(slug), data.field_data(slug)),
        ),
    )


def finding(detail: CouncilDetail, audit: str) -> Page:
    """Return the page of one finding of a council, with all its evidence."""
    slug, name = detail.council.slug, detail.council.name
    groups = [group for group in data.findings(slug) if group.audit == audit]
    if not groups:
        return _notice("Finding not found", notices.no_finding(name, slug), status=404)
    return Page(
        title=f"{groups[0].title} – {name}",
        description=f"Every place where automated checks found this on the website of {name}.",
        main=findings.page(
            detail, groups, table.council_url(slug), data.kept_pictures(detail, groups)
        ),
    )


def _crawl_status() -> Page:
    picture = data.crawl_picture()
    return Page(
        title=crawl_status.TITLE,
        description=crawl_status.DESCRIPTION,
        section=crawl_status.ADDRESS,
        main=crawl_status.page(picture, data.now()) if picture.crawls else notices.no_crawl(),
    )


def _methodology() -> Page:
    return Page(
        title=methodology.TITLE,
        description=methodology.DESCRIPTION,
        section="/methodology",
        main=methodology.page(data.config(), data.crawls(), data.now()),
    )


def _notice(title: str, main: Markup, *, status: int) -> Page:
    return Page(title=title, description=title, main=main, status=status, live=False)
