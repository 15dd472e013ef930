"""The pages that stand for a website: how each did, how it was found, and which were replaced."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING

from markupsafe import Markup

from crawler.records import EndState, PageRole, Pillar
from dashboard import table, words
from dashboard.table import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.database.queries import PageSummary, PanelChange

_COLUMNS = (
    Column(key="page", label="Page", header=True, stacked=""),
    Column(key="state", label="Ended as"),
    *(Column(key=p.value, label=words.PILLARS[p], number=True) for p in Pillar),
    Column(key="lcp", label="Largest paint", number=True),
    Column(key="weight", label="Weight", number=True),
)


def pages(tested: Sequence[PageSummary]) -> Markup:
    """Return the pages tested, those of suppliers and those beside the panel apart."""
    rotating = [page for page in tested if page.role is PageRole.ROTATING]
    counted = [page for page in tested if page.role is not PageRole.ROTATING]
    supplied = [page for page in counted if page.supplier is not None]
    own = [page for page in counted if page.supplier is None]
    return Markup("").join(
        (
            Markup(
                "<h2>Pages tested</h2><p>The panel of pages that stands for this website. It stays "
                "the same from crawl to crawl. Largest paint is when the largest part of the page "
                "appears on a simulated slow phone.</p>{}"
            ).format(_walked(tested)),
            _table("Pages tested", own) if own else Markup(""),
            _supplied(supplied),
            _rotating(rotating),
        )
    )


def _walked(tested: Sequence[PageSummary]) -> Markup:
    """Say which pages were acted on; nothing where this crawl, as older ones, acted on none."""
    walked = [page for page in tested if page.walked]
    if not walked:
        return Markup("")
    return Markup(
        "<p>With keyboard and mouse we also acted on {} of them, one of each template: {}. "
        '<a href="/methodology#which-pages-are-acted-on">How they are chosen</a>.</p>'
    ).format(len(walked), ", ".join(words.page_name(page) for page in walked))


def _supplied(tested: Sequence[PageSummary]) -> Markup:
    if not tested:
        return Markup("")
    means = []
    for pillar in Pillar:
        values = [
            value for page in tested if (value := getattr(page.scores, pillar.value)) is not None
        ]
        if values:
            means.append(f"{words.PILLARS[pillar].lower()} {words.score(fmean(values))}")
    told = f" Their mean: {', '.join(means)}." if means else ""
    return Markup(
        "<h3>Run by suppliers for this council</h3><p>Other organisations run these pages. "
        "To residents they are the council’s service, so they count in its scores.{}</p>{}"
    ).format(told, _table("Pages run by suppliers", tested))


def _rotating(tested: Sequence[PageSummary]) -> Markup:
    if not tested:
        return Markup("")
    return Markup(
        "<h3>Also looked at this time; not in the scores</h3><p>Each crawl picks other pages by "
        "lot, to see more of the website.</p>{}"
    ).format(_table("Also looked at this time", tested))


def _table(caption: str, tested: Sequence[PageSummary]) -> Markup:
    rows = ((_page(page), *_numbers(page)) for page in tested)
    return table.render(caption, _COLUMNS, rows, name="pages", caption_hidden=True)


def _page(page: PageSummary) -> Markup:
    name = words.page_name(page)
    return Markup('{}<span class="age">{}</span>{}').format(
        name, table.outward(page.url, page.url), _chosen(page, name)
    )


def _chosen(page: PageSummary, name: str) -> Markup:
    """Return how the page was found and why it was chosen, behind a line that opens."""
    facts: list[str | Markup] = []
    if page.supplier is not None:
        facts.append(f"Run by {page.supplier} for this council.")
    facts += [f"Source: {words.SOURCES[page.source]}.", words.sentence(page.why)]
    if page.replaces is not None:
        facts.append(
            Markup("It took the place of {}, which is gone.").format(
                table.outward(page.replaces, page.replaces)
            )
        )
    if page.walked:
        facts.append("We also acted on it with keyboard and mouse.")
    elif page.not_walked:
        facts.append(f"We did not act on it with keyboard and mouse. {page.not_walked}")
    return Markup(
        '<details class="chosen"><summary>Why this page'
        '<span class="visually-hidden">: {}</span></summary>{}</details>'
    ).format(name, table.paragraphs(*facts))


def _numbers(page: PageSummary) -> tuple[str | Markup, ...]:
    state: str | Markup = words.state(page.state)
    if page.reason and page.state is not EndState.AUDITED:
        state = Markup('{}<span class="age">{}</span>').format(state, words.sentence(page.reason))
    return (
        state,
        *(words.score(getattr(page.scores, pillar.value)) for pillar in Pillar),
        words.NOTHING if page.metrics is None else words.seconds(page.metrics.lcp_ms),
        words.NOTHING if page.network is None else words.size(page.network.transfer_bytes),
    )


# --- What changed -------------------------------------------------------------------------------


def changes(left: Sequence[PanelChange], tested: Sequence[PageSummary]) -> Markup:
    """Return which pages left the panel; nothing where none did. One that is still tested has only
    taken another place."""
    here = {page.url for page in tested}
    replaced = [change for change in left if change.url not in here]
    if not replaced:
        return Markup("")
    columns = (
        Column(key="page", label="Page", header=True, stacked=""),
        Column(key="when", label="Replaced on"),
        Column(key="old", label="Before"),
        Column(key="new", label="Now"),
        Column(key="why", label="Why"),
    )
    rows = (
        (
            words.page_name(change),
            Markup('<time datetime="{}">{}</time>').format(
                change.at.date().isoformat(), words.short_day(change.at)
            ),
            table.outward(change.url, change.url),
            "None so far"
            if change.replaced_by is None
            else table.outward(change.replaced_by, change.replaced_by),
            words.sentence(change.reason) or words.NOTHING,
        )
        for change in replaced
    )
    return Markup(
        "<h2>Pages that were replaced</h2><p>A page keeps its place until it is gone, or until "
        "whoever runs this dashboard has the pages chosen anew. Scores before and after are of "
        "different pages.</p>"
    ) + table.render(
        "Pages that were replaced, newest first",
        columns,
        rows,
        name="replaced",
        caption_hidden=True,
    )
