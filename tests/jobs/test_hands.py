"""What hands do when the database is away, or the program was replaced under them."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from crawler.config import Config
from crawler.database.session import open_database
from crawler.errors import DatabaseAway
from crawler.jobs import hands as room
from crawler.jobs.hands import Hands
from crawler.jobs.messages import PROGRAM_REPLACED
from crawler.jobs.reporter import Reporter

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path
    from typing import Any

    Audit = Callable[[Hands, int, str, asyncio.Event], Coroutine[Any, Any, None]]


@pytest.fixture
def take(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Audit], None]:
    """Does a job whose audit goes so, by hands that wait for a database for 0.2 seconds."""
    monkeypatch.setattr(room, "AWAY_SECONDS", 0.2)
    monkeypatch.setattr(room, "PAUSE_SECONDS", 0.05)
    database = open_database(f"sqlite:///{tmp_path}/usability.db", create=True)

    def taking(audit: Audit) -> None:
        monkeypatch.setattr(Hands, "_audit", audit)

        async def work() -> None:
            hands = Hands(Config(), database, "host-1", (), Reporter())
            hands.begin()
            job = asyncio.create_task(hands.take(1, "https://one.gov.uk/"))
            failed = asyncio.create_task(hands.failed.wait())
            await asyncio.wait([job, failed], return_when=asyncio.FIRST_COMPLETED)
            for task in (job, failed):
                task.cancel()
            if hands.problem is not None:
                raise hands.problem

        asyncio.run(work())
        database.close()

    return taking


@pytest.mark.parametrize("back_between", [True, False])
def test_a_database_may_be_away_for_a_while_again_and_again(
    take: Callable[[Audit], None], back_between: bool
) -> None:
    tries = 0

    async def audit(_hands: Hands, _crawl: int, _url: str, heard: asyncio.Event) -> None:
        nonlocal tries
        tries += 1
        if tries > 3:
            return
        if back_between:
            heard.set()
        await asyncio.sleep(0.15)
        raise DatabaseAway(url="postgresql://db", detail="the server was restarted")

    if back_between:
        take(audit)
        assert tries == 4
        return
    with pytest.raises(DatabaseAway):
        take(audit)


def test_an_order_of_another_version_says_nothing_of_the_website() -> None:
    child = [sys.executable, "-m", "crawler.jobs.site"]
    ended = subprocess.run(
        child, input=b'{"type":"of tomorrow"}\n', check=False, capture_output=True
    )
    assert ended.returncode == PROGRAM_REPLACED
