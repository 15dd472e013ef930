"""The documents say what the code does: commands, settings, and links that lead somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from crawler.audits.registry import all_audits
from crawler.cli import usability
from crawler.config import PREFIX, Config
from tools import documents
from tools.audit_page import audits_page

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
COMMANDS = list(documents.commands(usability, "usability"))
README = (ROOT / "README.md").read_text()


def anchors(page: Path) -> set[str]:
    """The names that headings get: lower case, spaces to hyphens, other marks left out."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_help_of_every_command_is_as_documented() -> None:
    page = (ROOT / "docs" / "cli.md").read_text()
    assert page == documents.cli_page(usability), "run `make docs`"


def test_every_setting_is_as_documented() -> None:
    page = (ROOT / "docs" / "settings.md").read_text()
    assert page == documents.settings_page(), "run `make docs`"
    assert {f"`{PREFIX}{name.upper()}`" for name in Config.__struct_fields__} <= set(
        re.findall(r"`USABILITY_\w+`", page)
    )


def test_every_audit_is_as_declared() -> None:
    page = (ROOT / "docs" / "audits.md").read_text()
    assert page == audits_page(documents.WRITTEN), "run `make docs`"
    headings = re.findall(r"^### (.+)$", page, re.MULTILINE)
    assert sorted(headings) == [audit.id for audit in all_audits()]


def test_the_rules_for_statements_and_documents_are_as_the_code_has_them() -> None:
    page = (ROOT / "docs" / "statement.md").read_text()
    assert page == documents.statement_page(), "run `make docs`"


@pytest.mark.parametrize("name", [name for name, command, _ in COMMANDS if command.params])
def test_the_readme_names_every_command(name: str) -> None:
    assert f"`{name}" in README or re.search(rf"^(make|\.venv/bin/)?{name}\b", README, re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "command"), [(name, command) for name, command, _ in COMMANDS], ids=lambda item: item
)
def test_every_command_and_option_says_what_it_is_for(name: str, command: click.Command) -> None:
    assert command.help, name
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts[0]}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_a_heading_that_exist(page: Path) -> None:
    for link in LINK.findall(page.read_text()):
        if re.match(r"[a-z]+:", link):
            continue
        place, _, heading = link.partition("#")
        target = (page.parent / place).resolve() if place else page
        assert target.exists(), link
        assert not heading or heading in anchors(target), link


def test_the_readme_leads_to_every_document() -> None:
    linked = {(ROOT / link.partition("#")[0]).resolve() for link in LINK.findall(README)}
    assert set(PAGES) - linked - {ROOT / "README.md"} == set()


def test_the_readme_says_how_to_reach_the_command_before_it_names_it() -> None:
    named = re.search(r"^usability |`usability \w", README, re.MULTILINE)
    assert named is not None
    assert README.index(". .venv/bin/activate") < named.start()


def test_contributing_says_which_documents_are_written_from_code() -> None:
    written = {page.name for page in PAGES if documents.WRITTEN in page.read_text()}
    assert written == {
        *("audits.md", "cli.md", "findability.md", "methodology.md", "settings.md", "statement.md")
    }
    by_hand = sorted({page.name for page in (ROOT / "docs").glob("*.md")} - written)
    listed = " and ".join(f"`{name}`" for name in by_hand)
    assert f"from the code, all but {listed})" in (ROOT / "CONTRIBUTING.md").read_text()


def test_make_commands_that_the_documents_name_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in PAGES:
        for target in re.findall(r"`make ([a-z-]+)", page.read_text()):
            assert target in targets, f"{page.name} names `make {target}`"


def test_the_audit_that_contributing_shows_works() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text()
    example = re.search(r"```python\n(.+?)```", text, re.DOTALL)
    assert example is not None
    # In a process of its own, so that the example does not join the registry of this one.
    trial = f"""{example[1]}
from msgspec.structs import replace
from tests.facts import sound_facts
facts = sound_facts()
large = replace(facts, markup=replace(facts.markup, element_count=5_000))
print(element_count(facts).outcome, element_count(large).outcome)
"""
    ended = subprocess.run(
        [sys.executable, "-c", trial], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ended.stdout, ended.stderr) == ("pass fail\n", "")
