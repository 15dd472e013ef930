"""Which barriers are found that were planted by somebody who had not seen the checks.

`python -m bench.blind FILE` audits the pages of `tests/truth/blind`, adding a line of JSON a page
to FILE, and leaves out pages that FILE already has; then decides what was found, and writes that to
`tests/truth/blind/decisions.csv`. The decision is a rule of thumb: a person reads each, and where
it is wrong writes another into the column `ruling`, with the reason. Rulings are kept from one run
to the next as long as the rule decides as before.
"""

from __future__ import annotations

import asyncio
import csv
import sys
import threading
from collections import Counter
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from parsel import Selector
from typing_extensions import override

from crawler.audits.registry import judge
from crawler.browser.pool import Lane
from crawler.config import Config
from crawler.records import Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "truth" / "blind"
CONFIG = Config(allow_loopback=True, quiet=0.1, watch_time=4)
LANES = 3
# This says only that something was not tested, whatever it may be.
SAYS_NOTHING = frozenset({"hidden-content"})
LEVELS = ("definite", "advice", "review")
# Criteria that two testers may well give for the same barrier.
RELATED = (
    {"1.1.1", "2.4.4", "4.1.2"},
    {"1.3.1", "2.4.6", "3.3.2", "4.1.2"},
    {"1.3.1", "1.3.2"},
    {"1.3.1", "2.4.1"},
    {"1.3.1", "1.4.1", "3.3.1", "3.3.3"},
    {"1.3.2", "2.4.3"},
    {"1.4.3", "1.4.11"},
    {"1.4.11", "2.4.7", "2.4.11"},
    {"1.4.4", "1.4.10", "1.4.12"},
    {"2.1.1", "2.1.2", "4.1.2"},
    {"2.1.1", "1.4.13"},
    {"2.4.3", "2.4.7", "4.1.2"},
    {"2.1.2", "2.4.3"},
    {"2.4.4", "2.4.9"},
    {"2.2.1", "2.2.2", "3.2.5"},
    {"1.1.1", "3.3.8"},
)


class Page(NamedTuple):
    """A row of `expected.csv`; `element` is the id of what was planted, if that is an element."""

    page: str
    criterion: str
    barrier: str
    kind: str
    element: str


class Audited(msgspec.Struct, frozen=True):
    """What an audit of a page gave, but for what passed."""

    page: str
    state: str
    errors: dict[str, str]
    findings: tuple[Finding, ...]


class _Quiet(SimpleHTTPRequestHandler):
    @override
    def log_message(self, format: str, *args: Any) -> None:
        return


def expected() -> list[Page]:
    with (FOLDER / "expected.csv").open(encoding="utf-8", newline="") as file:
        return [Page(**row) for row in csv.DictReader(file)]


def read(file: Path) -> dict[str, Audited]:
    lines = file.read_bytes().splitlines() if file.exists() else []
    audited = (msgspec.json.decode(line, type=Audited) for line in lines)
    return {each.page: each for each in audited}


async def audit(pages: Iterable[Page], file: Path) -> None:
    """Audit the pages, each once, and add what was found to `file`."""
    queue = list(pages)[::-1]
    if not queue:
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(FOLDER)))
    threading.Thread(target=server.serve_forever, daemon=True).start()

    async def work() -> None:
        async with Lane(CONFIG) as lane:
            while queue:
                page = queue.pop().page
                url = f"http://127.0.0.1:{server.server_address[1]}/{page}"
                facts = (await lane.visit(url, walk=lambda _template: True)).facts
                findings = tuple(
                    finding
                    for finding in judge(facts)
                    if finding.outcome is Outcome.FAIL or finding.undecided
                )
                done = Audited(page, str(facts.state), facts.errors, findings)
                with file.open("ab") as out:
                    out.write(msgspec.json.encode(done) + b"\n")

    try:
        await asyncio.gather(*(work() for _ in range(LANES)))
    finally:
        server.shutdown()
        server.server_close()


def related(page: Page, finding: Finding) -> bool:
    """Whether the finding is of the barrier's criterion, or of one often given in its stead."""
    if page.criterion == "best practice" or not finding.wcag or page.criterion in finding.wcag:
        return True
    return any(page.criterion in group and group & set(finding.wcag) for group in RELATED)


