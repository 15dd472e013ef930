"""Whether a finger gets at the menus that a mouse opens by hovering.

No finger hovers. What a tap does instead depends on the phone and on what it lands on. On an iPhone
the first tap shows the menu, on a link too, which the second follows. On Android a link leads away
at once, and elsewhere a tap pretends that a mouse came. Neither does any of this where the rule
asks for a real mouse (`@media (hover: hover)`).

So the audit fails only a menu whose links stand nowhere else on the page, that nothing there opens,
and whose rule holds only with a mouse, while its trigger leads nowhere, back to this page, to
another website or to a file: none of these can offer what is in the menu. Where the trigger leads
to another page of the website, that may list the same links. That, and all that an iPhone opens, a
person must see. What `hover-only` fails already, for the keyboard, costs nothing here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from crawler.audits.evidence import Evidence, needed
from crawler.audits.hover_only import shut_to_keys
from crawler.audits.noted import quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.facts.hover_menus import Leads
from crawler.records import Element, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.facts.hover_menus import HoverMenu, HoverMenus
    from crawler.facts.pointer import Revealed
    from crawler.records import PageFacts

NOTHING = "No menu shows by hovering"
UNREAD = "No menu shows by hovering, as far as style sheets could be read"


@audit(
    id="hover-menus-on-touch",
    pillar=Pillar.MOBILE,
    impact=Impact.SERIOUS,
    title_pass="What opens under a mouse can be had with a finger",
    title_fail="Some menus open only under a mouse, which phones do not have",
    why="On a phone the links in such a menu cannot be reached at all, or the tap leads elsewhere.",
    fix="Put a button beside the link that opens the menu by a tap, with aria-expanded to say so; "
    "or list the same links on the page that the link leads to.",
    needs=(Evidence.HOVER_MENUS,),
    who="Everyone with a phone or tablet.",
    limit="It reads style sheets and listeners, and taps nothing. Rules in style sheets that other "
    "websites serve are not read, and scripts that listen for the whole page are not understood. "
    "What a tap opens on an iPhone and not on Android is for a person to see.",
)
def hover_menus_on_touch(facts: PageFacts) -> Verdict:
    found = needed(facts.hover_menus)
    opened = {link.url for link in facts.opened or ()}
    shut = [menu for menu in found.menus if not _had_otherwise(menu, opened)]
    failing = [menu for menu in shut if _definite(menu)]
    doubtful = [menu for menu in shut if not _definite(menu)]
    if failing:
        verdict = verdict_on(
            [_element(menu, found.pictures) for menu in failing],
            judged=found.found,
            complete=found.complete,
            nothing=NOTHING,
        )
        verdict = replace(verdict, undecided=len(doubtful))
        known = shut_to_keys(facts.pointer) if facts.pointer is not None else ()
        if all(_failed_for_keys(menu, known) for menu in failing):
            return replace(verdict, advice=True)
        return verdict
    if doubtful:
        return verdict_on(
            [_element(menu, found.pictures) for menu in doubtful],
            judged=found.found,
            complete=found.complete,
            nothing=NOTHING,
            outcome=Outcome.REVIEW,
        )
    return _nothing_found(found)


def _nothing_found(found: HoverMenus) -> Verdict:
    verdict = verdict_on((), judged=found.found, complete=found.complete, nothing=NOTHING)
    unsure = verdict.outcome is Outcome.NOT_APPLICABLE and found.unread
    return replace(verdict, title=UNREAD) if unsure else verdict


def _had_otherwise(menu: HoverMenu, opened: set[str]) -> bool:
    if menu.toggle or menu.focus or not menu.unique:
        return True
    return menu.unique == len(menu.urls) and opened.issuperset(menu.urls)


def _failed_for_keys(menu: HoverMenu, known: tuple[Revealed, ...]) -> bool:
    """Whether the same menu fails for the keyboard. It may be built anew at a desk, so what is in
    it says so as well as what opens it."""
    if any(shown.trigger.selector == menu.trigger.selector for shown in known):
        return True
    there = {url for shown in known for url in shown.urls}
    return bool(menu.urls) and there.issuperset(menu.urls)


def _definite(menu: HoverMenu) -> bool:
    return menu.only_mouse and not menu.delegated and menu.leads != Leads.AWAY


def _element(menu: HoverMenu, pictures: tuple[str, ...]) -> Element:
    return Element(
        selector=menu.trigger.selector,
        html=menu.trigger.html,
        message=_message(menu),
        viewport=Viewport.MOBILE,
        pictures=pictures,
    )


def _message(menu: HoverMenu) -> str:
    name = quoted(menu.text) if menu.text else "It"
    links = "1 link or field" if menu.unique == 1 else f"{menu.unique} links or fields"
    shows = f"{name} shows {links} under a mouse that stand nowhere else on the page. "
    if menu.leads == Leads.AWAY:
        return shows + "A tap leads to another page. Does that offer the same?"
    does = _TAPPED.get(Leads(menu.leads), "does nothing")
    if menu.only_mouse:
        return shows + f"Its rule holds only where there is a mouse, and a tap {does}"
    if menu.leads == Leads.NOWHERE:
        return shows + "Does a tap open it on every phone?"
    return shows + f"A tap opens it on an iPhone and {does} on Android. Is there another way?"


_TAPPED = {
    Leads.HERE: "loads this page again",
    Leads.OUTSIDE: "leads to another website or a file",
}
