"""`usability field`: what real visitors met, from the Chrome UX Report."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from crawler.commands.options import database_option, register_option, settings
from crawler.commands.terminal import clean, console, count
from crawler.database import queries, store
from crawler.database.session import open_database
from crawler.errors import FieldDataFailed, NoCruxKey, NoFieldData
from crawler.field_data.api import AskFailed, Crux
from crawler.field_data.files import read_file
from crawler.field_data.origins import candidates
from crawler.records import FieldSource, FormFactor
from crawler.register import read_register, websites

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.config import Config
    from crawler.database.session import Database
    from crawler.records import FieldData, Website

NAMED = 10
# So many origins that fail in a row are no accident: it is the connection, or the API.
FAILURES_IN_A_ROW = 5
ORIGIN_WIDTH = 48


@click.group("field")
def field_group() -> None:
    """Import what real visitors of the websites met (Chrome UX Report)."""


@field_group.command("import")
@click.argument("file", required=False, type=click.Path(path_type=Path), metavar="[FILE]")
@click.option(
    "--form-factor",
    type=click.Choice([each.value for each in FormFactor]),
    default=FormFactor.PHONE.value,
    show_default=True,
    help="Of which devices, where the API is asked.",
)
@click.option(
    "--stale-days",
    type=click.IntRange(min=0),
    default=7,
    show_default=True,
    metavar="N",
    help="Ask only for websites that were not asked for in so many days; 0 asks for all.",
)
@register_option
@database_option
def import_command(
    file: Path | None,
    form_factor: str,
    stale_days: int,
    register: str | None,
    database: str | None,
) -> None:
    """Import Chrome UX Report data of every website of the register.

    Without FILE, the Chrome UX Report API is asked, which needs a key in USABILITY_CRUX_KEY. FILE
    holds answers of that API (JSON), or a table (CSV) with the columns origin, form_factor,
    lcp_p75_ms, inp_p75_ms, cls_p75, first_date and last_date; docs/field-data.md describes both.

    What is imported is shown beside our own figures and is part of no score. Each period that was
    imported is kept. When the command is stopped, run it again: it goes on where it was.
    """
    config = settings(register=register, database=database)
    sites = websites(read_register(config.register), datetime.now(UTC).date())
    if file is None:
        _ask(config, sites, FormFactor(form_factor), timedelta(days=stale_days))
    else:
        _read(config, sites, file)


# --- From a file --------------------------------------------------------------------------------


def _read(config: Config, sites: Sequence[Website], file: Path) -> None:
    now = datetime.now(UTC)
    read = read_file(file, on=now.date())
    with closing(open_database(config.database, create=True)) as opened, opened.explained():
        homes = queries.home_addresses(opened)
        ours = {origin for site in sites for origin in _origins(site, homes)}
        kept = [each for each in read.records if each.origin in ours]
        if not kept:
            raise NoFieldData(path=file, register=config.register)
        store.save_field_data(opened, kept, FieldSource.FILE, now)
    origins = {each.origin for each in kept}
    click.echo(f"Imported {count(len(kept), 'record')} of {count(len(origins), 'origin')}.")
    others = sorted({each.origin for each in read.records} - origins)
    if others:
        named = ", ".join(clean(origin, 60) for origin in others[:NAMED])
        more = f" and {len(others) - NAMED:,} more" if len(others) > NAMED else ""
        click.echo(f"Not of the register: {count(len(others), 'origin')} ({named}{more}).")
    for why, number in read.skipped.items():
        click.echo(f"Left out: {count(number, 'record')} {why}.")


def _origins(site: Website, homes: dict[str, str]) -> tuple[str, ...]:
    """The origins of a website, likeliest first: where its home page ends up, where that is
    known."""
    return candidates((homes.get(site.url, site.url), site.url))


# --- From the API -------------------------------------------------------------------------------


def _ask(
    config: Config, sites: Sequence[Website], form_factor: FormFactor, stale: timedelta
) -> None:
    if config.crux_key is None:
        raise NoCruxKey
    with closing(open_database(config.database, create=True)) as opened, opened.explained():
        homes = queries.home_addresses(opened)
        known = queries.field_data_known(opened, form_factor)
        origins = dict.fromkeys(names[0] for site in sites if (names := _origins(site, homes)))
        fresh = datetime.now(UTC) - stale
        todo = [origin for origin in origins if origin not in known or known[origin] < fresh]
        if len(todo) < len(origins):
            done = count(len(origins) - len(todo), "origin was", "origins were")
            days = count(stale.days, "day")
            click.echo(f"{done} asked for in the last {days}: left as they are.")
        crux = Crux(
            config.crux_api,
            config.crux_key,
            config.user_agent,
            per_minute=config.crux_per_minute,
        )
        with closing(crux):
            _ask_all(crux, opened, todo, form_factor)


def _ask_all(crux: Crux, database: Database, todo: Sequence[str], form_factor: FormFactor) -> None:
    """Ask for one after the other, and keep each answer before the next question."""
    out = console()
    ends: Counter[str] = Counter()
    in_a_row = 0
    try:
        for number, origin in enumerate(todo, 1):
            now = datetime.now(UTC)
            try:
                found = crux.ask(origin, form_factor, on=now.date())
            except AskFailed as error:
                end, said = "failed", f"failed: {error}"
                in_a_row += 1
            else:
                end, said = _kept(database, origin, form_factor, found, now)
                in_a_row = 0
            ends[end] += 1
            place = f"{number:>{len(str(len(todo)))}}/{len(todo)}"
            line = f"{place}  {clean(origin):<{ORIGIN_WIDTH}}  {clean(said, 300)}"
            out.print(Text(line), soft_wrap=True)
            if in_a_row == FAILURES_IN_A_ROW:
                detail = said.removeprefix("failed: ")
                raise FieldDataFailed(
                    place=crux.place, number=in_a_row, origin=origin, detail=detail
                )
    finally:
        left = len(todo) - ends.total()
        rest = f" Not asked for: {left:,}." if left else ""
        click.echo(
            f"Asked for {count(ends.total(), 'origin')}: {ends['data']:,} with data, "
            f"{ends['none']:,} without, {ends['failed']:,} failed.{rest}"
        )
    if ends["failed"]:
        click.echo("Those that failed are asked for again the next time.")


def _kept(
    database: Database,
    origin: str,
    form_factor: FormFactor,
    found: FieldData | None,
    now: datetime,
) -> tuple[str, str]:
    """Keep an answer; return its kind and what to say of it."""
    if found is None:
        store.save_field_absence(database, origin, form_factor, now)
        return "none", "no data: too few visits, or not found by Chrome"
    store.save_field_data(database, [found], FieldSource.API, now)
    figures = (
        found.lcp_p75_ms is not None and f"LCP {found.lcp_p75_ms / 1000:.1f} s",
        found.inp_p75_ms is not None and f"INP {found.inp_p75_ms:.0f} ms",
        found.cls_p75 is not None and f"CLS {found.cls_p75:.2f}",
    )
    return "data", ", ".join(figure for figure in figures if figure)
