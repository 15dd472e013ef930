"""Menus as they are built, and the links that show once they are opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.browser.gatherers.markup import gather_markup
from crawler.browser.gatherers.menus import gather_menus
from crawler.browser.world import World
from tests.browser.recording import opened_page

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from crawler.records import Link, OpenedLink
    from tests.browser.odd_server import OddServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

HEAD = '<!doctype html><html lang="en"><meta name=viewport content="width=device-width">'
MAIN = "<main><h1>Bins</h1><p>Bins are emptied every other Tuesday.</p></main>"


async def press(
    browser: Browser, odd: OddServer, body: str
) -> tuple[tuple[Link, ...], tuple[OpenedLink, ...]]:
    async with opened_page(browser) as (page, session):
        await page.goto(odd.page("/menus", HEAD + body))
        world = World(session)
        links = (await gather_markup(world)).links
        return links, await gather_menus(world, session)


# Each has the link "Pay" and hides it until its menu is opened.
ONE_LEVEL = {
    "details": "<header><details><summary>Menu</summary><a href=/pay>Pay</a></details></header>",
    "hidden": """<header><button aria-expanded=false aria-controls=m
      onclick="m.hidden = false">Menu</button><ul id=m hidden><li><a href=/pay>Pay</a></ul>
      </header>""",
    "built by script": """<header><button id=b>Menu</button><div id=m></div></header>
      <script>b.onclick = () => { m.innerHTML = '<a href=/pay>Pay</a>' }</script>""",
    "built late": """<header><button id=b>Menu</button><div id=m></div></header><script>
      b.onclick = () => setTimeout(() => { m.innerHTML = '<a href=/pay>Pay</a>' }, 120)</script>""",
    "touched": """<header><button id=b>Menu</button><ul id=m hidden><li><a href=/pay>Pay</a></ul>
      </header><script>b.addEventListener('touchstart', () => { m.hidden = false })</script>""",
    "pointed at": """<header><button id=b>Menu</button><ul id=m hidden><li><a href=/pay>Pay</a></ul>
      </header><script>b.addEventListener('pointerdown', (e) => { m.hidden = false })</script>""",
    "focused": """<style>ul { display: none } button:focus + ul { display: block }</style>
      <header><button>Menu</button><ul><li><a href=/pay>Pay</a></ul></header>""",
    "a box to tick": """<style>#t, ul { display: none } #t:checked ~ ul { display: block }</style>
      <header><input type=checkbox id=t><label for=t>Menu</label>
      <ul><li><a href=/pay>Pay</a></ul></header>""",
    "a box over its picture": """<style>#t { opacity: 0; width: 40px; height: 40px }
      ul { transform: translateX(-100%) } #t:checked ~ ul { transform: none }</style>
      <nav><input type=checkbox id=t aria-label=Menu><ul><li><a href=/pay>Pay</a></ul></nav>""",
    "no height": """<style>ul { max-height: 0; overflow: hidden; transition: max-height 2s }
      .open ul { max-height: 400px }</style><header><div id=d><button aria-label=Menu
      onclick="d.className = 'open'"><svg width=20 height=20></svg></button>
      <ul><li><a href=/pay>Pay</a></ul></div></header>""",
    "off the canvas": """<style>nav { position: fixed; top: 0; left: 0; width: 80%;
      transform: translateX(-100%); transition: transform 1s } .open nav { transform: none }</style>
      <header><a href="#" role=button aria-label=Menu
      onclick="document.body.className = 'open'; return false">=</a></header>
      <nav><a href=/pay>Pay</a></nav>""",
    "beyond the right edge": """<style>body { overflow-x: hidden } #n { position: absolute; top: 0;
      left: 100%; width: 300px }</style><button class=navbar-toggle aria-label=Menu
      onclick="n.style.left = 0">=</button><nav id=n><a href=/pay>Pay</a></nav>""",
    "a script's address": """<header><a href="javascript:void(m.hidden = false)">Menu</a>
      <ul id=m hidden><li><a href=/pay>Pay</a></ul></header>""",
    "a heading's button": """<nav><h2><span role=button tabindex=0 onclick="m.hidden = false">Menu
      </span></h2><ul id=m hidden><li><a href=/pay>Pay</a></ul></nav>""",
    "a named box": """<style>.menu-toggle { cursor: pointer }</style><header>
      <div class=menu-toggle onclick="m.hidden = false">Menu</div>
      <ul id=m hidden><li><a href=/pay>Pay</a></ul></header>""",
    "a dialog": """<header><button onclick="m.showModal()">Menu</button>
      <dialog id=m><a href=/pay>Pay</a></dialog></header>""",
    "popover": """<header><button popovertarget=m>Menu</button>
      <nav id=m popover><a href=/pay>Pay</a></nav></header>""",
    "covered": """<div style="position: fixed; inset: 0; background: #fff8"></div>
      <header><button onclick="m.hidden = false">Menu</button>
      <ul id=m hidden><li><a href=/pay>Pay</a></ul></header>""",
    "far down": """<div style="height: 3000px"></div><nav><button onclick="m.hidden = false">Menu
      </button><ul id=m hidden><li><a href=/pay>Pay</a></ul></nav>""",
    "slow to follow": """<header><button id=b>Menu</button>
      <ul id=m style="height: 0; overflow: hidden"><li><a href=/pay>Pay</a></ul></header>
      <script>b.onclick = () => { let height = 0;
      const grow = () => { m.style.height = (height += 2) + 'px';
        if (height < 100) requestAnimationFrame(grow) }; grow() }</script>""",
    "a form about it": """<form action=/x><button type=button onclick="m.hidden = false">Menu
      </button></form><ul id=m hidden><li><a href=/pay>Pay</a></ul>""",
}


@pytest.mark.parametrize("how", ONE_LEVEL)
async def test_a_menu_is_opened(browser: Browser, odd: OddServer, how: str) -> None:
    links, opened = await press(browser, odd, ONE_LEVEL[how] + MAIN)
    assert not any(link.visible for link in links if link.text == "Pay")
    assert [(link.url, link.text, link.controls) for link in opened] == [
        (odd.url("/pay"), "Pay", ("Menu",))
    ]


SECTIONS = """<ul id=m hidden><li><a href=/home>Home</a>
  <li><button class=s aria-expanded=false>Bins</button><ul hidden><li><a href=/days>Days</a></ul>
  <li><button class=s aria-expanded=false>Tax</button><ul hidden><li><a href=/pay>Pay</a></ul>
  </ul>"""
ALL = [
    ("Home", ("Menu",)),
    ("Days", ("Menu", "Bins")),
    ("Pay", ("Menu", "Tax")),
]
NESTED = {
    "each by itself": """for (const s of document.querySelectorAll('.s')) s.onclick = () => {
      s.nextElementSibling.hidden = !s.nextElementSibling.hidden }""",
    "one at a time": """const all = [...document.querySelectorAll('.s')];
      for (const s of all) s.onclick = () => { for (const other of all)
        other.nextElementSibling.hidden = other !== s }""",
    "level by level": """const all = [...document.querySelectorAll('.s')];
      const home = m.innerHTML; for (const s of all) s.onclick = () => {
        for (const li of m.children) li.style.display = li === s.parentNode ? '' : 'none';
        s.style.display = 'none'; back.hidden = s.nextElementSibling.hidden = false };
      back.onclick = () => { back.hidden = true; for (const li of m.children) li.style.display = '';
        for (const s of all) { s.style.display = ''; s.nextElementSibling.hidden = true } }""",
    "in the menu's place": """for (const s of document.querySelectorAll('.s')) s.onclick = () => {
      m.before(s.nextElementSibling.cloneNode(true)); m.previousElementSibling.hidden = false;
      m.hidden = true }""",
}


@pytest.mark.parametrize("how", NESTED)
async def test_sections_of_a_menu_are_opened(browser: Browser, odd: OddServer, how: str) -> None:
    body = f"""<header><button onclick="m.hidden = !m.hidden">Menu</button>
    <button id=back hidden>Back</button>{SECTIONS}</header>{MAIN}<script>{NESTED[how]}</script>"""
    links, opened = await press(browser, odd, body)
    assert not any(link.visible for link in links)
    assert [(link.text, link.controls) for link in opened] == ALL
    assert {link.region for link in opened} == {"header"}


async def test_sections_in_the_main_part_are_opened_last(browser: Browser, odd: OddServer) -> None:
    body = """<main><h1>Bins</h1><details><summary>Old bins</summary><a href=/old>Old</a></details>
    <details><summary>Words only</summary>Nothing to follow</details><button>Order</button></main>
    <nav><button onclick="m.hidden = false">Menu</button><p id=m hidden><a href=/pay>Pay</a></nav>
    """
    _, opened = await press(browser, odd, body)
    assert [(link.text, link.controls, link.region) for link in opened] == [
        ("Pay", ("Menu",), "nav"),
        ("Old", ("Old bins",), "main"),
    ]


async def test_a_page_without_menus_is_left_alone(browser: Browser, odd: OddServer) -> None:
    body = """<nav><a href=/a>A</a></nav><main><h1>Bins</h1>
    <button onclick="m.hidden = false">Order a bin</button><p id=m hidden><a href=/pay>Pay</a></p>
    </main>"""
    _, opened = await press(browser, odd, body)
    assert opened == ()


async def test_pressing_is_bounded(browser: Browser, odd: OddServer) -> None:
    many = "<button onclick='n += 1; document.title = n'>Menu</button>" * 200
    links = "<p id=m hidden>" + "<a href=/x>x</a>" * 900 + "</p>"
    more = "<button aria-controls=m onclick='m.hidden = false'>Menu</button>"
    async with opened_page(browser) as (page, session):
        body = f"{HEAD}<script>let n = 0</script><nav>{more}{many}{links}</nav>"
        await page.goto(odd.page("/many", body))
        opened = await gather_menus(World(session), session)
        assert len(opened) == 500
        assert int(await page.title()) < 20


async def test_a_menu_without_end_ends(browser: Browser, odd: OddServer) -> None:
    """Each press brings another button to press."""
    body = """<nav><button onclick="more(this)">Menu</button></nav><script>let n = 0;
    const more = (b) => b.insertAdjacentHTML('afterend',
      `<button onclick="more(this)">Menu ${++n}</button><a href=/${n}>${n}</a>`)</script>"""
    _, opened = await press(browser, odd, body)
    assert 3 <= len(opened) <= 20
    assert opened[2].controls == ("Menu", "Menu 1", "Menu 2")


async def test_a_tap_that_lands_elsewhere_is_not_heard(browser: Browser, odd: OddServer) -> None:
    """What asks for consent slides over the button while the finger is on it."""
    body = """<header><button id=b onpointerdown="c.hidden = false">Menu</button></header>
    <div id=c style="position: fixed; inset: 0" hidden>
    <button style="width: 100%; height: 100%" onclick="document.title += 'accepted'"
      onmousedown="document.title += 'pressed'">Accept</button></div>"""
    async with opened_page(browser) as (page, session):
        await page.goto(odd.page("/slides", f"{HEAD}<title>x</title>{body}"))
        await gather_menus(World(session), session)
        assert await page.is_visible("#c")
        assert await page.title() == "x"
