"""Crawls disturbed at random moments, each against one that nobody disturbed.

    python -m bench.soak_jobs --seed 1 --moments 25 --database sqlite

For every moment a crawl of a few small websites starts afresh, is struck, and is run on with the
same commands until it is done. What it left must be what the undisturbed crawl left, and nothing
else: no process, no file in the temporary folder, no job in the queue. Exit code 1 where anything
was wrong; what is needed to look into it is kept.

A moment is chosen by the seed: what strikes, once how many pages are saved, how long after that,
and which process of several. `--only 7` repeats the seventh.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from msgspec import Struct

from bench.soak import disturbances
from bench.soak.disturbances import NothingToStrikeError
from bench.soak.processes import named
from bench.soak.record import read_record
from bench.soak.scene import PATIENCE, Scene
from bench.soak.verify import violations
from crawler.jobs.queue import JobQueue
from tests.postgresql import PostgreSQL
from tests.server import SiteServer
from tests.small_site import LINKS, write_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.soak.processes import Command
    from bench.soak.record import Record

SITES = ("aldwick", "bexham", "corley")
PAGES = 3
KINDS = {
    "worker": "kill -9 of a worker",
    "crawl": "kill -9 of `usability crawl`",
    "schedule": "kill -9 of `usability schedule`",
    "child": "kill -9 of a website's process",
    "browser": "kill -9 of a browser",
    "node": "kill -9 of Playwright's Node",
    "simulator": "kill -9 of Lantern's Node",
    "pause": "a worker stopped for longer than it may be silent",
    "server": "PostgreSQL restarted (immediate)",
    "disk": "the disk full",
    "locked": "SQLite locked by another process",
    "clock": "the clock stepped",
}
ONLY_ON = {"server": "postgresql", "locked": "sqlite"}
# The undisturbed crawl is the rule for all of them, so it must be one.
SETTLE_SECONDS = 25.0


class Moment(Struct, frozen=True, kw_only=True):
    """`pages`: once so many are saved. `later`: so many seconds after that."""

    number: int
    kind: str
    pages: int
    later: float
    seed: str


class Outcome(Struct, frozen=True, kw_only=True):
    """`recovery`: seconds from the blow, its own time left out, to the end of the crawl."""

    moment: Moment
    alive: str
    recovery: float
    problems: list[str]
    restarts: int


def choose(seed: int, count: int, kinds: list[str]) -> list[Moment]:
    """`count` moments, every kind as often as any other or once more. The same seed, count and
    kinds give the same ones."""
    random = Random(seed)  # noqa: S311 -- to be repeated, not to be secret
    order: list[str] = []
    while len(order) < count:
        order += random.sample(kinds, len(kinds))
    return [
        Moment(
            number=number,
            kind=kind,
            pages=random.randrange(len(SITES) * PAGES - 1),
            later=round(random.uniform(0, 2.5), 2),
            seed=f"{seed}-{number}",
        )
        for number, kind in enumerate(order[:count], 1)
    ]


class Soak:
    """The moments of one run, one after the other, in `folder`; evidence goes to `kept`."""

    def __init__(self, folder: Path, kept: Path, server: PostgreSQL | None, *, alone: bool) -> None:
        self._folder = folder
        self._kept = kept
        self._server = server
        self._alone = alone
        self._register = folder / "register.csv"

    def reference(self, name: str) -> Record:
        """The record of a crawl that nobody disturbs. Raises RuntimeError where even that is not
        as it must be."""
        scene = self._scene(name, {"concurrency": "2"})
        with scene.open():
            main = scene.start("crawl", "crawl")
            begun = time.monotonic()
            problem = scene.run_on(main)
            record = read_record(scene.config.database)
            problems = [problem] if problem else []
            problems += self._left(scene, record)
        if problems or len(record.pages) != len(SITES) * PAGES:
            said = "; ".join(problems) or f"{len(record.pages)} pages"
            raise RuntimeError(f"the undisturbed crawl is not sound: {said}")
        print(f"undisturbed: {len(record.pages)} pages, {time.monotonic() - begun:.0f} s")
        return record

    def live_through(self, moment: Moment, reference: Record) -> Outcome:
        random = Random(moment.seed)  # noqa: S311 -- as above
        name = f"{moment.number:02}-{moment.kind}"
        with contextlib.ExitStack() as stack:
            folder = self._folder / name
            small = moment.kind == "disk" and stack.enter_context(disturbances.small_disk(folder))
            alone = self._alone or (
                moment.kind not in ("worker", "pause", "schedule") and random.random() < 0.4
            )
            scene = self._scene(name, {"concurrency": "2" if alone else "1"})
            stack.enter_context(scene.open())
            clock = scene.said / "clock"
            main = self._begin(scene, moment, clock, random, alone=alone)
            alive, problems = "", []
            try:
                self._wait(scene, moment)
                alive = self._strike(scene, moment, clock, random, small=bool(small))
            except NothingToStrikeError:
                alive = "missed: it was over before"
            since = time.monotonic()
            if problem := scene.run_on(main):
                problems.append(problem)
            recovery = time.monotonic() - since
            problems += scene.stop()
            problems += self._left(
                scene, reference, ended=main is not None, pictures=moment.kind != "disk"
            )
            outcome = Outcome(
                moment=moment,
                alive=("alone: " if alone else "") + alive,
                recovery=recovery,
                problems=problems,
                restarts=sum(command.starts - 1 for command in scene.commands),
            )
            if problems:
                self._keep(scene, name, outcome)
        return outcome

    def _begin(
        self, scene: Scene, moment: Moment, clock: Path, random: Random, *, alone: bool
    ) -> Command | None:
        """Start the commands, and return the one whose end is the crawl's."""
        fake = disturbances.fake_clock(clock) if moment.kind == "clock" else {}
        of_worker = bool(fake) and not alone and random.random() < 0.5
        if moment.kind == "schedule":
            scene.let_all_be_due()
            scene.start("schedule", "schedule")
            main = None
        else:
            main = scene.start("crawl", "crawl", **({} if of_worker else fake))
        if not alone:
            scene.start("worker", "worker", **(fake if of_worker else {}))
        return main

    def _wait(self, scene: Scene, moment: Moment) -> None:
        end = time.monotonic() + PATIENCE
        while scene.pages_saved() < moment.pages:
            if scene.over() or scene.idle() or time.monotonic() > end:
                raise NothingToStrikeError
            time.sleep(0.05)
        time.sleep(moment.later)

    def _strike(
        self, scene: Scene, moment: Moment, clock: Path, random: Random, *, small: bool
    ) -> str:
        match moment.kind:
            case "pause":
                return disturbances.paused(scene, random)
            case "locked":
                return disturbances.locked(scene, random)
            case "disk":
                return disturbances.full(scene, small=small)
            case "clock":
                return disturbances.stepped(scene, clock, random)
            case "server" if self._server is not None:
                return disturbances.restarted(scene, self._server.restart)
        return disturbances.struck(scene, moment.kind, random)

    def _scene(self, name: str, settings: dict[str, str]) -> Scene:
        folder = self._folder / name
        folder.mkdir(exist_ok=True)
        database = f"sqlite:///{folder}/crawl.db"
        if self._server is not None:
            database = self._server.database()
        return Scene(folder, self._register, database, {"pages": str(PAGES), **settings})

    def _left(
        self, scene: Scene, reference: Record, *, ended: bool = True, pictures: bool = True
    ) -> list[str]:
        """What is wrong with what the crawl left: records, jobs, processes, files."""
        problems = []
        end = time.monotonic() + SETTLE_SECONDS
        while (left := scene.processes()) and time.monotonic() < end:
            time.sleep(0.2)
        if left:
            problems.append(f"still running: {named(left)}")
        if files := sorted(path.name for path in scene.scratch.iterdir()):
            problems.append(f"left in the temporary folder: {', '.join(files[:4])}")
        with JobQueue(scene.config) as queue:
            if jobs := queue.jobs():
                problems.append(f"jobs left: {', '.join(f'{job.id} {job.state}' for job in jobs)}")
        return problems + violations(
            scene.config.database,
            scene.config.artifacts,
            reference,
            scene.websites,
            ended=ended,
            pictures=pictures,
        )

    def _keep(self, scene: Scene, name: str, outcome: Outcome) -> None:
        """Copy all that tells what happened, and say where it is."""
        place = self._kept / name
        place.mkdir(parents=True)
        (place / "problems.txt").write_text("\n".join([outcome.alive, *outcome.problems]) + "\n")
        shutil.copytree(scene.said, place / "said")
        balloon = shutil.ignore_patterns("artifacts", disturbances.BALLOON)
        shutil.copytree(scene.folder, place / "data", ignore=balloon)
        if self._server is not None:
            with (place / "dump.sql").open("wb") as dump:
                url = scene.config.database
                subprocess.run(["pg_dump", "--dbname", url], stdout=dump, check=False)


