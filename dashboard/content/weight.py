"""What pages weigh, by kind and by whose it is, and the carbon of that.

Domains and names of organisations come from the pages: each goes in as text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from crawler.scoring import carbon
from crawler.words import FILE_KINDS
from dashboard import table, words
from dashboard.table import Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from crawler.database.queries import PageSummary
    from crawler.facts.loading import Loading

_COLUMNS = (
    Column(key="page", label="Page", header=True, stacked=""),
    Column(key="weight", label="Weight", number=True),
    Column(key="requests", label="Files", number=True),
    Column(key="others", label="From others", number=True),
    Column(key="carbon", label="Carbon a view", number=True),
)
_OTHERS = (
    Column(key="domain", label="Organisation", header=True, stacked=""),
    Column(key="pages", label="On pages", number=True),
    Column(key="weight", label="Weight, together", number=True),
    Column(key="thread", label="Keeps the phone busy", number=True),
)
_MOST_OTHERS = 12
_LEAST = 500  # bytes, which rounds to 1 kB
_LEAST_GRAMS = 0.005  # which rounds to 0.01


class _Kind(NamedTuple):
    name: str
    bytes: float  # of a page, on average
    others: float  # of them, from other organisations


def part(tested: Sequence[PageSummary], loaded: Mapping[int, Loading]) -> Markup:
    """Return what the pages weigh; nothing where that is not known of any."""
    weighed = [page for page in tested if page.network is not None]
    if not weighed:
        return Markup("")
    known = [loaded[page.page_audit_id] for page in weighed if page.page_audit_id in loaded]
    mean = sum(_weight(page) for page in weighed) / len(weighed)
    emitted = carbon.grams(round(mean))
    return Markup("<h3>What the pages weigh</h3><p>{}</p>{}<p>{}</p>{}{}").format(
        Markup("A page weighs <strong>{}</strong> on average, at a first visit.").format(
            words.size(round(mean))
        ),
        _picture(known),
        Markup(
            "A view causes {}<strong>{}</strong> of CO<sub>2</sub>e, grade {} of A+ to F "
            "(Sustainable Web Design, model 4). That is weight in other words: shown, never scored."
        ).format(
            "about " if emitted >= _LEAST_GRAMS else "", _grams(emitted), carbon.grade(emitted)
        ),
        _pages(weighed, loaded),
        _organisations(known),
    )


def _weight(page: PageSummary) -> int:
    return page.network.transfer_bytes if page.network is not None else 0


def _grams(emitted: float) -> str:
    return f"{emitted:.2f} g" if emitted >= _LEAST_GRAMS else "less than 0.01 g"


# --- By kind ------------------------------------------------------------------------------------


def _picture(known: Sequence[Loading]) -> Markup:
    """Return a bar for each kind of file: the number to read, and its length to look at."""
    kinds = _kinds(known)
    if not kinds:
        return Markup("")
    most = kinds[0].bytes
    whole = sum(kind.bytes for kind in kinds)
    others = sum(kind.others for kind in kinds)
    bars = Markup("").join(
        Markup(
            '<li><span class="what">{}</span> <span class="amount">{}{}</span>'
            '<span class="bar" aria-hidden="true"><span class="own" style="width:{:.1f}%"></span>'
            '<span class="others" style="width:{:.1f}%"></span></span></li>'
        ).format(
            kind.name,
            words.size(round(kind.bytes)),
            _theirs(kind),
            100 * (kind.bytes - kind.others) / most,
            100 * kind.others / most,
        )
        for kind in kinds
    )
    return Markup('<ul class="bars" role="list">{}</ul><p class="age">{}</p>').format(
        bars,
        "Striped: from other organisations, such as trackers, maps and fonts; "
        f"{_part(others, whole)} of the weight."
        if others
        else "No file comes from other organisations.",
    )


def _theirs(kind: _Kind) -> str:
    if kind.others < _LEAST:
        return ""
    if kind.bytes - kind.others < _LEAST:
        return ", all from others"
    return f", {words.size(round(kind.others))} from others"


def _kinds(known: Sequence[Loading]) -> list[_Kind]:
    """Return the kinds of a page on average, heaviest first."""
    sums: dict[str, list[float]] = {}
    for loading in known:
        for share in loading.types:
            held = sums.setdefault(share.type, [0.0, 0.0])
            held[0] += share.bytes / len(known)
            held[1] += min(share.third_bytes, share.bytes) / len(known)
    kinds = (
        _Kind(FILE_KINDS[name].capitalize(), *held)
        for name, held in sums.items()
        if held[0] >= _LEAST
    )
    return sorted(kinds, key=lambda kind: -kind.bytes)


def _part(some: float, whole: float) -> str:
    share = 100 * some / whole
    return "none" if some == 0 else f"{share:.0f}%" if share >= 0.5 else "under 1%"


# --- By page ------------------------------------------------------------------------------------


def _pages(weighed: Sequence[PageSummary], loaded: Mapping[int, Loading]) -> Markup:
    rows = (
        (
            words.page_name(page),
            words.size(_weight(page)),
            words.NOTHING if page.network is None else f"{page.network.requests:,}",
            _from_others(loaded.get(page.page_audit_id)),
            _carbon(_weight(page)),
        )
        for page in sorted(weighed, key=_weight, reverse=True)
    )
    return Markup(
        '<details id="weights"><summary>{}</summary><div class="inside">{}</div></details>'
    ).format(
        f"Weight of each page ({len(weighed)})",
        table.render(
            "Weight of each page, heaviest first",
            _COLUMNS,
            rows,
            name="weights",
            caption_hidden=True,
        ),
    )


def _from_others(loading: Loading | None) -> str:
    if loading is None or not loading.bytes:
        return words.NOTHING
    return _part(loading.third_bytes, loading.bytes)


def _carbon(size: int) -> str:
    emitted = carbon.grams(size)
    return f"{_grams(emitted)}, {carbon.grade(emitted)}"


# --- By organisation ----------------------------------------------------------------------------


class _Organisation:
    """Another organisation's domain, over all pages."""

    def __init__(self) -> None:
        self.name = ""
        self.pages = 0
        self.bytes = 0
        self.thread_ms = 0


def _organisations(known: Iterable[Loading]) -> Markup:
    met: dict[str, _Organisation] = {}
    for loading in known:
        for third in loading.third_parties:
            one = met.setdefault(third.domain, _Organisation())
            one.name = one.name or third.name
            one.pages += 1
            one.bytes += third.bytes
            one.thread_ms += third.thread_ms
    if not met:
        return Markup("")
    heaviest = sorted(met.items(), key=lambda item: (-item[1].bytes, item[0]))
    rows = (
        (
            Markup('{}<span class="age">{}</span>').format(one.name or domain, domain)
            if one.name
            else domain,
            f"{one.pages:,}",
            words.size(one.bytes),
            words.milliseconds(one.thread_ms) if one.thread_ms else words.NOTHING,
        )
        for domain, one in heaviest[:_MOST_OTHERS]
    )
    left = len(met) - _MOST_OTHERS
    return Markup(
        '<details id="others"><summary>{}</summary><div class="inside">{}{}</div></details>'
    ).format(
        f"Other organisations whose files the pages load ({len(met)})",
        table.render(
            "Other organisations, heaviest first",
            _OTHERS,
            rows,
            name="others",
            caption_hidden=True,
        ),
        Markup("<p>And {} more.</p>").format(left) if left > 0 else "",
    )