def touches(page: Selector, planted: str, finding: Finding) -> bool:
    """Whether the finding is of the page, or of what was planted, its inside or what holds it."""
    if not planted or not finding.elements:
        return True
    target = page.xpath("//*[@id=$id]", id=planted)[0].root
    near = {target, *target.iterdescendants(), *target.iterancestors()}
    for element in finding.elements:
        if f'id="{planted}"' in element.html:
            return True
        try:
            if any(each.root in near for each in page.css(element.selector)):
                return True
        except ValueError:  # not a selector that can be read without a browser
            continue
    return False


def level(finding: Finding) -> str:
    if finding.outcome is Outcome.FAIL:
        return "advice" if finding.advice else "definite"
    return "review"


def by_axe(finding: Finding) -> bool:
    return any(engine.startswith("axe:") for engine in finding.engines)


def best(findings: Iterable[Finding]) -> tuple[str, Finding | None]:
    """The surest of the findings, and how sure it is."""
    ranked = sorted(findings, key=lambda finding: LEVELS.index(level(finding)))
    return (level(ranked[0]), ranked[0]) if ranked else ("no", None)


def decisions(pages: Iterable[Page], known: dict[str, Audited]) -> list[dict[str, str]]:
    """A row for each barrier: what was found of it by all that we have, and by axe alone."""
    rows = []
    for page in pages:
        if page.kind != "barrier" or page.page not in known:
            continue
        tree = Selector(text=(FOLDER / page.page).read_text(encoding="utf-8"))
        named = [
            finding
            for finding in known[page.page].findings
            if finding.pillar != "speed"
            and finding.audit not in SAYS_NOTHING
            and related(page, finding)
            and touches(tree, page.element, finding)
        ]
        found, finding = best(named)
        axe, axe_finding = best(each for each in named if by_axe(each))
        rows.append(
            {
                "page": page.page,
                "criterion": page.criterion,
                "barrier": page.barrier,
                "found": found,
                "audit": finding.audit if finding else "",
                "title": finding.title if finding else "",
                "axe": axe,
                "axe_audit": axe_finding.audit if axe_finding else "",
            }
        )
    return rows


def alarms(pages: Iterable[Page], known: dict[str, Audited]) -> list[dict[str, str]]:
    """A row for each definite failure of level A or AA on a good page."""
    return [
        {
            "page": page.page,
            "audit": finding.audit,
            "title": finding.title,
            "element": finding.elements[0].html[:120] if finding.elements else "",
            "axe": "yes" if by_axe(finding) else "no",
        }
        for page in pages
        if page.kind == "good" and page.page in known
        for finding in known[page.page].findings
        if finding.pillar != "speed" and level(finding) == "definite"
    ]


def publish(name: str, rows: list[dict[str, str]], keys: tuple[str, ...]) -> list[dict[str, str]]:
    """Write the rows to a file, with the rulings that it has on rows that are as they were."""
    file, rulings = FOLDER / name, ("ruling", "axe_ruling", "reason")
    old: dict[tuple[str, ...], dict[str, str]] = {}
    if file.exists():
        with file.open(encoding="utf-8", newline="") as stream:
            old = {tuple(row[key] for key in keys): row for row in csv.DictReader(stream)}
    for row in rows:
        before = old.get(tuple(row[key] for key in keys), {})
        row.update({column: before.get(column, "") for column in rulings})
    if rows:
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return rows


def report(found: list[dict[str, str]], wrong: list[dict[str, str]], good: int) -> None:
    print(f"{len(found)} barriers, by the surest finding that names each:")
    for who, ruling in (("found", "ruling"), ("axe", "axe_ruling")):
        counts = Counter(row[ruling] or row[who] for row in found)
        shares = (f"{name} {counts[name]}" for name in (*LEVELS, "no"))
        print(f"  {'all together' if who == 'found' else 'axe alone'}: {', '.join(shares)}")
    print(f"{len({row['page'] for row in wrong})} of {good} good pages with a definite failure:")
    for row in wrong:
        print(f"  {row['page']}: {row['audit']}: {row['title']} [{row['ruling'] or 'not ruled'}]")


def main() -> None:
    file = Path(sys.argv[1])
    pages, known = expected(), read(file)
    asyncio.run(audit([page for page in pages if page.page not in known], file))
    known = read(file)
    found = publish("decisions.csv", decisions(pages, known), ("page", "found", "audit", "axe"))
    wrong = publish("alarms.csv", alarms(pages, known), ("page", "audit", "element"))
    report(found, wrong, sum(page.kind == "good" and page.page in known for page in pages))


if __name__ == "__main__":
    main()
