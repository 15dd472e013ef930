"""The text of a page, where the page is large or hostile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.audits.registry import all_audits
from crawler.records import Outcome

if TYPE_CHECKING:
    from crawler.browser.pool import Lane
    from crawler.facts.text import PageText
    from crawler.records import PageFacts
    from tests.browser.odd_server import OddServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

HEAD = '<!doctype html><html lang="en"><meta name=viewport content="width=device-width">'
STEPS = {"markup", "text"}


async def visit(lane: Lane, odd: OddServer, path: str, body: str) -> PageFacts:
    return (await lane.visit(odd.page(path, HEAD + body), only=STEPS)).facts


def text_of(facts: PageFacts) -> PageText:
    assert facts.text is not None, facts.errors
    return facts.text


async def test_a_hostile_page_is_read_all_the_same(lane: Lane, odd: OddServer) -> None:
    body = """<main><form><input name=children><input name=parentElement><input name=attributes>
    <h2 id=a>Heading</h2><p>Possiamo aiutarti a pagare le tasse comunali in qualsiasi momento.</p>
    <img name=querySelectorAll alt="DSC_0001.JPG" src="data:,"></form></main>
    <script>Element.prototype.getAttribute = () => "x"; window.dom = window.readText = null;
    JSON.stringify = () => "{}"; document.querySelectorAll = null</script>"""
    text = text_of(await visit(lane, odd, "/text/hostile", body))
    assert [section.text for section in text.sections] == ["Heading"]
    assert [(each.language, each.declared) for each in text.foreign] == [("it", "en")]
    assert [picture.name for picture in text.pictures] == ["DSC_0001.JPG"]


async def test_the_same_page_gives_the_same_facts(lane: Lane, odd: OddServer) -> None:
    body = "<main><h1>Bins</h1><p>Gallwch dalu eich treth gyngor ar-lein.</p><p>• a<br>• b<br>• c"
    first = text_of(await visit(lane, odd, "/text/twice", body))
    assert first == text_of(await visit(lane, odd, "/text/twice", body))
    assert first.foreign_count == 1


async def test_hidden_text_is_no_text(lane: Lane, odd: OddServer) -> None:
    body = """<main><p>Bins are emptied.</p><p hidden>Gallwch dalu eich treth gyngor ar-lein.</p>
    <p aria-hidden=true>Gallwch dalu eich treth gyngor ar-lein.</p><template><p>x</p></template>
    <select><option>Gallwch dalu eich treth gyngor ar-lein.</select></main>"""
    text = text_of(await visit(lane, odd, "/text/hidden", body))
    assert (text.passages, text.foreign_count) == (1, 0)


async def test_a_large_page_is_never_a_pass(lane: Lane, odd: OddServer) -> None:
    body = f"<main><h1>Bins</h1>{'<p>Bins are emptied.' * 8500}</main>"
    facts = await visit(lane, odd, "/text/large", body)
    assert not text_of(facts).complete
    judged = [each for each in all_audits() if each.id in ("empty-list", "parts-language")]
    assert {each.findings(facts)[0].outcome for each in judged} == {Outcome.REVIEW}
