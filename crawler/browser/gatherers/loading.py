"""What the load was made of, from the network log and Lighthouse's insights; the elements that they
name are found in the page."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from crawler.browser.gatherers import DOM
from crawler.browser.gatherers.preloads import gather_preloads
from crawler.browser.parties import domain_of, host_of
from crawler.facts.loading import (
    LONGEST_URL,
    NO_FILES,
    NO_IMAGES,
    NONE_SAVED,
    File,
    Files,
    HeavyImage,
    Images,
    LargestPaint,
    Loading,
    LongTasks,
    OldHttp,
    Saving,
    Share,
    ShiftSource,
    ThirdParty,
    WebFont,
    hundreds,
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
LEAST_SHIFT = 0.005
LEAST_THREAD_MS = 100


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
    website: str = "",
) -> Loading:
    """Put together what is known of the load. `unread` counts scripts and style sheets whose text
    could not be had, `elements` those of the document. What comes from the host `website` is no
    third party's either, whoever shows the page. Whether preloads were used the browser says 3.3
    seconds after the load, so where there are any this may wait for as long."""
    nodes = list(dict.fromkeys(_nodes(explained)))
    answer = msgspec.json.decode(
        await world.give(SCRIPT, nodes=nodes, install=(DOM,)), type=_InPage
    )
    spots = dict(zip(nodes, answer.spots, strict=True))
    requests = network.sent
    own = {domain_of(host_of(network.document)), domain_of(website)}
    third = [request for request in requests if domain_of(host_of(request.url)) not in own]
    parties = _parties(third, explained)
    fonts = _fonts(requests, explained)
    theirs = [busy for busy in explained.long if _domain(busy.url) not in {*own, ""}]
    server = explained.server
    return Loading(
        complete=not network.overflowed,
        untold=explained.untold,
        types=_types(requests, third),
        third_parties=parties[:MOST],
        third_count=len(parties),
        oversized=_images(explained.images.oversized, spots),
        formats=_images(explained.images.formats, spots),
        uncompressed=_files(explained.uncompressed),
        unminified_scripts=_files(explained.unminified.script),
        unminified_styles=_files(explained.unminified.stylesheet),
        unread=unread,
        cached=_files(explained.cached),
        blocking=_files(explained.blocking),
        preloads=await gather_preloads(session, world, requests, answer.since),
        long_tasks=_long_tasks(explained),
        blocking_ms=fifties(sum(busy.beyond for busy in explained.long)),
        third_blocking_ms=fifties(sum(busy.beyond for busy in theirs)),
        fonts=fonts[:MOST],
        font_count=len(fonts),
        font_bytes=sum(font.bytes for font in fonts),
        hiding_count=sum(font.hides for font in fonts),
        old_http=tuple(
            OldHttp(host=host[:LONGEST_URL], requests=count)
            for host, count in explained.protocols.hosts
        ),
        old_http_requests=explained.protocols.requests,
        old_http_saves=_saving(0, explained.protocols.saves),
        server_ms=None if server is None else fifties(server.ms),
        server_saves=NONE_SAVED if server is None else _saving(0, server.saves),
        redirect_ms=0 if server is None else fifties(server.redirects),
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


def _domain(url: str) -> str:
    return domain_of(host_of(url))


def _saving(size: float, milliseconds: float) -> Saving:
    saving = Saving(hundreds(size), fifties(milliseconds))
    return saving if saving != NONE_SAVED else NONE_SAVED


def _nodes(explained: Insights) -> Iterable[int]:
    if explained.largest is not None:
        yield explained.largest.node
    yield from (shift.node for shift in explained.shifts[:MOST])
    for pictures in (explained.images.oversized, explained.images.formats):
        yield from (picture.node for picture in pictures.found[:MOST])


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


def _parties(third: Sequence[Request], explained: Insights) -> tuple[ThirdParty, ...]:
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
        thread[_domain(url)] += round(milliseconds)
    found = (
        ThirdParty(
            domain=domain[:LONGEST_URL],
            name=names.get(domain, ""),
            requests=count,
            bytes=hundreds(sizes[domain]),
            thread_ms=hundreds(thread[domain]) if thread[domain] >= LEAST_THREAD_MS else 0,
        )
        for domain, count in counts.items()
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


def _images(pictures: told.Pictures, spots: dict[int, Spot | None]) -> Images:
    if not pictures.count:
        return NO_IMAGES
    return Images(
        count=pictures.count,
        saves=_saving(pictures.bytes, pictures.saves),
        worst=tuple(
            HeavyImage(
                url=picture.url[:LONGEST_URL],
                bytes=hundreds(picture.bytes),
                spot=spots.get(picture.node),
                size=picture.file,
                shown=picture.shown,
                format=FORMATS.get(picture.type, ""),
            )
            for picture in pictures.found[:MOST]
        ),
    )


def _long_tasks(explained: Insights) -> tuple[LongTasks, ...]:
    sums: defaultdict[str, list[float]] = defaultdict(lambda: [0, 0, 0])
    for busy in explained.long:
        at = sums[host_of(busy.url)]
        at[0] += busy.count
        at[1] += busy.ms
        at[2] = max(at[2], busy.longest)
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
    found = (
        WebFont(
            url=url,
            bytes=hundreds(request.bytes),
            hides=url in hidden,
            ms=fifties(hidden.get(url, 0)),
        )
        for url, request in fonts.items()
    )
    return tuple(sorted(found, key=lambda font: (not font.hides, -font.bytes, font.url)))


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
