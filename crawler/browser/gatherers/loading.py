"""What the load was made of, from the network log and Lighthouse's insights; the elements that they
name are found in the page."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from crawler.browser.gatherers import DOM
from crawler.browser.parties import domain_of, host_of
from crawler.facts.loading import (
    NO_FILES,
    NO_IMAGES,
    NO_PRELOADS,
    NONE_SAVED,
    File,
    Files,
    HeavyImage,
    Images,
    LargestPaint,
    Loading,
    LongTasks,
    OldHttp,
    Preloads,
    Saving,
    Share,
    ShiftSource,
    ThirdParty,
    WebFont,
)
from crawler.facts.spot import Spot

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from playwright.async_api import CDPSession

    from crawler.browser import insights as told
    from crawler.browser.gatherers.network import NetworkLog, Request
    from crawler.browser.insights import Insights
    from crawler.browser.world import World

SCRIPT = Path(__file__).with_suffix(".js").read_text()
MOST = 20
MOST_PRELOADS = 200
LONGEST_URL = 500
TYPES = {
    **{kind.lower(): kind.lower() for kind in ("Document", "Script", "Stylesheet", "Image")},
    "font": "font",
    "media": "media",
    "texttrack": "media",
    "xhr": "data",
    "fetch": "data",
    "eventsource": "data",
    "manifest": "data",
}
FORMATS = {
    "modern_format_or_compression": "format",
    "adjust_compression": "compression",
    "video_format": "animation",
}
OVERSIZED = "responsive_size"
LEAST_SHIFT = 0.005
LEAST_THREAD_MS = 100
# Chromium says three seconds after the load that a preload was not used.
VERDICT_MS = 3_300
_UNUSED = ("The resource ", " was preloaded using link preload but not used")
HEARD_SECONDS = 0.1


class _InPage(msgspec.Struct):
    since: float | None
    spots: list[Spot | None]


async def gather_loading(
    session: CDPSession,
    world: World,
    network: NetworkLog,
    explained: Insights,
    *,
    unread: int = 0,
    elements: int = 0,
) -> Loading:
    """Put together what is known of the load. `unread` counts scripts and style sheets whose text
    could not be had, `elements` those of the document. Whether preloads were used the browser says
    3.3 seconds after the load, so where there are any this may wait for as long."""
    nodes = list(dict.fromkeys(_nodes(explained)))
    answer = msgspec.json.decode(
        await world.give(SCRIPT, nodes=nodes, install=(DOM,)), type=_InPage
    )
    spots = dict(zip(nodes, answer.spots, strict=True))
    requests = network.sent
    own = domain_of(host_of(network.document))
    third = [request for request in requests if domain_of(host_of(request.url)) != own]
    parties = _parties(third, own, explained)
    fonts = _fonts(requests, explained)
    return Loading(
        complete=not network.overflowed,
        types=_types(requests, third),
        third_parties=parties[:MOST],
        third_count=len(parties),
        oversized=_images(explained.images, spots, sizes=True),
        formats=_images(explained.images, spots, sizes=False),
        uncompressed=_files(explained.uncompressed),
        unminified_scripts=_files(explained.unminified.script),
        unminified_styles=_files(explained.unminified.stylesheet),
        unread=unread,
        cached=_files(explained.cached),
        blocking=_files(explained.blocking),
        preloads=await _preloads(session, requests, answer.since),
        long_tasks=_long_tasks(explained),
        fonts=fonts[:MOST],
        font_count=len(fonts),
        old_http=tuple(
            OldHttp(host=host[:LONGEST_URL], requests=count)
            for host, count in sorted(explained.protocols.hosts, key=lambda each: (-each[1], each))
        ),
        old_http_saves=_saving(0, explained.protocols.saves),
        server_ms=None if explained.server is None else fifties(explained.server),
        server_saves=_saving(0, explained.server_saves),
        redirect_ms=fifties(explained.redirects),
        elements=elements,
        large_updates=explained.updates.layouts + explained.updates.styles,
        largest=_largest(explained.largest, spots),
        shifts=tuple(
            ShiftSource(shift=round(shift.score, 2), spot=spots.get(shift.node))
            for shift in explained.shifts[:MOST]
            if shift.score >= LEAST_SHIFT
        ),
    )


def fifties(milliseconds: float) -> int:
    """To the nearest 50, which is as fine as Lighthouse estimates savings."""
    return round(milliseconds / 50) * 50


def hundreds(count: float) -> int:
    """To the nearest 100: neither a cookie's length in bytes nor a moment must make a new fact."""
    return round(count / 100) * 100


def _saving(size: float, milliseconds: float) -> Saving:
    saving = Saving(hundreds(size), fifties(milliseconds))
    return saving if saving != NONE_SAVED else NONE_SAVED


def _nodes(explained: Insights) -> Iterable[int]:
    if explained.largest is not None:
        yield explained.largest.node
    yield from (shift.node for shift in explained.shifts[:MOST])
    yield from (image.node for image in explained.images.found[: 2 * MOST])


def _types(requests: Sequence[Request], third: Sequence[Request]) -> tuple[Share, ...]:
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for request in requests:
        at = sums[TYPES.get(request.kind.lower(), "other")]
        at[0] += 1
        at[1] += request.bytes
    for request in third:
        at = sums[TYPES.get(request.kind.lower(), "other")]
        at[2] += 1
        at[3] += request.bytes
    shares = (
        Share(
            type=name,
            requests=count,
            bytes=hundreds(size),
            third_requests=third_count,
            third_bytes=hundreds(third_size),
        )
        for name, (count, size, third_count, third_size) in sums.items()
    )
    return tuple(sorted(shares, key=lambda share: share.type))


