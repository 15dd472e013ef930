from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from crawler.database import evidence
from crawler.database.models import Fact
from crawler.errors import DatabaseDamaged

if TYPE_CHECKING:
    from crawler.database.session import Database


def keep(db: Database, content: bytes, like: int | None = None) -> int:
    previous = {} if like is None else {"markup": like}
    return db.write(lambda session: evidence.keep(session, [("markup", content)], previous))[0]


def read(db: Database, *keys: int) -> dict[int, bytes]:
    with db.read() as session:
        return evidence.read(session, keys)


def versions(count: int, seed: int = 1) -> list[bytes]:
    """A text that changes a little each time."""
    chance = random.Random(seed)  # noqa: S311 -- filler, not a secret
    words = [str(chance.randrange(10**6)) for _ in range(800)]
    texts = []
    for _ in range(count):
        words[chance.randrange(800)] = str(chance.randrange(10**6))
        texts.append(" ".join(words).encode())
    return texts


def test_the_same_content_is_kept_once(db: Database) -> None:
    content = b'{"title":"Bins"}'
    assert keep(db, content) == keep(db, content)
    assert read(db, keep(db, content)) == {keep(db, content): content}
    with db.read() as session:
        rows = session.scalars(select(Fact)).all()
    assert [row.digest for row in rows] == [hashlib.sha256(content).hexdigest()]


def test_the_same_content_twice_in_one_page(db: Database) -> None:
    pair = [("axe:mobile", b"[1]"), ("axe:desktop", b"[1]")]
    first, second = db.write(lambda session: evidence.keep(session, pair, {}))
    assert first == second


@pytest.mark.parametrize("content", [b"", b"1", b"[]", b'"x"' * 7])
def test_short_content(db: Database, content: bytes) -> None:
    first = keep(db, content)
    second = keep(db, content + b"2", like=first)
    assert read(db, first, second) == {first: content, second: content + b"2"}


def test_a_small_change_takes_little_room(db: Database) -> None:
    old, new = versions(2)
    first = keep(db, old)
    second = keep(db, new, like=first)
    with db.read() as session:
        sizes = {row.id: len(row.data) for row in session.scalars(select(Fact))}
    assert sizes[second] < sizes[first] / 20


def test_chains_are_bounded_and_read_in_one_query(db: Database) -> None:
    texts = versions(evidence.LONGEST_CHAIN * 2 + 3)
    keys: list[int] = []
    for text in texts:
        keys.append(keep(db, text, like=keys[-1] if keys else None))
    with db.read() as session:
        steps = [session.get_one(Fact, key).steps for key in keys]
    assert max(steps) == evidence.LONGEST_CHAIN
    assert steps[evidence.LONGEST_CHAIN + 1] == 1, "the chain starts again from its root"
    assert read(db, *keys) == dict(zip(keys, texts, strict=True))


def test_what_has_little_in_common_stands_alone(db: Database) -> None:
    first = keep(db, versions(1, seed=1)[0])
    second = keep(db, versions(1, seed=2)[0], like=first)
    with db.read() as session:
        assert session.get_one(Fact, second).base_id is None


@pytest.mark.parametrize("damage", ["swapped", "cut"])
def test_damage_is_noticed(db: Database, damage: str) -> None:
    one, other = keep(db, b"[1]"), keep(db, b"[2]")
    with db.read() as session:
        data = session.get_one(Fact, other).data
    broken = data if damage == "swapped" else data[:5]
    db.write(lambda s: s.execute(update(Fact).where(Fact.id == one).values(data=broken)))
    with pytest.raises(DatabaseDamaged, match=f"Piece {one}"):
        read(db, one)
