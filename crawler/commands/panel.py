"""`usability panel`: the pages that stand for a website, how they were found, and how a person
corrects them."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace as changed

from crawler.commands.options import (
    WebAddress,
    crawl_options,
    database_option,
    format_option,
    loopback_option,
    register_option,
    settings,
)
from crawler.commands.panel_pages import (
    PIPE_WIDTH,
    PanelShown,
    print_csv,
    print_json,
    print_table,
)
from crawler.commands.panel_progress import PanelReporter, summary
from crawler.commands.terminal import clean, console
from crawler.database.queries import council, council_slugs, open_for_reading
from crawler.database.queries import panel as stored_panel
from crawler.errors import (
    INTERRUPTED,
    NoPanel,
    NotChoosable,
    NotChosenByHand,
    NotTheirTask,
    UnknownCouncil,
    UnknownPage,
    UnwritableFile,
)
from crawler.jobs.by_hand import WALES, ByHand
from crawler.jobs.panel_build import run_panel_build
from crawler.panel.address import normalise
from crawler.panel.applicability import applicable
from crawler.panel.overrides import CHOOSABLE, Override, change_overrides, read_overrides
from crawler.records import EndState, PageRole
from crawler.register import find, nearest, read_register
from crawler.strict_csv import Problem
from crawler.tasks import read_tasks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crawler.records import Council


@click.group("panel")
def panel_group() -> None:
    """Choose, show and correct a website's pages."""


# --- build --------------------------------------------------------------------------------------


@panel_group.command("build")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option("--all", "everyone", is_flag=True, help="The websites of all councils.")
@click.option("--fresh", is_flag=True, help="Choose anew, also in place of stored pages.")
@crawl_options
def build_command(slugs: tuple[str, ...], everyone: bool, fresh: bool, **options: Any) -> None:
    """Choose the pages that stand for a council's website, without auditing them.

    Looks for the page of each task that the council is responsible for: in GOV.UK's Local Links
    (see `usability tasks import`), from the home page, and in the sitemap; and looks at promising
    pages to confirm them. A panel that is stored is kept: only pages that are gone are replaced and
    empty places filled, unless --fresh. As polite as `usability crawl`, which does the same by
    itself where there is no panel yet.

    Exit code: 0 when it came to its end, whatever state the websites are in; 1 when every website
    ended as our failure; 130 when it was interrupted.
    """
    if everyone is bool(slugs):
        raise click.UsageError("Name councils by their slugs, or give --all: one of the two.")
    config = settings(**options)
    councils = read_register(config.register)
    outcome = run_panel_build(config, councils, slugs=slugs, fresh=fresh, reporter=PanelReporter())
    if outcome.sites:
        console(width=PIPE_WIDTH).print(summary(outcome))
    if outcome.interrupted:
        click.echo("Stopped. The panels that were chosen are kept.", err=True)
        sys.exit(INTERRUPTED)
    sys.exit(1 if {report.ended.state for report in outcome.sites} == {EndState.FAILED} else 0)


# --- show ---------------------------------------------------------------------------------------


@panel_group.command("show")
@click.argument("slug")
@register_option
@database_option
@format_option
@click.option("--candidates", is_flag=True, help="Also the pages that were weighed, with reasons.")
@click.option("--beyond", is_flag=True, help="Also the pages of tasks that are in no score.")
@click.option("--changes", is_flag=True, help="Also the pages that left the panel, and why.")
def show_command(
    slug: str,
    register: str | None,
    database: str | None,
    layout: str,
    candidates: bool,
    beyond: bool,
    changes: bool,
) -> None:
    """Show the pages that stand for a council's website.

    Each with its role or task, how it was found, how sure we are that it is the right page (of
    100), and why. Pages that a supplier runs for the council come last, with the supplier's host.

    As JSON and CSV, --candidates and --changes are lists of their own, in place of the pages.
    """
    if layout != "table" and candidates and changes:
        raise click.UsageError("JSON and CSV hold one list: give --candidates or --changes.")
    config = settings(register=register, database=database)
    with closing(open_for_reading(config.database)) as opened:
        slugs = council_slugs(opened)
        if slug not in slugs:
            raise UnknownCouncil(path=opened.url, slug=slug, suggestion=nearest(slug, slugs))
        detail = council(opened, slug, today=datetime.now(UTC).date())
        panel = stored_panel(opened, slug)
    if panel is None or detail is None:
        raise NoPanel(name=detail.council.name if detail else slug, slug=slug)
    by_hand = ByHand(config, read_register(config.register), read_tasks())
    overrides = read_overrides(config.overrides_file, by_hand.check)
    shown = PanelShown(
        name=detail.council.name,
        website=detail.council.website,
        panel=panel,
        by_hand=tuple(each for each in overrides if each.council == slug),
        candidates=candidates,
        beyond=beyond,
        changes=changes,
        audited=detail.pages,
    )
    {"json": print_json, "csv": print_csv, "table": print_table}[layout](shown)