def table(outcomes: list[Outcome]) -> str:
    """The outcomes as a table, the problems of each beneath."""
    lines = [
        "| Moment | What struck | When | Alive then | Restarts | Recovery, s | Verdict |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for outcome in outcomes:
        moment = outcome.moment
        verdict = f"**{len(outcome.problems)} wrong**" if outcome.problems else "sound"
        lines.append(
            f"| {moment.number} | {KINDS[moment.kind]} | {moment.pages} pages saved, "
            f"{moment.later:g} s later | {outcome.alive} | {outcome.restarts} | "
            f"{outcome.recovery:.0f} | {verdict} |"
        )
    for outcome in outcomes:
        lines += [f"- {outcome.moment.number}: {problem}" for problem in outcome.problems]
    return "\n".join(lines)


@contextlib.contextmanager
def _sites(folder: Path) -> Iterator[SiteServer]:
    """Our websites, under addresses that stay for the whole run; the register is beside them."""
    links = dict(list(LINKS.items())[: PAGES - 1])
    for slug in SITES:
        write_site(folder / "sites", slug, links=links)
    with SiteServer(folder / "sites") as server:
        server.write_register(folder / "register.csv")
        yield server


def main(arguments: list[str] | None = None) -> int:
    """Run the moments asked for, print the table, and return 1 where anything was wrong."""
    given = _given(arguments)
    kinds = [kind for kind in given.kinds if ONLY_ON.get(kind, given.database) == given.database]
    if given.alone:
        kinds = [kind for kind in kinds if kind not in ("worker", "pause", "schedule")]
    moments = choose(given.seed, 3 if given.quick else given.moments, kinds)
    if given.only:
        moments = [moment for moment in moments if moment.number in given.only]
    at = datetime.now(UTC)
    print(f"seed {given.seed}, {len(moments)} moments, {given.database}, {at:%Y-%m-%d %H:%M} UTC")
    kept = given.evidence / f"{at:%Y%m%d-%H%M%S}-{given.database}"
    outcomes = []
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="soak-")))
        stack.enter_context(_sites(folder))
        server = stack.enter_context(PostgreSQL()) if given.database == "postgresql" else None
        soak = Soak(folder, kept, server, alone=given.alone)
        reference = soak.reference("reference")
        for moment in moments:
            outcome = soak.live_through(moment, reference)
            outcomes.append(outcome)
            print(table([outcome]).split("\n", 2)[2], flush=True)
    print("\n" + table(outcomes))
    wrong = sum(bool(outcome.problems) for outcome in outcomes)
    print(
        f"\n{len(outcomes) - wrong} of {len(outcomes)} sound, load average {os.getloadavg()[0]:.1f}"
    )
    if wrong:
        print(f"Evidence: {kept}")
    return 1 if wrong else 0


def _given(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--moments", type=int, default=25)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--kinds", nargs="+", choices=tuple(KINDS), default=list(KINDS))
    parser.add_argument("--only", nargs="+", type=int, help="repeat these moments alone")
    parser.add_argument("--quick", action="store_true", help="three moments")
    parser.add_argument("--alone", action="store_true", help="without a second worker")
    parser.add_argument("--evidence", type=Path, default=Path("data/soak"))
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
