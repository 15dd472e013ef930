"""Facts cut into columns and pieces, and put together again exactly.

A piece is a part of a `PageFacts`, or several, as canonical compact JSON. Parts that change
together share one: each piece that is new costs a row, a digest and its place in two indexes, a
hundred bytes, where the difference itself is often less. axe's runs at all widths are one, of which
the second hardly takes room. A field that is added to `PageFacts` later becomes a piece by itself
and needs nothing here.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Raw

from crawler.database.measurements import packed, unpacked
from crawler.records import Layout, Metrics, Network, PageFacts, Versions, Viewport

METRICS = Metrics.__struct_fields__
# Of the network log, the totals are columns and the rest is a piece.
TOTALS = ("requests", "transfer_bytes", "ttfb_ms")
COLUMNS = frozenset(
    {
        *("url", "final_url", "state", "visited_at", "reason", "status", "versions", "metrics"),
        *("screenshots", "timings_ms", "errors", "walked", "template", "measurement"),
    }
)
# The widths at which a visit takes a picture.
PICTURED = (Viewport.MOBILE, Viewport.DESKTOP)
STEPS = "steps"
AXE = "axe"
# What changes with the page's content, or hardly ever.
EXAMINED = "examined"
# What only acting on the page shows.
ACTED = "acted"
# What was loaded and what that came to: both change with nearly every visit.
LOADED = "loaded"
NETWORK = "network"
TOGETHER = {
    EXAMINED: (
        *("layout", "opened", "first_step", "no_first_step", "codesniffer", "text", "links"),
        *("fields", "tables", "frames", "style", "resizing", "motion", "targets", "hover_menus"),
        *("fit", "desktop_only", "covering", "first_screen", "contacts"),
    ),
    ACTED: ("watched", "keyboard", "pointer", "widgets"),
    LOADED: (NETWORK, "loading"),
}
# Where there is no piece of a kind yet, the one that it resembles: as it was kept at first.
BEFORE = {LOADED: NETWORK}
# Digests of pictures of what is at fault, by where they stand in what was examined. A date or a
# carousel makes each a new picture every week, while what was found stays as it is.
PICTURES = "pictures"
_OF_PICTURES = ("pictures", "box_pictures")
_SHARED = {name: kind for kind, names in TOGETHER.items() for name in names}
BY_VIEWPORT = (AXE, "layout")
_DEFAULTS = {field.name: field.default for field in msgspec.structs.fields(PageFacts)}


def canonical(value: Any) -> bytes:
    """Return the one JSON text of a value: no spaces, keys of mappings sorted."""
    return msgspec.json.encode(value, order="deterministic")


def columns_of(facts: PageFacts, page_url: str) -> dict[str, Any]:
    """Return the typed columns of a page audit, without keys; what equals its default is None."""
    row: dict[str, Any] = {
        "state": facts.state,
        "reason": facts.reason or None,
        "visited_at": facts.visited_at,
        "status": facts.status,
        "url": None if facts.url == page_url else facts.url,
        "final_url": None if facts.final_url == facts.url else facts.final_url,
        "timings_ms": list(facts.timings_ms.values()),
        "errors": facts.errors,
        "walked": facts.walked or None,
        "template": facts.template,
        "measurement": packed(facts.measurement),
    }
    row |= {name: getattr(facts.metrics, name, None) for name in METRICS}
    row |= {name: getattr(facts.network, name, None) for name in TOTALS}
    row |= {f"screenshot_{width}": facts.screenshots.get(width) for width in PICTURED}
    return row


def pieces_of(facts: PageFacts) -> list[tuple[str, bytes]]:
    """Return the kind and content of each piece, in the order of the fields."""
    pieces = []
    shared: dict[str, dict[str, Any]] = {}
    for name in PageFacts.__struct_fields__:
        value = getattr(facts, name)
        if name in COLUMNS or value is None or value == _DEFAULTS[name]:
            continue
        if name == NETWORK:
            shared.setdefault(LOADED, {})[name] = {
                field: getattr(value, field)
                for field in Network.__struct_fields__
                if field not in TOTALS
            }
        elif name in _SHARED:
            shared.setdefault(_SHARED[name], {})[name] = value
        elif name == AXE:
            widths = "+".join(run.viewport for run in value)
            pieces.append((f"{name}:{widths}", canonical(value)))
        else:
            pieces.append((name, canonical(value)))
    digests: dict[str, Any] = {}
    if EXAMINED in shared:
        shared[EXAMINED] = _without_pictures(msgspec.to_builtins(shared[EXAMINED]), "", digests)
    pieces += [(kind, canonical(parts)) for kind, parts in shared.items()]
    if digests:
        pieces.append((PICTURES, canonical(digests)))
    if facts.timings_ms:
        # The names of the steps, which are the same for nearly all; the times are a column.
        pieces.append((STEPS, canonical(list(facts.timings_ms))))
    return pieces


def _without_pictures(part: Any, path: str, digests: dict[str, Any]) -> Any:
    """Return a part of the facts without its digests, which are put into `digests`."""
    if isinstance(part, dict):
        rest = {}
        for name, value in part.items():
            if name in _OF_PICTURES and _are_digests(value):
                digests[f"{path}{name}"] = value
            else:
                rest[name] = _without_pictures(value, f"{path}{name}/", digests)
        return rest
    if isinstance(part, list | tuple):
        return [_without_pictures(each, f"{path}{at}/", digests) for at, each in enumerate(part)]
    return part


def _are_digests(value: Any) -> bool:
    if isinstance(value, dict):
        return bool(value) and all(_are_digests(each) for each in value.values())
    return isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)


def _put_back(parts: dict[str, Any], digests: dict[str, Any]) -> None:
    for path, value in digests.items():
        field, *steps, last = path.split("/")
        part: Any = parts.get(field)
        if isinstance(part, Raw):
            parts[field] = part = msgspec.json.decode(part)
        for step in steps:
            part = part[int(step) if isinstance(part, list) else step]
        part[last] = value


def stem_of(kind: str) -> str:
    """Return what a piece has in common with those of other visits that it resembles."""
    return kind.partition(":")[0]


def parts_in(kind: str, content: bytes) -> list[str]:
    """Return the names of the fields that a piece holds, with ":" and the width where there is one
    for each width."""
    if kind == PICTURES:
        return []  # they belong to what was examined
    name, _, widths = kind.partition(":")
    if widths:
        return [f"{name}:{width}" for width in widths.split("+")]
    if kind not in TOGETHER:
        return [kind]
    parts = msgspec.json.decode(content, type=dict[str, Raw])
    layouts = msgspec.json.decode(parts.pop("layout", b"[]"), type=tuple[Layout, ...])
    return [*parts, *(f"layout:{layout.viewport}" for layout in layouts)]


def facts_from(
    row: Any, page_url: str, versions: Versions | None, pieces: list[tuple[str, bytes]]
) -> PageFacts:
    """Put the facts together from a row of `page_audit` and its pieces in order."""
    url = row.url or page_url
    parts: dict[str, Any] = {
        "url": url,
        "final_url": row.final_url or url,
        "state": row.state,
        "visited_at": row.visited_at,
        "reason": row.reason or "",
        "status": row.status,
        "versions": versions,
        "metrics": metrics_from(row),
        "screenshots": screenshots_from(row),
        "errors": row.errors,
        "walked": bool(row.walked),
        "template": row.template,
        "measurement": unpacked(row.measurement),
    }
    digests: dict[str, Any] = {}
    for kind, content in pieces:
        name, _, width = kind.partition(":")
        if name == AXE and content.startswith(b"["):
            parts[name] = Raw(content)
        elif width:
            # One run or layout a piece, as it was kept at first.
            parts.setdefault(name, []).append(Raw(content))
        elif name in TOGETHER:
            parts |= msgspec.json.decode(content, type=dict[str, Raw])
        elif name == PICTURES:
            digests = msgspec.json.decode(content)
        elif name == STEPS:
            steps = msgspec.json.decode(content, type=list[str])
            parts["timings_ms"] = dict(zip(steps, row.timings_ms, strict=True))
        elif name in PageFacts.__struct_fields__:
            parts[name] = Raw(content)
    if NETWORK in parts:
        totals = {total: getattr(row, total) for total in TOTALS}
        parts[NETWORK] = totals | msgspec.json.decode(parts[NETWORK], type=dict[str, Raw])
    _put_back(parts, digests)
    return msgspec.json.decode(msgspec.json.encode(parts), type=PageFacts)


def metrics_from(row: Any) -> Metrics | None:
    """Return the metrics in a row's columns, or None when the visit had none."""
    if row.fcp_ms is None:
        return None
    return Metrics(**{name: getattr(row, name) for name in METRICS})


def screenshots_from(row: Any) -> dict[Viewport, str]:
    """Return the digests of the pictures in a row's columns."""
    digests = {width: getattr(row, f"screenshot_{width}") for width in PICTURED}
    return {width: digest for width, digest in digests.items() if digest is not None}


def versions_from(row: Any) -> Versions | None:
    """Return the versions in a row of their table; None for no row."""
    if row is None:
        return None
    return Versions(chromium=row.chromium, axe=row.axe, lighthouse=row.lighthouse)
