"""The shelf of pieces: each kept once by its digest, and changed ones as differences.

Between two crawls most of a page stays as it was. A piece that is new is compressed by Zstandard
with the page's previous one as its dictionary, so that only what changed takes room. Such a chain
is at most `LONGEST_CHAIN` steps; then a piece starts again from the chain's root, and stands alone
when that saves less than half.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from backports import zstd
from sqlalchemy import select

from crawler.database.models import Fact
from crawler.database.upsert import insert
from crawler.errors import DatabaseDamaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

LEVEL = 12
LONGEST_CHAIN = 20


def keep(
    session: Session, pieces: Sequence[tuple[str, bytes]], previous: Mapping[str, int]
) -> list[int]:
    """Store the pieces (kind, content) that are not there yet and return the id of each, in order.

    `previous` names by kind the piece that each is likely to resemble.
    """
    digests = [hashlib.sha256(content).hexdigest() for _, content in pieces]
    known = _ids(session, digests)
    new = {
        digest: (kind, content)
        for digest, (kind, content) in zip(digests, pieces, strict=True)
        if digest not in known
    }
    if new:
        bases = {previous[kind] for kind, _ in new.values() if kind in previous}
        shelf = _Shelf(session, bases)
        # In one order for every writer: two that meet in opposite orders would lock each other out.
        rows = [
            {"digest": digest, **shelf.pack(content, previous.get(kind))}
            for digest, (kind, content) in sorted(new.items())
        ]
        session.execute(insert(session, Fact).on_conflict_do_nothing(), rows)
        known |= _ids(session, new)
    return [known[digest] for digest in digests]


def read(session: Session, ids: Iterable[int]) -> dict[int, bytes]:
    """Return the content of each piece by its id. Raises `DatabaseDamaged` if one has changed."""
    wanted = set(ids)
    shelf = _Shelf(session, wanted)
    return {key: shelf.content(key, check=True) for key in wanted}


class _Shelf:
    """Some pieces and all that they rest on, read in one query."""

    def __init__(self, session: Session, ids: set[int]) -> None:
        self._contents: dict[int, bytes] = {}
        self._rows = {}
        if not ids:
            return
        start = select(Fact.id, Fact.base_id).where(Fact.id.in_(ids)).cte("chain", recursive=True)
        chain = start.union(select(Fact.id, Fact.base_id).join(start, Fact.id == start.c.base_id))
        columns = select(Fact.id, Fact.digest, Fact.base_id, Fact.steps, Fact.data)
        for row in session.execute(columns.join(chain, Fact.id == chain.c.id)):
            self._rows[row.id] = row

    def content(self, key: int, *, check: bool = False) -> bytes:
        if key not in self._contents:
            row = self._rows[key]
            base = None if row.base_id is None else self.content(row.base_id)
            try:
                self._contents[key] = zstd.decompress(row.data, zstd_dict=_dictionary(base))
            except zstd.ZstdError as error:
                raise DatabaseDamaged(piece=key, detail=error) from None
        content = self._contents[key]
        if check and hashlib.sha256(content).hexdigest() != self._rows[key].digest:
            raise DatabaseDamaged(piece=key, detail="it does not match its digest")
        return content

    def pack(self, content: bytes, like: int | None) -> dict[str, object]:
        base = like
        if base is not None and self._rows[base].steps >= LONGEST_CHAIN:
            while (below := self._rows[base].base_id) is not None:
                base = below
        if base is not None:
            dictionary = _dictionary(self.content(base))
            difference = zstd.compress(content, level=LEVEL, zstd_dict=dictionary)
            # Text alone never shrinks to a fortieth, so the second attempt can be spared.
            worth_it = 40 * len(difference) < len(content)
            if worth_it or 2 * len(difference) < len(zstd.compress(content, level=LEVEL)):
                steps = self._rows[base].steps + 1
                return {"base_id": base, "steps": steps, "data": difference}
        return {"base_id": None, "steps": 0, "data": zstd.compress(content, level=LEVEL)}


def _dictionary(base: bytes | None) -> zstd.ZstdDict | None:
    # Zstandard takes no dictionary shorter than eight bytes.
    return zstd.ZstdDict(base.ljust(8), is_raw=True) if base is not None else None


def _ids(session: Session, digests: Iterable[str]) -> dict[str, int]:
    found = session.execute(select(Fact.digest, Fact.id).where(Fact.digest.in_(list(digests))))
    return {row.digest: row.id for row in found}
