"""How often the page that is chosen for a task is the right one, on sites that people labelled.

    python -m bench.panel [--sites SLUG …] [--set tune|held-out|fresh|blind] [--pairs]

Precision is the right pages among those that were chosen; recall is the right pages among the pairs
of site and task that have one. `docs/panel-truth.md` says what the labels mean. Pairs of the
held-out sites are only named when one asks for them by `--set` or `--sites`: whoever has read them
can no longer be measured with them.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct
from typing_extensions import override

from bench.labelled import (
    HELD_OUT,
    SETS,
    Label,
    Measured,
    measure,
    read_labels,
    serving,
)
from crawler.panel.address import page_key
from crawler.panel.assemble import page_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bench.labelled import Found, Servers, Site


class Pair(Struct, frozen=True, kw_only=True):
    """A label, what was chosen (None for no page) and why, and whether that is right."""

    label: Label
    chosen: str | None
    why: str
    right: bool

    @property
    def failed(self) -> bool:
        """Whether it is a wrong page, or a page that was not found."""
        return not self.right and (self.chosen is not None or self.label.has_page)

    @override
    def __str__(self) -> str:
        label = self.label
        chosen = _path(self.chosen) if self.chosen else "nothing"
        trap = f" [{label.trap}]" if label.trap else ""
        wanted = " or ".join(label.pages)
        return f"{label.site}: {label.task}: {chosen}, not {wanted}{trap}: {self.why}"


class Figures(Struct, frozen=True, kw_only=True):
    """Of so many `pairs`, `with_page` have a page, and `found` of those got the right one. `chosen`
    counts all pages that were chosen, `right` those that are a right one."""

    pairs: int
    with_page: int
    found: int
    chosen: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.chosen if self.chosen else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.with_page if self.with_page else 1.0

    @override
    def __str__(self) -> str:
        return (
            f"precision {self.precision:.3f} ({self.right} of {self.chosen} chosen), "
            f"recall {self.recall:.3f} ({self.found} of {self.with_page}), {self.pairs} pairs"
        )


def compare(labels: Iterable[Label], slug: str, measured: Measured) -> tuple[Pair, ...]:
    """What was found on a site beside what people say of it."""
    return tuple(_pair(label, measured) for label in labels if label.site == slug)


def _pair(label: Label, measured: Measured) -> Pair:
    site, found = measured.sites[label.site], measured.found[label.site]
    page = page_for(label.task, found.panel)
    if page is None:
        return Pair(label=label, chosen=None, why=_why_none(label, site, found), right=False)
    right = {page_key(url) for url in measured.right_addresses(label)}
    return Pair(label=label, chosen=page.url, why=page.reason, right=page_key(page.url) in right)


def _why_none(label: Label, site: Site, found: Found) -> str:
    """The best candidate and what was held against it."""
    if label.task not in {task.slug for task in site.tasks}:
        return "not a task of this type of council"
    candidates = sorted(
        (
            candidate
            for candidate in found.discovered.candidates
            if label.task in (candidate.task, candidate.role)
        ),
        key=lambda candidate: -candidate.score,
    )
    if not candidates:
        return "no candidate"
    best = candidates[0]
    return f"best was {_path(best.url)} with {best.score}: {best.rejected or best.reason}"


def figures(pairs: Collection[Pair]) -> Figures:
    return Figures(
        pairs=len(pairs),
        with_page=sum(pair.label.has_page for pair in pairs),
        found=sum(pair.right and pair.label.has_page for pair in pairs),
        chosen=sum(pair.chosen is not None for pair in pairs),
        right=sum(pair.right for pair in pairs),
    )


def by_set(pairs: Collection[Pair]) -> dict[str, Figures]:
    """The figures of each set and of all."""
    sets = {name: [pair for pair in pairs if pair.label.set == name] for name in SETS}
    return {name: figures(some) for name, some in sets.items() if some} | {"all": figures(pairs)}


async def _measure(sites: dict[str, Site], servers: Servers) -> Measured:
    def said(slug: str, found: Found, seconds: float) -> None:
        say(f"{slug:20} {found.looks + 1:2} loads, {seconds:4.1f} s")

    return await measure(sites, servers, said=said)


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc.removeprefix('127.0.0.1')}{parts.path}"


def say(sentence: str) -> None:
    print(sentence, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.panel", description=__doc__)
    parser.add_argument("--sites", nargs="+", metavar="SLUG", help="only these")
    parser.add_argument("--set", choices=SETS, help="only the sites of this set")
    parser.add_argument("--pairs", action="store_true", help="list every pair, not only failures")
    options = parser.parse_args(arguments)
    labels = [
        label
        for label in read_labels()
        if (not options.sites or label.site in options.sites)
        and (not options.set or label.set == options.set)
    ]
    slugs = dict.fromkeys(label.site for label in labels)
    with serving(slugs) as (sites, servers):
        for slug in slugs:
            if slug not in sites:
                say(f"{slug:20} is not on this machine, so its pairs are left out")
        measured = asyncio.run(_measure(sites, servers))
        pairs = [pair for slug in sites for pair in compare(labels, slug, measured)]
    say("")
    for pair in pairs:
        if pair.label.set == HELD_OUT and not (options.set or options.sites):
            continue
        if pair.failed:
            say(str(pair))
        elif options.pairs:
            say(f"right: {pair.label.site}: {pair.label.task}: {_path(pair.chosen or '/none')}")
    say("")
    for name, result in by_set(pairs).items():
        say(f"{name:20} {result}")
    loads = [found.looks + 1 for found in measured.found.values()]
    say(f"{'loads a site':20} {sum(loads) / len(loads):.1f} on average, {max(loads)} at most")
    return 0


if __name__ == "__main__":
    sys.exit(main())
