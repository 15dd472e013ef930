"""A council's page: its scores, their history, what to repair first, and what was looked at."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from markupsafe import Markup

from crawler.database.queries import is_stale
from crawler.records import EndState, Viewport
from dashboard import table, words
from dashboard.content import documents, findability, panel, scores, speed, statement
from dashboard.content import findings as finding_lists

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from crawler.database.queries import (
        CouncilDetail,
        DocumentsDetail,
        FieldDetail,
        FindabilityDetail,
        FindingGroup,
        FixedFinding,
        LeagueRow,
        PageSummary,
        SiteSummary,
        StatementDetail,
    )
    from crawler.facts.loading import Loading


def description(detail: CouncilDetail, now: datetime) -> str:
    """Return the sentence that search engines show."""
    name, latest = detail.council.name, detail.latest
    if latest is None:
        return f"The website of {name} has not been tested yet."
    if not latest.state.scored or latest.scores.total is None:
        return (
            f"The website of {name}: {words.state(latest.state)}, "
            f"{words.age(latest.tested_at, now)}."
        )
    place = f", {scores.own_place(detail)}" if detail.rank is not None else ""
    return (
        f"How usable is the website of {name}? {words.score(latest.scores.total)} of 100{place}: "
        "accessibility, speed and mobile usability, and what to repair first."
    )


# --- The top: who, when, how well ---------------------------------------------------------------


def top(
    detail: CouncilDetail,
    rows: Sequence[LeagueRow],
    found: FindabilityDetail | None,
    now: datetime,
) -> Markup:
    council, latest = detail.council, detail.latest
    facts = [council.nation]
    if council.region and council.region != council.nation:
        facts.append(council.region)
    facts.append(words.council_type(council.type))
    parts = [
        Markup(
            '<p class="back"><a href="/">League table</a></p><h1>{}</h1>'
            '<p class="facts">{}<br>{}</p>'
        ).format(
            council.name,
            ", ".join(dict.fromkeys(facts)),
            table.outward(council.website, council.website),
        )
    ]
    if detail.shares_website_with:
        parts.append(
            Markup(
                "<p>This council shares its website with {}. They have the same scores.</p>"
            ).format(_and(detail.shares_website_with))
        )
    if latest is None:
        parts.append(
            Markup(
                '<div class="notice"><h2>Not yet tested</h2><p>No visit to this website has come '
                "to an end yet. That is not a score of nought.</p></div>"
            )
        )
    elif latest.state.scored:
        parts += [
            _tested(latest, now),
            _old(detail, latest, now),
            scores.tiles(detail, latest, rows, found),
        ]
    else:
        parts.append(_unscored(detail, latest, now))
    if detail.failed_since is not None:
        at = detail.failed_since.tested_at
        parts.append(
            Markup(
                '<p class="tested">We tried again on <time datetime="{}">{}</time> ({}), and '
                "failed on our side. That says nothing about the website.</p>"
            ).format(at.date().isoformat(), words.day(at), words.age(at, now))
        )
    return Markup('<div class="u">{}</div>').format(Markup("").join(parts))


def _and(names: Sequence[str]) -> str:
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def _tested(latest: SiteSummary, now: datetime) -> Markup:
    partly = (
        "" if latest.state is EndState.AUDITED else f" {words.state(latest.state)}: {latest.reason}"
    )
    return Markup(
        '<p class="tested">Tested on <time datetime="{}">{}</time> ({}), {} of {}.{}</p>'
    ).format(
        latest.tested_at.date().isoformat(),
        words.day(latest.tested_at),
        words.age(latest.tested_at, now),
        latest.pages_scored,
        words.count(latest.pages_planned, "page"),
        partly.rstrip(": "),
    )


def _old(detail: CouncilDetail, latest: SiteSummary, now: datetime) -> Markup:
    if not is_stale(latest.tested_at, detail.days, now):
        return Markup("")
    return Markup(
        '<p class="tested"><strong>This result is more than {} old</strong>, which is older than '
        'it should be. <a href="/status">Crawl status</a></p>'
    ).format(words.days_long(2 * detail.days))


def _unscored(detail: CouncilDetail, latest: SiteSummary, now: datetime) -> Markup:
    before = detail.last_scored
    earlier: Markup | str = "There are no earlier scores."
    if before is not None:
        then = before.scores
        earlier = Markup(
            "The last scores are from {} ({}): total <strong>{}</strong>, accessibility {}, "
            "speed {}, mobile {}. They do not count in the league table any more."
        ).format(
            words.day(before.tested_at),
            words.age(before.tested_at, now),
            *map(words.score, (then.total, then.accessibility, then.speed, then.mobile)),
        )
    return Markup(
        '<div class="notice"><h2>{}</h2><p>{}</p>{}<p>Tried on <time datetime="{}">{}</time> ({}). '
        "That is not a score of nought.</p><p>{}</p></div>"
    ).format(
        words.state(latest.state),
        words.WHAT_HAPPENED.get(latest.state, ""),
        Markup('<p>What we saw: <q class="data">{}</q></p>').format(words.sentence(latest.reason))
        if latest.reason
        else "",
        latest.tested_at.date().isoformat(),
        words.day(latest.tested_at),
        words.age(latest.tested_at, now),
        earlier,
    )


# --- The rest: what to repair, what was looked at -----------------------------------------------


def rest(
    detail: CouncilDetail,
    groups: Sequence[FindingGroup],
    fixed: Sequence[FixedFinding],
    found: FindabilityDetail | None,
    kept: Collection[str],
    now: datetime,
    stated: StatementDetail | None = None,
    sample: DocumentsDetail | None = None,
    loaded: Mapping[int, Loading] = MappingProxyType({}),
    met: FieldDetail | None = None,
) -> Markup:
    """`kept` are the digests of the pictures that are still there; `loaded` is by page audit."""
    if detail.latest is None:
        return Markup("")
    looked = findability.section(found, detail.latest.tested_at, now)
    fast = speed.section(detail.pages, loaded, met, now)
    if not detail.pages:
        known = Markup("").join((looked if found else "", fast))
        return Markup('<div class="u">{}</div>').format(known) if known else Markup("")
    slug = detail.council.slug
    # Nothing was judged where no page could be: an empty list would read as praise.
    judged = detail.latest.state.scored
    parts = [
        looked,
        finding_lists.repairs(slug, groups, kept) if judged else Markup(""),
        finding_lists.reviews(slug, groups, kept),
        finding_lists.advice(slug, groups, kept),
        finding_lists.repaired(fixed),
        fast,
        statement.section(stated, detail.latest.tested_at, now),
        documents.section(sample, detail.latest.tested_at, now),
        panel.pages(detail.pages),
        panel.changes(detail.panel_changes, detail.pages),
        _pictures(detail, kept, now),
    ]
    return Markup('<div class="u">{}</div>').format(Markup("").join(parts))


def _pictures(detail: CouncilDetail, kept: Collection[str], now: datetime) -> Markup:
    """Return the first page's screenshots, and the others behind a line that opens."""
    figures = [
        [
            _picture(page, viewport, kept, now)
            for viewport in (Viewport.MOBILE, Viewport.DESKTOP)
            if viewport in page.screenshots
        ]
        for page in detail.pages
        if page.screenshots
    ]
    if not figures:
        return Markup("")
    others = [figure for pair in figures[1:] for figure in pair]
    more = Markup(
        '<details id="pictures"><summary>{}</summary><div class="pictures">{}</div></details>'
    ).format(words.count(len(others), "more screenshot"), Markup("").join(others))
    return Markup('<h2>What the pages looked like</h2><div class="pictures">{}</div>{}').format(
        Markup("").join(figures[0]), more if others else ""
    )


def _picture(page: PageSummary, viewport: Viewport, kept: Collection[str], now: datetime) -> Markup:
    # Nothing from elsewhere goes into an attribute: Streamlit drops one that holds "</script>".
    what = f"{words.page_name(page)} on a {words.VIEWPORTS[viewport]}"
    digest = page.screenshots[viewport]
    if digest not in kept:
        return Markup(
            '<figure class="{}"><p>The picture is no longer kept.</p>'
            "<figcaption>{}</figcaption></figure>"
        ).format(viewport.value, what)
    return Markup(
        '<figure class="{}"><a href="/artifact/{}"><img src="/artifact/{}" loading="lazy" '
        'alt="Screenshot: {}, {}"></a><figcaption>{}</figcaption></figure>'
    ).format(viewport.value, digest, digest, what, words.age(page.visited_at, now), what)
