"""What the document says beyond its title: regions, prose, forms, documents, languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.browser.gatherers.markup import gather_markup
from crawler.browser.world import World
from crawler.records import LanguageLink, SearchForm
from tests.browser.recording import opened_page

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from crawler.records import Markup
    from tests.browser.odd_server import OddServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

HEAD = '<!doctype html><html lang="en"><meta name=viewport content="width=device-width">'


async def read(browser: Browser, odd: OddServer, body: str) -> Markup:
    async with opened_page(browser) as (page, session):
        await page.goto(odd.page("/read/page", HEAD + body))
        return await gather_markup(World(session))


async def test_links_say_in_which_region_they_are(browser: Browser, odd: OddServer) -> None:
    found = await read(
        browser,
        odd,
        """<header><a href=1>1</a><nav><a href=2>2</a></nav></header>
        <div role=banner><a href=3>3</a></div><div role=navigation><a href=4>4</a></div>
        <p><a href=5>5</a></p>
        <main><article><header><a href=6>6</a></header><footer><a href=7>7</a></footer></article>
        <aside><a href=8>8</a></aside><nav role=presentation><a href=9>9</a></nav></main>
        <footer><nav><a href=10>10</a></nav><a href=11>11</a></footer>""",
    )
    assert [link.region for link in found.links] == [
        *("header", "nav", "header", "nav", "", "main", "main", "aside", "main", "nav", "footer")
    ]


async def test_links_say_under_which_heading_they_stand(browser: Browser, odd: OddServer) -> None:
    found = await read(
        browser,
        odd,
        """<nav aria-label="Main menu"><a href=1>Home</a></nav><main><h1>Waste</h1>
        <p><a href=2>Contact</a></p><h2>Popular</h2>
        <div><div class=card><a href=3><img alt=Lorry src="data:,"></a><h3>Bins</h3>
          <a href=4>Read more</a></div>
        <div class=card><h3><a href=5>Tips</a></h3><a href=6>Read more</a></div>
        <div class=card><a href=7><h3>Skips</h3></a></div></div>
        <section aria-label="Elsewhere"><ul><li><a href=8>County</a></ul></section>
        <details><summary>Old pages</summary><a href=9>2019</a></details></main>
        <footer><div><h2>About us</h2><a href=10>Jobs</a></div><div><a href=11>Map</a></div>
        </footer><a href=12>Top</a>""",
    )
    assert {link.url.rpartition("/")[2]: link.heading for link in found.links} == {
        "1": "Main menu",
        "2": "Waste",
        "3": "Bins",
        "4": "Bins",
        "5": "Popular",
        "6": "Tips",
        "7": "Popular",
        "8": "Elsewhere",
        "9": "Old pages",
        "10": "About us",
        "11": "About us",
        "12": "",
    }


async def test_prose_is_the_sentences_of_the_main_part(browser: Browser, odd: OddServer) -> None:
    found = await read(
        browser,
        odd,
        """<header><p>We are the council of all of Eastmere.</p></header><main>
        <nav><ol><li>You are here in the long list of pages</ol></nav><h1>Bins and what goes in</h1>
        <div class="cookie-banner"><p>We use cookies to make this page work.</p>
          <button>Accept</button></div>
        <p>We empty your bin<br>every <b>other</b> week</p>
        <p>Put it out by 7am, please:</p><ul><li>with its lid closed and handle out,</li>
        <li>Short one</li><li><a href=x>A link and nothing else in this item</a></li>
        <li><div>We take side waste too.</div><ul><li>But not in the week after Easter!</li></ul>
        </li></ul><p hidden>This paragraph is not shown to anyone at all.</p>
        <table><tr><th>What we never take away with us</th><td>Bricks</td>
        <td>We cannot take bricks or other rubble.</td></tr></table>
        <dl><dt>Garden waste that we collect</dt><dd>Costs 40 pounds for a year</dd></dl>
        <p><button>Press this button to go to the form</button></p><p>ALL RIGHTS ARE RESERVED BY US
        </p><form><label>Your name as it is on the bill</label></form>
        <aside><p>See also what our neighbours do.</p></aside></main>
        <footer><p>This page was made by the council.</p></footer>""",
    )
    assert found.prose.splitlines() == [
        "We empty your bin every other week.",
        "Put it out by 7am, please.",
        "with its lid closed and handle out.",
        "We take side waste too.",
        "But not in the week after Easter!",
        "We cannot take bricks or other rubble.",
        "Costs 40 pounds for a year.",
    ]


async def test_prose_without_a_main_part_leaves_out_what_frames_the_page(
    browser: Browser, odd: OddServer
) -> None:
    found = await read(
        browser,
        odd,
        """<header><p>We are the council of all of Eastmere.</p></header>
        <div><h1>Tax</h1><p>You pay council tax in ten parts.</p></div>
        <footer><p>This page was made by the council.</p></footer>""",
    )
    assert found.prose == "You pay council tax in ten parts."


async def test_what_is_read_is_bounded(browser: Browser, odd: OddServer) -> None:
    words = "We say the same again and again. " * 20
    fields = "<input>" * 3000
    hidden = "".join(f"<input type=hidden name=h{n} value={'v' * 900}>" for n in range(90))
    links = "".join(f"<a hreflang=x{chr(97 + n % 26)} href=/{n}>x</a>" for n in range(200))
    found = await read(
        browser,
        odd,
        f"<main><h2>{'h' * 900}</h2>{links}{f'<p>{words}</p>' * 100}{fields}</main>"
        f"<form role=search>{hidden}<input name=q></form>",
    )
    assert len(found.prose) == 3000
    assert found.fields == 2000
    assert found.search is not None
    assert len(found.search.others) == 30
    assert {len(value) for _, value in found.search.others} == {500}
    assert len(found.languages) == 50
    assert {len(link.heading) for link in found.links} == {200}


async def test_fields_are_those_that_a_visitor_fills_in(browser: Browser, odd: OddServer) -> None:
    found = await read(
        browser,
        odd,
        """<header><form action=/find><input name=q></form><select><option>x</select></header>
        <main><form method=post><input name=name><input type=hidden name=token>
        <input type=radio name=r style="opacity: 0"><input type=radio name=r>
        <input type=checkbox style="opacity: 0"><textarea></textarea><select><option>x</select>
        <input type=submit><input type=reset><input type=image alt=x><input type=search>
        <button>Go</button><input hidden><input name=children><input name=elements></form>
        <div role=search><input name=filter></div></main>
        <footer><input type=email></footer>""",
    )
    assert found.fields == 7


async def test_documents_are_counted_once_each(browser: Browser, odd: OddServer) -> None:
    found = await read(
        browser,
        odd,
        """<nav><a href=/menu.pdf>Menu</a></nav><main><a href=/a.pdf>A</a><a href=/a.pdf>A</a>
        <a href="/b.DOCX?v=1#p">B</a><a href=/c.ods>C</a><a href=/d.csv>D</a>
        <a href=/pdf>No</a><a href="/e?file=x.pdf">No</a><a hidden href=/f.pdf>No</a></main>
        <footer><a href=/g.pdf>G</a></footer>""",
    )
    assert found.documents == 4


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (
            '<form action="/find?old=1#x" role=search><input type=hidden name=site value=all>'
            "<input type=text name=words><input type=submit name=go value=Go></form>",
            ("/find", "words", (("site", "all"),)),
        ),
        (
            '<form><input type=search name="x"><select name=in><option>a<option selected>b</select>'
            "<input type=radio name=r value=1><input type=radio name=r value=2 checked></form>",
            ("/read/page", "x", (("in", "b"), ("r", "2"))),
        ),
        (
            "<form action=s.html><input name=Keywords><button>x</button></form>",
            ("s.html", "Keywords", ()),
        ),
        ("<search><form action=/s><input name=anything></form></search>", ("/s", "anything", ())),
        (
            "<main><form action=/events><input name=q></form></main>"
            "<footer><form action=/all><input name=q></form></footer>",
            ("/all", "q", ()),
        ),
        (
            "<form action=/clobber><input name=q><input type=hidden name=action value=a>"
            "<input type=hidden name=elements value=e></form>",
            ("/clobber", "q", (("action", "a"), ("elements", "e"))),
        ),
        ("<form method=post role=search><input name=q></form>", None),
        ("<form action='javascript:x()' role=search><input name=q></form>", None),
        ("<form role=search><input></form>", None),
        ("<form><input name=postcode></form>", None),
        ("<form><input name=q><input type=password name=p></form>", None),
        ("<input type=search name=q>", None),
    ],
)
async def test_the_search_of_the_website(
    browser: Browser,
    odd: OddServer,
    form: str,
    expected: tuple[str, str, tuple[tuple[str, str], ...]] | None,
) -> None:
    found = await read(browser, odd, form)
    if expected is None:
        assert found.search is None
        return
    path, field, others = expected
    action = odd.url(path if path.startswith("/") else f"/read/{path}")
    assert found.search == SearchForm(action=action, field=field, others=others)


async def test_the_same_page_in_other_languages(browser: Browser, odd: OddServer) -> None:
    found = await read(
        browser,
        odd,
        """<link rel=alternate hreflang=cy-GB href=/cy/page>
        <link rel=alternate hreflang=x-default href=/><link rel=alternate hreflang="!" href=/no>
        <header><a href=/cy>Cymraeg</a><a hidden href=/hidden>Newid iaith i'r Gymraeg</a>
        <a href=/cy2 lang=cy>Darllenwch hyn yn Gymraeg</a><a lang=cy href=/no>Biniau</a>
        <a href=/ga hreflang=ga>GA</a><a href=/gd>Gàidhlig</a><a href=/en>Switch to English</a>
        <a href=/cy3>In Welsh</a><a href="javascript:x()">Welsh</a></header>
        <main><a href=/no>Learn Welsh with us in the library</a><a href=/no>English lessons</a>
        <a hidden href=/no>Welsh</a><a href=/pl hreflang=pl>Polski</a></main>""",
    )
    assert found.languages == tuple(
        LanguageLink(language=language, url=odd.url(path), text=text)
        for language, path, text in [
            ("cy", "/cy", "Cymraeg"),
            ("cy", "/hidden", "Newid iaith i'r Gymraeg"),
            ("cy", "/cy2", "Darllenwch hyn yn Gymraeg"),
            ("ga", "/ga", "GA"),
            ("gd", "/gd", "Gàidhlig"),
            ("en", "/en", "Switch to English"),
            ("cy", "/cy3", "In Welsh"),
            ("pl", "/pl", "Polski"),
            ("cy-gb", "/cy/page", ""),
        ]
    )