def _parties(third: Sequence[Request], own: str, explained: Insights) -> tuple[ThirdParty, ...]:
    counts: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    names: dict[str, str] = {}
    thread: Counter[str] = Counter()
    for request in third:
        host = host_of(request.url)
        domain = domain_of(host)
        counts[domain] += 1
        sizes[domain] += request.bytes
        if name := explained.entities.get(host):
            names.setdefault(domain, name)
    for url, milliseconds in explained.threads:
        thread[domain_of(host_of(url))] += round(milliseconds)
    found = (
        ThirdParty(
            domain=domain[:LONGEST_URL],
            name=names.get(domain, ""),
            requests=count,
            bytes=hundreds(sizes[domain]),
            thread_ms=hundreds(thread[domain]) if thread[domain] >= LEAST_THREAD_MS else 0,
        )
        for domain, count in counts.items()
        if domain != own
    )
    return tuple(sorted(found, key=lambda party: (-party.bytes, -party.thread_ms, party.domain)))


def _files(files: told.Files) -> Files:
    if not files.count:
        return NO_FILES
    return Files(
        count=files.count,
        saves=_saving(files.bytes, files.saves),
        worst=tuple(
            File(
                url=file.url[:LONGEST_URL],
                bytes=hundreds(file.bytes),
                seconds=round(file.seconds),
                ms=fifties(file.ms),
            )
            for file in files.found[:MOST]
        ),
    )


def _images(pictures: told.Pictures, spots: dict[int, Spot | None], *, sizes: bool) -> Images:
    found = [
        HeavyImage(
            url=picture.url[:LONGEST_URL],
            bytes=hundreds(problem.bytes),
            spot=spots.get(picture.node),
            size=problem.file,
            shown=problem.shown,
            format=FORMATS.get(problem.type, ""),
        )
        for picture in pictures.found
        for problem in picture.problems
        if (problem.type == OVERSIZED) == sizes
    ]
    found.sort(key=lambda image: (-image.bytes, image.url))
    if not found:
        return NO_IMAGES
    milliseconds = pictures.size_saves if sizes else pictures.format_saves
    return Images(
        count=len(found),
        saves=_saving(sum(image.bytes for image in found), milliseconds),
        worst=tuple(found[:MOST]),
    )


def _long_tasks(explained: Insights) -> tuple[LongTasks, ...]:
    sums: defaultdict[str, list[float]] = defaultdict(lambda: [0, 0, 0])
    for url, count, milliseconds, longest in explained.long:
        at = sums[host_of(url)]
        at[0] += count
        at[1] += milliseconds
        at[2] = max(at[2], longest)
    found = (
        LongTasks(
            host=host[:LONGEST_URL],
            count=int(count),
            ms=hundreds(milliseconds),
            longest_ms=hundreds(longest),
        )
        for host, (count, milliseconds, longest) in sums.items()
    )
    return tuple(sorted(found, key=lambda tasks: (-tasks.ms, tasks.host)))[:MOST]


def _fonts(requests: Sequence[Request], explained: Insights) -> tuple[WebFont, ...]:
    hidden = {font.url: font.ms for font in explained.fonts}
    fonts = {request.url[:LONGEST_URL]: request for request in requests if request.kind == "Font"}
    return tuple(
        WebFont(
            url=url,
            bytes=hundreds(request.bytes),
            hides=url in hidden,
            ms=fifties(hidden.get(url, 0)),
        )
        for url, request in sorted(fonts.items())
    )


def _largest(
    largest: told.LargestShown | None, spots: dict[int, Spot | None]
) -> LargestPaint | None:
    if largest is None:
        return None
    first, *between, last = map(hundreds, largest.phases)
    wait, load = between or (0, 0)
    return LargestPaint(
        first_byte_ms=first,
        wait_ms=wait,
        load_ms=load,
        draw_ms=last,
        spot=spots.get(largest.node),
        url=largest.url[:LONGEST_URL],
        lazy=not largest.eager,
        hidden_from_parser=not largest.discoverable,
    )


async def _preloads(
    session: CDPSession, requests: Sequence[Request], since: float | None
) -> Preloads:
    preloads = {
        request.url: request for request in requests if request.preload and request.finished
    }
    if not preloads:
        return NO_PRELOADS
    told_by_now = since is not None
    if since is not None and since < VERDICT_MS:
        await asyncio.sleep((VERDICT_MS - since) / 1000)
    unused = await _complained_of(session, preloads) if told_by_now else {}
    files = {
        url: File(url=url[:LONGEST_URL], bytes=hundreds(request.bytes))
        for url, request in sorted(preloads.items())[:MOST_PRELOADS]
    }
    return Preloads(
        count=len(preloads),
        unused=tuple(file for url, file in files.items() if url in unused)[:MOST],
        unsure=() if told_by_now else tuple(files.values())[:MOST],
    )


async def _complained_of(session: CDPSession, known: dict[str, Request]) -> set[str]:
    """Those that the browser's log says were not used. A page cannot write to that log."""
    found: set[str] = set()

    def note(event: dict[str, Any]) -> None:
        text: str = event["entry"].get("text", "")
        url, complaint, _ = text.removeprefix(_UNUSED[0]).partition(_UNUSED[1])
        if complaint and url in known:
            found.add(url)

    session.on("Log.entryAdded", note)
    try:
        await session.send("Log.enable")  # which tells all that was said before
        await asyncio.sleep(HEARD_SECONDS)
        await session.send("Log.disable")
    finally:
        session.remove_listener("Log.entryAdded", note)
    return found
