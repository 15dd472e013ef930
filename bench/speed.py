"""How well the speed score repeats, beside the `lighthouse` command on the same pages.

    python -m bench.speed [--repeats 10] [--condition quiet|busy|both] [--json out.json]
    python -m bench.speed --from quiet.json busy.json

Twelve pages: hard ones made for it, our fictional councils', and those of the folder of real sites
that --sites (or BENCH_SITES) names, if it is there. In every round each page is loaded once by us
and once by Lighthouse, so that both meet the same machine. "busy" is the same while two other lanes
of ours visit pages all the time. All scores come from our own curves.

With --json every run is kept in that file as it ends, and a run that is in it is not made again: a
measurement may be stopped and taken up. --from sums such files up and measures nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from bench.busy import kept_busy
from bench.served import SOUND_SITES, served
from bench.speed_pages import NAMES, pages_served
from bench.speed_record import Record, new_record, read_record, write_record
from bench.speed_runs import LIGHTHOUSE, OURS, Run, run_lighthouse, run_ours
from bench.speed_tables import show
from crawler.browser.find import find_chromium
from crawler.browser.node import find_node
from crawler.browser.pool import Lane
from crawler.config import read_config
from crawler.errors import UsabilityError
from tests.server import SITES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from crawler.config import Config

CONDITIONS = ("quiet", "busy")
BUSY_LANES = 2
# Unlike each other: a theme with big style sheets and with shifts, a page of parts, a front page.
REAL_PAGES = {
    "northants": "northants-lgs/index.html",
    "northants-parts": "northants-lgs/components/index.html",
    "california": "ca-state-template/index.html",
}
OWN_PAGES = {slug: f"{slug}/" for slug in SOUND_SITES}
# In the place of real sites where there are none.
MORE_OWN_PAGES = {
    "eastmere-bins": "eastmere/bins/",
    "fenwharf-planning": "fenwharf/planning",
    "northmarsh-register": "northmarsh/register",
}


def main() -> None:
    """Read the command line, measure, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeats", type=int, default=10, help="runs of each page (10)")
    parser.add_argument("--condition", choices=(*CONDITIONS, "both"), default="both")
    parser.add_argument("--pages", nargs="+", metavar="PAGE", help="only these, by name")
    parser.add_argument("--without-lighthouse", action="store_true", help="only our own runs")
    parser.add_argument("--sites", type=Path, metavar="FOLDER", help="real sites, a folder each")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep every run in this file")
    parser.add_argument(
        "--from", nargs="+", type=Path, metavar="FILE", dest="files", help="only sum these up"
    )
    options = parser.parse_args()
    console = Console(width=150)
    try:
        if options.files:
            show(console, [read_record(path) for path in options.files])
            return
        record = take_up(options.json)
        with ExitStack() as stack:
            pages = serve(stack, options.sites)
            if unknown := set(options.pages or ()) - set(pages):
                sys.exit(f"No page is called {', '.join(sorted(unknown))}: {', '.join(pages)}.")
            chosen = {name: pages[name] for name in options.pages or pages}
            who = (OURS,) if options.without_lighthouse else (OURS, LIGHTHOUSE)
            conditions = CONDITIONS if options.condition == "both" else (options.condition,)
            config = read_config(os.environ, allow_loopback=True)
            # As a worker does when it starts: the machine is measured before it is kept busy.
            asyncio.run(get_ready(config, next(iter(pages.values()))))
            for condition in conditions:
                busy = list(pages.values()) if condition == "busy" else []
                with kept_busy(busy, BUSY_LANES if busy else 0):
                    asyncio.run(
                        measure(
                            config, record, options.json, chosen, condition, who, options.repeats
                        )
                    )
        show(console, [record])
    except UsabilityError as error:
        sys.exit(str(error))


def take_up(path: Path | None) -> Record:
    """What the file holds already, or nothing."""
    return read_record(path) if path is not None and path.exists() else new_record()


def serve(stack: ExitStack, sites: Path | None) -> dict[str, str]:
    """The addresses of all pages, by name, served until the stack ends."""
    named = os.environ.get("BENCH_SITES")
    sites = sites or (Path(named) if named else None)
    base = stack.enter_context(pages_served())
    pages = {name: f"{base}/{name}/" for name in NAMES}
    pages |= _served(stack, SITES, OWN_PAGES)
    if sites is not None and all((sites / path).is_file() for path in REAL_PAGES.values()):
        return pages | _served(stack, sites, REAL_PAGES)
    where = f"in {sites}" if sites is not None else "named (--sites)"
    print(f"There are no real sites {where}: more pages of fictional councils instead.")
    return pages | _served(stack, SITES, MORE_OWN_PAGES)


def _served(stack: ExitStack, parent: Path, paths: Mapping[str, str]) -> dict[str, str]:
    slugs = sorted({path.partition("/")[0] for path in paths.values()})
    origins, _ = stack.enter_context(served([parent / slug for slug in slugs]))
    at = dict(zip(slugs, origins, strict=True))
    split = {name: path.partition("/") for name, path in paths.items()}
    return {name: f"{at[slug]}/{rest}" for name, (slug, _, rest) in split.items()}


async def get_ready(config: Config, url: str) -> None:
    """What is done once in a process, such as measuring the machine, is no part of a page."""
    async with Lane(config) as lane:
        await lane.measure(url)


async def measure(
    config: Config,
    record: Record,
    path: Path | None,
    pages: Mapping[str, str],
    condition: str,
    who: Collection[str],
    repeats: int,
) -> None:
    """Every page by turns, as often as is still wanted; each run is kept as it ends."""
    wanted = {
        (page, condition, by, turn) for page in pages for by in who for turn in range(repeats)
    }
    if wanted <= record.done:
        return
    node, chromium = find_node(config), find_chromium(config)
    async with Lane(config) as lane:
        versions = lane.versions
        record.versions = {name: getattr(versions, name) for name in versions.__struct_fields__}
        for turn in range(repeats):
            for page, url in pages.items():
                for by in who:
                    if (page, condition, by, turn) in record.done:
                        continue
                    if by == OURS:
                        measured = await run_ours(lane, url)
                    else:
                        measured = await run_lighthouse(node, chromium, config, url)
                    run = Run(
                        page=page,
                        condition=condition,
                        by=by,
                        round=turn,
                        seconds=round(measured.seconds, 3),
                        load=os.getloadavg()[0],
                        metrics=measured.metrics,
                        factor=measured.factor,
                        own_score=measured.own_score,
                        error=measured.error,
                    )
                    record.add(run)
                    if path is not None:
                        write_record(path, record)
                    print(_line(run), flush=True)


def _line(run: Run) -> str:
    what = f"score {run.score:5.1f}" if run.metrics is not None else run.error
    return (
        f"{run.condition} {run.round + 1:2} {run.page:16} {run.by:10} {run.seconds:5.1f} s  {what}"
    )


if __name__ == "__main__":
    main()
