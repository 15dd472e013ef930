"""Each statement of the ground truth is read in the real browser, and judged as is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
import pytest_asyncio

from crawler.browser.gatherers.statement import LIMITS, gather_statement
from crawler.browser.world import World
from crawler.records import Link, PageRole
from crawler.statement.checklist import checklist
from tests.browser.recording import opened_page, started_browser
from tests.facts import MARKUP, URL
from tests.statement.cases import ADDRESS, ALL, DAY, FOLDER, TITLES, cases, result

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Page

    from crawler.browser.examinations import Ground
    from crawler.facts.statement import StatementText

pytestmark = pytest.mark.asyncio(loop_scope="module")

LINKS = msgspec.structs.replace(MARKUP, links=(Link(url=ADDRESS, text="Accessibility"),))
HEAD = "<!doctype html><html lang=en><meta charset=utf-8>"


class Reader:
    """Reads pages as a visit does."""

    def __init__(self, page: Page, ground: Ground) -> None:
        self._page = page
        self._ground = ground

    async def file(self, path: Path) -> StatementText | None:
        await self._page.goto(path.as_uri())
        return await gather_statement(self._ground)

    async def html(self, body: str, name: str, folder: Path) -> StatementText | None:
        path = folder / f"{name}.html"
        path.write_text(HEAD + body)
        return await self.file(path)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reader() -> AsyncIterator[Reader]:
    class OnlyWorld:
        def __init__(self, world: World) -> None:
            self.world = world

    async with started_browser() as browser, opened_page(browser) as (page, session):
        yield Reader(page, OnlyWorld(World(session)))  # type: ignore[arg-type]


async def test_there_are_twelve_and_every_check_has_all_its_outcomes() -> None:
    known = cases()
    assert {path.stem for path in FOLDER.glob("*.html")} == set(known)
    assert len(known) >= 12
    assert len(ALL) == len(TITLES) == len(set(ALL))
    failing = {name for case in known.values() for name in case.not_met}
    others = {"exists", "linked", "burden", "agreement", "feedback", "non-accessible"}
    assert failing | others == set(ALL), "test_checklist.py has the rest"


@pytest.mark.parametrize("name", cases())
async def test_a_statement_says_what_is_known(reader: Reader, name: str) -> None:
    case = cases()[name]
    text = await reader.file(FOLDER / f"{name}.html")
    assert text is not None
    assert text.complete
    pages = [result(statement=text), result(URL, role=PageRole.HOME, markup=LINKS)]
    found = checklist(pages, nation=case.nation, day=DAY)
    assert found is not None
    if not case.statement:
        assert found.url is None
        assert found.checks[0].outcome.value == "not met"
        return
    told = {check.id: check.outcome for check in found.checks}
    wrong = {
        check.id: f"{check.outcome}: {check.said} | {check.found}"
        for check in found.checks
        if check.outcome is not case.outcomes[check.id]
    }
    assert not wrong
    assert tuple(told) == ALL
    assert (found.url, found.language) == (ADDRESS, case.language)
    for part in ("status", "standard", "prepared", "reviewed", "fix_dates", "criteria"):
        assert getattr(found, part) == getattr(case, part), part


async def test_blocks_keep_their_order_their_kind_and_their_links(
    reader: Reader, tmp_path: Path
) -> None:
    text = await reader.html(
        """<title>Accessibility | X</title><nav>Home</nav><main><h1>Our site</h1>
        Bare text <b>and</b> more<br>below.<p>One <a href="mailto:a@b.example">mail</a> and
        <a href=/form>a form</a>.</p><ul><li>First<li><p>Second</p></ul>
        <div role=heading aria-level=3>Third</div><dl><dd>Told</dl><table><tr><td>Cell</table>
        <details><summary>More</summary><p hidden>Waits</p></details><script>no</script></main>
        <footer>Foot</footer>""",
        "page",
        tmp_path,
    )
    assert text is not None
    kinds = [
        (block.text, "h" * block.level or "i" * block.item or "c" * block.cell)
        for block in text.blocks
    ]
    assert kinds == [
        *(("Our site", "h"), ("Bare text and more below.", ""), ("One mail and a form.", "")),
        *(("First", "i"), ("Second", "i"), ("Third", "hhh"), ("Told", "i"), ("Cell", "c")),
        *(("More", ""), ("Waits", "")),
    ]
    (mail, form) = text.blocks[2].links
    assert (mail.url, mail.text) == ("mailto:a@b.example", "mail")
    assert form.url.endswith("/form")
    assert not text.form


@pytest.mark.parametrize(
    ("title", "heading", "name", "looks"),
    [
        ("Accessibility statement", "Welcome", "p1", True),
        ("Welcome", "Datganiad hygyrchedd", "p2", True),
        ("X", "Hygyrchedd ein gwefan", "p3", True),
        ("X", "Accessibility of this website", "p4", True),
        ("X", "Y", "website-accessibility-statement", True),
        ("X", "Y", "accessibility", True),
        ("Accessibility at bus stops", "Accessible buses", "p5", False),
        ("Bins", "Bins", "bins-accessibility-of-lorries", False),
        ("Council tax", "Council tax", "tax", False),
    ],
)
async def test_only_what_looks_like_one_is_read(
    reader: Reader, tmp_path: Path, title: str, heading: str, name: str, looks: bool
) -> None:
    text = await reader.html(f"<title>{title}</title><h1>{heading}</h1><p>Text", name, tmp_path)
    assert (text is not None) is looks


async def test_a_page_without_end_is_cut_and_says_so(reader: Reader, tmp_path: Path) -> None:
    hostile = "<form><input name=children><input name=querySelectorAll></form>"
    body = f"<title>Accessibility statement</title><main>{hostile}"
    text = await reader.html(body + "<p>Some words of it.</p>" * 30_000, "long", tmp_path)
    assert text is not None
    assert not text.complete
    assert sum(len(block.text) for block in text.blocks) <= LIMITS["characters"] + LIMITS["block"]


async def test_a_main_heading_above_the_main_part_is_read_too(
    reader: Reader, tmp_path: Path
) -> None:
    body = "<title>X</title><header><h1>Accessibility statement</h1></header><main><p>Text</main>"
    text = await reader.html(body, "above", tmp_path)
    assert text is not None
    assert [(block.text, block.level) for block in text.blocks] == [
        ("Accessibility statement", 1),
        ("Text", 0),
    ]
