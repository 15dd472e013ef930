"""Write the pages of docs/ that describe the code, from the code: commands, settings, rules."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler import config
from crawler.config import CHECKOUT, PREFIX, Config
from crawler.documents import explain as documents
from crawler.findability.explain import sections
from crawler.scoring.document import markdown
from crawler.statement import explain as statement
from tools.audit_page import audits_page

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).resolve().parent.parent / "docs"
WRITTEN = "<!-- Written by `make docs`. Change the code, not this file. -->"


def cli_page(root: click.Command) -> str:
    """Return the help of every command, as a person sees it in a terminal 80 characters wide."""
    lines = ["# Every command", "", WRITTEN, ""]
    lines += ["Settings that many commands share are in [settings.md](settings.md).", ""]
    for name, command, context in commands(root, "usability"):
        lines += [f"## {name}", "", "```", f"$ {name} --help", command.get_help(context), "```", ""]
    return "\n".join(lines)


def commands(
    command: click.Command, name: str, parent: click.Context | None = None
) -> Iterator[tuple[str, click.Command, click.Context]]:
    """Walk a command and all below it, each with the words that a person types."""
    context = click.Context(
        command,
        info_name=name.rsplit(maxsplit=1)[-1],
        parent=parent,
        terminal_width=80,
        **command.context_settings,
    )
    yield name, command, context
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None and not found.hidden:
                yield from commands(found, f"{name} {child}", context)


def settings_page() -> str:
    """Return every setting with its default, by the headings that config.py gives them."""
    lines = ["# Settings", "", WRITTEN, ""]
    lines += [
        "Each is read from the environment; an option of a command overrides it. Durations are in",
        "seconds, sizes in bytes. A relative path starts from the folder you are in.",
        "",
    ]
    for heading, names in headings():
        lines += [f"## {heading}", "", "| Setting | Default | Meaning |", "| --- | --- | --- |"]
        lines += [f"| `{PREFIX}{n.upper()}` | {default(n)} | {MEANINGS[n]} |" for n in names]
        lines.append("")
    return "\n".join(lines)


def findability_page() -> str:
    """Return the rules by which findability is judged."""
    return markdown(sections(), "Findability")


def statement_page() -> str:
    """Return the rules by which accessibility statements and documents are judged."""
    parts = (*statement.sections(), *documents.sections(Config()))
    return markdown(parts, "Statements and documents")


def headings() -> list[tuple[str, list[str]]]:
    """Return the comments inside `Config`, each with the fields below it."""
    source = Path(config.__file__).read_text().split("class Config", 1)[1]
    found: list[tuple[str, list[str]]] = []
    for line in source.split("@property", 1)[0].splitlines():
        if match := re.fullmatch(r"    # (.+)", line):
            found.append((match[1], []))
        elif (match := re.match(r"    (\w+): ", line)) and match[1] in Config.__struct_fields__:
            found[-1][1].append(match[1])
    return found


def default(name: str) -> str:
    value = getattr(Config(), name)
    if value is None:
        return "none"
    if isinstance(value, Path) and value.is_relative_to(CHECKOUT):
        return f"`{value.relative_to(CHECKOUT)}` of this checkout"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`"


MEANINGS = {
    "database": "Where crawls are kept: SQLite, or `postgresql://…`",
    "artifacts": "The folder of screenshots; unless set, `artifacts` beside the SQLite database",
    "register": "The councils to audit",
    "node_modules": "The JavaScript packages, with `package.json` beside the folder",
    "chromium": "The browser to use; none: Playwright's own, then the ones on PATH",
    "node": "The Node.js to use, 22.19 or newer; none: the one on PATH, then the installed wheel's",
    "contact_url": "A page about you and your crawl; it is part of the user agent",
    "panel_overrides": "Pages chosen by hand; unless set, `panel-overrides.csv` by the register",
    "schedule": "How often which website is due, and when crawls may run",
    "pages": "So many pages of a website count in its scores (Welsh versions are two more)",
    "rotating_pages": "So many more pages, other ones each crawl, that count in no score",
    "walked_pages": "So many pages of a website, of different templates, are also acted on",
    "speed_runs": "A page whose speed one load does not tell is loaded so often in all; 1: once",
    "machine_factor": "This machine's speed over the reference's, for the speed score; 0: measured",
    "documents": "So many PDF files of a website are read",
    "steps": "Only these steps of a crawl's visits are run; what they leave out has no score",
    "discovery_pages": "At most so many more loads of pages, to find and look at tasks",
    "searches": "At most so many queries to a website's own search",
    "concurrency": "So many websites at once, each with a browser of its own",
    "recycle_after_pages": "A new browser after so many pages",
    "browser_memory": "A new browser when the old one, with all its processes, holds more",
    "site_memory": "A website whose processes together hold more is ended as our failure",
    "all_lanes": "So many websites at once over all workers; 0: as many as they have lanes",
    "host_lanes": "So many websites of one host at once, over all workers",
    "site_deadline": "A website that takes longer is cut off, and what is finished is kept",
    "discovery_time": "Looking for tasks ends after so long; what was not looked at is said",
    "page_timeout": "A page's visit, with all that is gathered",
    "walk_timeout": "The longest that acting on a page may take, after its visit",
    "watch_time": "So long a page is watched, untouched, before it is acted on",
    "settle_time": "A page is looked at so long after its width changed: menus are built anew then",
    "load_timeout": "A page's load",
    "quiet": "Its speed is known once a page was at rest for so long after its load",
    "quiet_timeout": "A page that never rests is measured as it is after so long",
    "close_timeout": "A browser that does not close in time is killed",
    "heartbeat": "A worker says so often that it lives",
    "heartbeat_timeout": "A worker that was silent for so long is dead: others take its jobs over",
    "crawl_delay": "Between two requests to one website; a longer one in robots.txt is obeyed",
    "crux_key": "A key for the Chrome UX Report API; it is never printed",
    "crux_api": "Where that API is; `https://`, or a server of this machine",
    "crux_per_minute": "So many questions to it in a minute; its quota is 150 for a project",
    "log_format": "`json`: one object a line; `pretty`: for people; `auto`: that on a terminal",
    "metrics_port": "Prometheus finds figures of a crawl, worker or schedule here; 0: nowhere",
    "metrics_host": "The address of this machine at which it finds them; `0.0.0.0`: all of them",
    "allow_loopback": "Allow addresses of this machine, and crawls without a contact page",
    "page_bytes": "A page that loads more is cut off",
    "response_bytes": "A response that is larger is cut off",
    "document_bytes": "The largest file that is read",
}


def main() -> None:
    from crawler.cli import usability as root  # noqa: PLC0415 -- settings.md needs no commands

    DOCS.mkdir(exist_ok=True)
    (DOCS / "cli.md").write_text(cli_page(root))
    (DOCS / "settings.md").write_text(settings_page())
    (DOCS / "findability.md").write_text(findability_page())
    (DOCS / "statement.md").write_text(statement_page())
    (DOCS / "audits.md").write_text(audits_page(WRITTEN))


if __name__ == "__main__":
    main()
