"""The gatherers of links, fields, tables and frames: on hostile and on large pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.audits.evidence import needed
from crawler.browser.gatherers.page_fields import LIMITS as FIELDS
from crawler.browser.gatherers.page_links import LIMITS as LINKS
from crawler.browser.gatherers.page_tables import LIMITS as TABLES

if TYPE_CHECKING:
    from crawler.browser.pool import Lane
    from crawler.facts.fields import PageFields
    from crawler.facts.frames import PageFrames
    from crawler.facts.links import PageLinks
    from crawler.facts.tables import PageTables
    from tests.browser.odd_server import OddServer

    Structure = tuple[PageLinks, PageFields, PageTables, PageFrames]

pytestmark = pytest.mark.asyncio(loop_scope="module")

HOSTILE = """<!doctype html><title>x</title><h1>Names that take the place of others</h1>
<form name="getElementById"><input name="children" aria-label="One"><input name="attributes">
<input name="parentElement"><input name="labels"><input name="matches"><input name="closest">
<button name="querySelectorAll">Send</button><select name="textContent"></select></form>
<a name="getElementsByName" href="#nowhere">Read more</a><a href="http://[">Broken</a>
<img name="all" alt=""><svg width="50" height="50"><a href="/x"><text y="20">Map</text></a></svg>
<map><area href="/q" alt="Area"></map><iframe src="http://[" title="frame"></iframe>
<table><tr></tr></table><table></table><label for="">x</label><input aria-labelledby="  ">"""


async def read(lane: Lane, odd: OddServer, html: str) -> Structure:
    steps = {"links", "fields", "tables", "frames"}
    facts = (await lane.visit(odd.page("/structure", html), only=steps)).facts
    assert not facts.errors.keys() & steps
    return (
        needed(facts.links),
        needed(facts.fields),
        needed(facts.tables),
        needed(facts.frames),
    )


async def test_hostile_names_hide_nothing_and_the_facts_are_the_same_twice(
    lane: Lane, odd: OddServer
) -> None:
    first = await read(lane, odd, HOSTILE)
    links, fields, tables, frames = first
    assert {(note.trait, note.name) for note in links.notes} == {
        ("vague", "Read more"),
        ("missing-target", "Read more"),
        ("invalid", "Broken"),
    }
    assert (links.links, len(fields.fields), len(tables.tables)) == (4, 8, 0)
    assert [frame.title for frame in frames.frames] == ["frame"]
    assert await read(lane, odd, HOSTILE) == first


async def test_what_is_beyond_the_limits_is_said(lane: Lane, odd: OddServer) -> None:
    html = (
        "<a href=/a>Bins</a> " * (LINKS["links"] + 1)
        + "<input aria-label=Name>" * (FIELDS["fields"] + 1)
        + "<table><tr><td>1</td><td>2</td></tr></table>" * (TABLES["tables"] + 1)
        + "<iframe title=Map></iframe>" * 51
    )
    links, fields, tables, frames = await read(lane, odd, html)
    assert not any((links.complete, fields.complete, tables.complete, frames.complete))
    assert len(fields.fields) == FIELDS["fields"]
    assert len(tables.tables) == TABLES["tables"]
