"""What was found on a website: what to repair first, what a person must judge, what is repaired.

A list shows each finding in a line that opens; the evidence of one finding, complete, has its own
address, so that it can be sent to whoever repairs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from markupsafe import Markup

from crawler.database.queries import FindingState
from crawler.records import Outcome
from dashboard import table, words
from dashboard.content import criteria, evidence
from dashboard.table import Column

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from crawler.database.queries import (
        CouncilDetail,
        FindingGroup,
        FindingPage,
        FixedFinding,
    )

# Of a page that a crawl also looked at: repairing it there wins no points.
_UNCOUNTED = Markup('<span class="age">not in the scores</span>')

_STATUS = {
    FindingState.NEW: "New",
    FindingState.RECURRING: "Still there",
    FindingState.REGRESSED: "Came back",
    FindingState.FIXED: "Repaired",
}


def evidence_url(slug: str, audit: str) -> str:
    return f"/council?{urlencode({'council': slug, 'finding': audit})}"


def repairs(slug: str, groups: Sequence[FindingGroup], kept: Collection[str]) -> Markup:
    failing = [group for group in groups if group.outcome is Outcome.FAIL and not group.advice]
    if not failing:
        return Markup(
            "<h2>What to repair first</h2><p>Automated checks found nothing that costs points. "
            "A person may still find barriers.</p>"
        )
    return Markup(
        "<h2>What to repair first</h2><p>{}, ordered by the share of all a page’s lost points "
        'that repairing it returns, <a href="/methodology#what-to-fix-first">summed over its '
        "pages</a>. "
        "What is in the template needs mending once.</p>{}"
    ).format(words.count(len(failing), "finding"), _list(slug, failing, kept))


def reviews(slug: str, groups: Sequence[FindingGroup], kept: Collection[str]) -> Markup:
    undecided = [group for group in groups if group.outcome is Outcome.REVIEW and not group.advice]
    return _section(
        slug,
        "For a person to check",
        "Automated checks could not decide these. They cost no points.",
        undecided,
        kept,
    )


def advice(slug: str, groups: Sequence[FindingGroup], kept: Collection[str]) -> Markup:
    # Advice that not even the engine is sure of would stand on every page and teach nobody.
    advised = [group for group in groups if group.outcome is Outcome.FAIL and group.advice]
    return _section(
        slug, "Advice", "Beyond what the law asks, or still experimental. No points.", advised, kept
    )


def repaired(fixed: Sequence[FixedFinding]) -> Markup:
    if not fixed:
        return Markup("")
    columns = (
        Column(key="title", label="Finding", header=True, stacked=""),
        Column(key="pillar", label="Pillar"),
        Column(key="page", label="Page"),
        Column(key="left", label="Left on the page"),
    )
    rows = (
        (
            item.title,
            words.PILLARS[item.pillar],
            table.outward(item.url, words.page_name(item)),
            f"{words.count(item.remaining, 'element')} still to repair"
            if item.remaining
            else "nothing",
        )
        for item in fixed
    )
    return Markup(
        '<h2>Repaired since the crawl before</h2><details id="repaired"><summary>{}</summary>'
        '<div class="inside">{}</div></details>'
    ).format(
        words.count(len(fixed), "repair"),
        table.render("Repaired since the crawl before", columns, rows, name="repaired"),
    )


def _section(
    slug: str, title: str, meaning: str, groups: Sequence[FindingGroup], kept: Collection[str]
) -> Markup:
    if not groups:
        return Markup("")
    return Markup("<h2>{}</h2><p>{}</p>{}").format(title, meaning, _list(slug, groups, kept))


def _list(slug: str, groups: Sequence[FindingGroup], kept: Collection[str]) -> Markup:
    return Markup('<div class="findings">{}</div>').format(
        Markup("").join(_finding(slug, group, kept) for group in groups)
    )


def _finding(slug: str, group: FindingGroup, kept: Collection[str]) -> Markup:
    return Markup(
        '<details class="finding" id="finding-{}-{}"><summary><h3>{}</h3><ul class="tags">{}</ul>'
        '</summary><div class="inside">{}{}{}</div></details>'
    ).format(
        group.audit,
        group.outcome.value,
        group.title,
        Markup("").join(Markup("<li>{}</li>").format(tag) for tag in _tags(group)),
        _remedy(group),
        _where(group, 4),
        evidence.components(group, 4, kept, more=evidence_url(slug, group.audit)),
    )


def _tags(group: FindingGroup) -> list[Markup | str]:
    tags: list[Markup | str] = []
    if group.points > 0 and group.outcome is Outcome.FAIL and not group.advice:
        points = f"{group.points:.1f}" if group.points >= 0.05 else "under 0.1"
        tags.append(
            Markup("<strong>{} to win</strong>").format(
                f"{points} point" if points == "1.0" else f"{points} points"
            )
        )
    tags.append(words.PILLARS[group.pillar])
    if group.impact is not None:
        tags.append(words.IMPACTS[group.impact])
    tags.append(f"{_spread(group)}{_extent(group)}")
    tags.append(_STATUS[group.status])
    return tags


def _spread(group: FindingGroup) -> str:
    """Say on how many pages it is: of one component in the template, or of all."""
    first = group.components[0] if group.components else None
    if first is not None and first.template:
        return evidence.spread_of(group, first)
    others = f", and {words.count(group.others, 'other')} looked at" if group.others else ""
    return words.count(group.counted, "page") + others


def _of_elements(group: FindingGroup) -> bool:
    """Whether it is of elements: what is of a page as a whole counts as one and names none."""
    return any(page.elements for page in group.pages)


def _extent(group: FindingGroup) -> str:
    number = sum(_touched(group, page) for page in group.pages) if _of_elements(group) else 0
    return f", {words.count(number, 'element')}" if number else ""


def _touched(group: FindingGroup, page: FindingPage) -> int:
    return page.undecided if group.outcome is Outcome.REVIEW else page.failing


def _remedy(group: FindingGroup) -> Markup:
    parts = []
    for label, text in (
        ("Who is affected", group.who),
        ("Why it matters", group.why),
        ("How to repair it", group.fix),
        ("What that saves", _savings(group)),
    ):
        if text:
            parts.append(Markup("<dt>{}</dt><dd>{}</dd>").format(label, text))
    if group.wcag:
        links = Markup(", ").join(criteria.link(number) for number in group.wcag)
        parts.append(Markup("<dt>WCAG 2.2</dt><dd>{}</dd>").format(links))
    # W3C's page on the criterion stands there already.
    more = group.rule_url or ("" if criteria.explains(group.help_url) else group.help_url)
    if more and table.is_web_address(more):
        help_link = table.outward(more, f"More about “{group.audit}”")
        parts.append(Markup("<dt>More</dt><dd>{}</dd>").format(help_link))
    if group.engines:
        parts.append(
            Markup('<dt>Found by</dt><dd>{} <span class="engines">({})</span></dd>').format(
                words.found_by(group.engines), ", ".join(group.engines)
            )
        )
    if group.limit:
        parts.append(Markup("<dt>What it cannot tell</dt><dd>{}</dd>").format(group.limit))
    return (
        Markup('<dl class="remedy">{}</dl>').format(Markup("").join(parts)) if parts else Markup("")
    )


def _savings(group: FindingGroup) -> str:
    """What the repair saves at most on one page, at a first visit on a phone; "" where that cannot
    be told."""
    savings = [page.saves for page in group.pages if page.saves is not None]
    size = max((each.bytes for each in savings), default=0)
    time = max((each.ms for each in savings), default=0)
    parts = [words.size(size)] if size else []
    if time:
        parts.append(words.seconds(time) if time >= 1000 else words.milliseconds(time))
    if not parts:
        return ""
    most = "Up to" if len(savings) > 1 else "About"
    return f"{most} {' and '.join(parts)} a page, at a first visit on a slow phone (estimated)"


def _where(group: FindingGroup, level: int) -> Markup:
    # A page's own words, where they say more than the group's: they hold its numbers.
    told = any(page.title != group.title for page in group.pages)
    counted = _of_elements(group)
    columns = [Column(key="page", label="Page", header=True, stacked="")]
    if told:
        columns.append(Column(key="found", label="What was found", stacked=""))
    if counted:
        failing = "To check" if group.outcome is Outcome.REVIEW else "Failing"
        columns.append(Column(key="failing", label=failing, number=True))
        columns.append(Column(key="passing", label="Passing", number=True))
    columns.append(Column(key="status", label="Since the crawl before", stacked="Status"))
    rows = (
        (
            Markup('{}<span class="age">{}</span>{}').format(
                words.page_name(page),
                table.outward(page.url, page.url),
                "" if page.role.headline else _UNCOUNTED,
            ),
            *((page.title,) if told else ()),
            *((f"{_touched(group, page):,}", f"{page.passing:,}") if counted else ()),
            _STATUS[page.status],
        )
        for page in group.pages
    )
    return Markup("<h{0}>Pages</h{0}>").format(level) + table.render(
        f"Pages: {group.title}", columns, rows, name="where", caption_hidden=True
    )


def page(
    detail: CouncilDetail, groups: Sequence[FindingGroup], back: str, kept: Collection[str]
) -> Markup:
    """Return the page of one finding with all its evidence. `groups` share an audit: one may fail
    and another wait for a person. `kept` are the digests of the pictures that are still there."""
    return Markup(
        '<div class="u"><p class="back"><a href="{}">{}</a></p><h1>{}</h1>{}</div>'
    ).format(
        back,
        detail.council.name,
        groups[0].title,
        Markup("").join(_alone(group, kept, first=group is groups[0]) for group in groups),
    )


def _alone(group: FindingGroup, kept: Collection[str], *, first: bool) -> Markup:
    title = Markup("") if first else Markup("<h2>{}</h2>").format(group.title)
    return Markup('<section class="alone">{}<ul class="tags">{}</ul>{}{}{}{}</section>').format(
        title,
        Markup("").join(Markup("<li>{}</li>").format(tag) for tag in _tags(group)),
        _remedy(group),
        _where(group, 2),
        evidence.components(group, 2, kept) if len(group.pages) > 1 else "",
        evidence.elements(group, 2, kept),
    )
