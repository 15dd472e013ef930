"""`usability backup` and `usability restore`: all of a database in one file, and back."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.commands.options import database_option, settings
from crawler.database.artifacts import Artifacts
from crawler.database.upkeep.backup import back_up
from crawler.jobs.restore import restore
from crawler.words import size

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = click.Path(dir_okay=False, path_type=Path)
_DIGITS = "-".join("[0-9]" * digits for digits in (4, 2, 2, 6))
"""The date and time in the name of a backup that was named here; others are not ours to remove."""


@click.command("backup")
@click.argument("file", required=False)
@database_option
@click.option("--artifacts", is_flag=True, help="Put the pictures into it too.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    help="Afterwards remove the oldest of the folder's backups, but for so many.",
)
def backup_command(
    file: str | None, database: str | None, artifacts: bool, force: bool, keep: int | None
) -> None:
    """Write the database into one file.

    It is the database of one moment, while crawls go on. FILE is a file, or a folder (one that is
    there, or a name that ends in /) for usability-<date>-<time>.tar; where none is named, the
    folder is data/backups. The copy is checked before it gets its name. Of PostgreSQL it is made by
    pg_dump, which must be installed and not older than the server. What waits in the queue is not
    part of it.
    """
    config = settings(database=database)
    now = datetime.now(UTC)
    path = _file(file or f"{config.artifacts.parent}/backups/", now)
    pictures = Artifacts(config.artifacts) if artifacts else None
    made = back_up(config.database, path, now, pictures=pictures, force=force, heard=_teller())
    rows = sum(made.tables.values())
    click.echo(
        f"{path}: {size(path.stat().st_size)}, {rows:,} rows of {len(made.tables)} tables, checked."
    )
    if made.pictures is not None:
        click.echo(f"{made.pictures:,} pictures are in it.")
    if keep is not None:
        for old in sorted(path.parent.glob(f"usability-{_DIGITS}.tar"))[:-keep]:
            old.unlink(missing_ok=True)
            click.echo(f"{old} was removed.")


def _file(named: str, now: datetime) -> Path:
    path = Path(named)
    if named.endswith("/") or path.is_dir():
        return path / f"usability-{now:%Y-%m-%d-%H%M%S}.tar"
    return path


@click.command("restore")
@click.argument("file", type=FILE)
@database_option
def restore_command(file: Path, database: str | None) -> None:
    """Put a backup in the place of the database.

    No crawl, worker or schedule may run, and of an SQLite file no dashboard. The backup is unpacked
    and checked beside the database first, brought up to this version, and put in place in one
    step; killed on the way, the old database or the new one is there. The old one is kept as
    <database>.before-restore, on PostgreSQL in the schema before_restore. Jobs that waited or ran
    are forgotten.
    """
    config = settings(database=database)
    made = restore(config, file, datetime.now(UTC), _teller())
    rows = sum(made.tables.values())
    click.echo(f"The database is again as it was on {made.made_at:%d %B %Y at %H:%M} UTC: "
               f"{rows:,} rows.")  # fmt: skip
    if made.pictures:
        click.echo(f"{made.pictures:,} pictures were put back.")


def _teller() -> Callable[[str], None]:
    began = time.monotonic()

    def tell(step: str) -> None:
        click.echo(f"{time.monotonic() - began:6.1f} s  {step}", err=True)

    return tell