# --- set and unset ------------------------------------------------------------------------------


@panel_group.command("set")
@click.argument("slug")
@click.argument("page", metavar="TASK|ROLE")
@click.argument("url", required=False, type=WebAddress())
@click.option("--none", "no_page", is_flag=True, help="The website has no such page.")
@click.option("--reason", default="", metavar="TEXT", help="Why, for whoever reads it later.")
@register_option
@loopback_option
def set_command(
    slug: str,
    page: str,
    url: str | None,
    no_page: bool,
    reason: str,
    register: str | None,
    allow_loopback: bool | None,
) -> None:
    """Choose a page by hand, or say that there is none.

    TASK|ROLE is a task's name, as `usability tasks list` has them, or one of the roles contact,
    accessibility-statement, form, documents and (in Wales) welsh. The next crawl or `panel build`
    takes the page, and no later one changes it.

    The choices are kept in the file that USABILITY_PANEL_OVERRIDES names; unless it is set, in
    panel-overrides.csv in the register's folder, which without --register is the folder of the
    project itself, wherever the command is run. The command prints the path of what it wrote.
    """
    if (url is None) is not no_page:
        raise click.UsageError("Give the page's URL, or --none for a website without such a page.")
    config = settings(register=register, allow_loopback=allow_loopback)
    councils = read_register(config.register)
    (chosen,) = find(councils, [slug], config.register)
    role, task = _place(page, chosen)
    address = None if url is None else normalise(url)
    if url is not None and address is None:
        raise click.UsageError(f"{url!r} is not a web address, as in https://www.example.gov.uk/.")
    new = Override(council=slug, role=role, task=task, url=address, reason=clean(reason))
    try:
        ByHand(config, councils, read_tasks()).check(new)
    except Problem as error:
        raise NotChoosable(
            problem=error.problem, page=page, council=chosen.name, remedy=error.remedy
        ) from None

    def with_new(kept: tuple[Override, ...]) -> list[Override]:
        at = next((number for number, each in enumerate(kept) if _same(each, new)), len(kept))
        return [*kept[:at], new, *kept[at + 1 :]]

    _change(config.overrides_file, with_new)
    takes = f"take {clean(address)} for" if address else "look for no page for"
    click.echo(f"The next crawl and `usability panel build {slug}` {takes} {page}.")
    _say_where(config.overrides_file)


@panel_group.command("unset")
@click.argument("slug")
@click.argument("page", metavar="TASK|ROLE")
@register_option
def unset_command(slug: str, page: str, register: str | None) -> None:
    """Take back a choice made with `panel set`.

    The next crawl or `panel build` chooses the page itself again.
    """
    config = settings(register=register)
    path = config.overrides_file

    def without(kept: tuple[Override, ...]) -> list[Override]:
        others = [each for each in kept if each.council != slug or page != _name(each)]
        if len(others) == len(kept):
            (chosen,) = find(read_register(config.register), [slug], config.register)
            _place(page, chosen)
            raise NotChosenByHand(page=page, council=chosen.name, path=path)
        return others

    _change(path, without)
    click.echo(f"The next crawl and `usability panel build {slug}` choose a page for {page} again.")
    _say_where(path)


def _name(override: Override) -> str:
    return override.task if override.role is PageRole.TASK and override.task else override.role


def _same(one: Override, other: Override) -> bool:
    return changed(one, url=None, reason="") == changed(other, url=None, reason="")


def _place(name: str, council: Council) -> tuple[PageRole, str | None]:
    """The role and task that a name stands for, on that council's website."""
    roles = [role for role in CHOOSABLE if role is not PageRole.WELSH or council.nation == WALES]
    if name in roles:
        return PageRole(name), None
    tasks = read_tasks()
    theirs = [task.slug for task in applicable(tasks, (council.type,))]
    if name in theirs:
        return PageRole.TASK, name
    if name in {task.slug for task in tasks}:
        raise NotTheirTask(council=council.name, task=name, type=council.type)
    otherwise = "Run `usability tasks list` for the tasks; the roles are " + ", ".join(roles) + "."
    raise UnknownPage(name=name, suggestion=nearest(name, [*roles, *theirs], otherwise))


def _change(path: Path, change: Callable[[tuple[Override, ...]], list[Override]]) -> None:
    try:
        change_overrides(path, change)
    except OSError as error:
        raise UnwritableFile(path=path, detail=error.strerror or error) from None


def _say_where(path: Path) -> None:
    click.echo(f"Written to {path.resolve()}.")
