"""Whether a crawl that was disturbed left what an undisturbed one leaves, and nothing beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.soak.record import read_record
from crawler.database.artifacts import Artifacts
from crawler.database.session import check
from crawler.errors import UsabilityError
from crawler.records import EndState

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bench.soak.record import Key, Record

# Speed depends on the machine; it is compared within this many points. All else must be equal.
SPEED_MARGIN = 5.0
_MOVING = ("speed", "total")
_SHOWN = 4
_TABLES = {
    "sites": "end of a website",
    "pages": "audit of a page",
    "panels": "page of a panel",
    "places": "place in a stored panel",
    "findings": "finding",
    "evidence": "piece of evidence",
    "facts": "fact of a website",
}


def violations(
    database: str,
    artifacts: Path,
    reference: Record,
    websites: Sequence[str],
    *,
    ended: bool = True,
    pictures: bool = True,
) -> list[str]:
    """Return what is wrong with the database at the URL `database`, a sentence each; nothing when
    all is as in `reference`. `ended`: whether the crawl must be finished, as that of a command is;
    that of a schedule stays open for its day. `pictures`: whether all must be there; on a full disk
    an audit goes on without one."""
    try:
        check(database)
        record = read_record(database)
    except UsabilityError as error:
        return [f"the database is not whole: {error}"]
    return [
        *_states(record, websites, ended=ended),
        *differences(reference, record),
        *(_pictures(record, artifacts) if pictures else ()),
    ]


def differences(reference: Record, record: Record) -> list[str]:
    """Return how the record differs from the reference, a sentence each."""
    found: list[str] = []
    for name, what in _TABLES.items():
        before: Counter[Key] = getattr(reference, name)
        after: Counter[Key] = getattr(record, name)
        found += _some(f"lost: {what}", before - after)
        found += _some(f"too much: {what}", after - before)
    for key in reference.scores.keys() | record.scores.keys():
        kind, address, pillar = key
        one, other = reference.scores.get(key), record.scores.get(key)
        margin = SPEED_MARGIN if pillar in _MOVING else 0.0
        if one is None or other is None:
            if one != other:
                found.append(f"{pillar} of the {kind} {address} is {other}, not {one}")
        elif abs(one - other) > margin:
            found.append(f"{pillar} of the {kind} {address} is {other:.3f}, not {one:.3f}")
    return sorted(found)


def _some(what: str, rows: Counter[Key]) -> Iterator[str]:
    keys = sorted(map(repr, rows.elements()))
    yield from (f"{what} {key}" for key in keys[:_SHOWN])
    if len(keys) > _SHOWN:
        yield f"{what}: {len(keys) - _SHOWN} more"


def _states(record: Record, websites: Sequence[str], *, ended: bool) -> Iterator[str]:
    named = {state.value for state in EndState}
    states = {row[0]: row[1] for row in record.sites}
    for address in websites:
        if states.get(address) not in named:
            yield f"{address} is in no named state ({states.get(address)})"
    wanted = ("finished",) if ended else ("running", "finished")
    if len(record.crawls) != 1 or record.crawls[0] not in wanted:
        yield f"crawls are {', '.join(record.crawls) or 'none'}, not one that is {wanted[0]}"


def _pictures(record: Record, folder: Path) -> Iterator[str]:
    artifacts = Artifacts(folder)
    for digest in sorted(record.pictures):
        if artifacts.read(digest) is None:
            yield f"the picture {digest[:12]} is named and not there, or damaged"
