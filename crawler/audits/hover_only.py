"""Whether what shows under the mouse shows by keyboard too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import quoted
from crawler.audits.registry import Verdict, audit
from crawler.audits.walked import seen_at, verdict_of_walk
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.facts.pointer import PointerWalk, Revealed
    from crawler.records import Element, PageFacts

UNREAD = "Nothing shows only under the mouse, as far as style sheets could be read"

WORDS = 2
"""A note of fewer words may be an ornament."""


@audit(
    id="hover-only",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="What shows under the mouse can be had by keyboard too",
    title_fail="Some content shows only while the mouse is on something",
    who="People who use a keyboard or a switch, people on phones, and blind people.",
    why="They cannot hover. A menu that opens only under the mouse is shut for them, and a note "
    "that shows only so is never read.",
    fix="Let it show when the focus comes too (:focus-within beside :hover), or put a button "
    "beside it that opens it.",
    limit="A person must see whether the page that a menu's own link leads to offers all that the "
    "menu does. Rules in style sheets that other websites serve are not read.",
    needs=(Evidence.POINTER,),
    wcag=("2.1.1",),
)
def hover_only(facts: PageFacts) -> Verdict:
    walk = needed(facts.pointer)
    failing: list[Element] = []
    doubtful: list[Element] = []
    fine = 0
    for shown in walk.revealed:
        if shown.keys in ("focus", "press") or _reachable_otherwise(shown):
            fine += 1
            continue
        (failing if _definite(shown) else doubtful).append(
            seen_at(shown.trigger, _message(shown), shown.pictures)
        )
    verdict = verdict_of_walk(
        walk,
        failing,
        doubtful,
        part="hovers",
        passing=fine,
        nothing="Nothing shows by hovering",
    )
    if walk.unread and verdict.outcome in (Outcome.PASS, Outcome.NOT_APPLICABLE):
        return replace(verdict, title=UNREAD)
    return verdict


def shut_to_keys(walk: PointerWalk) -> tuple[Revealed, ...]:
    """What the audit fails."""
    return tuple(
        shown
        for shown in walk.revealed
        if shown.keys not in ("focus", "press")
        and not _reachable_otherwise(shown)
        and _definite(shown)
    )


def _reachable_otherwise(shown: Revealed) -> bool:
    return shown.known or (shown.usable > 0 and not shown.unique)


def _definite(shown: Revealed) -> bool:
    # The page that a menu's own link leads to may lead to all that is in the menu.
    if shown.keys in ("unseen", "stays") or shown.landing:
        return False
    if shown.unique:
        return True
    return not (shown.inside and shown.focusable) and len(shown.text.split()) >= WORDS


def _message(shown: Revealed) -> str:
    what = quoted(shown.text) if shown.text else "something"
    if shown.keys == "unseen":
        return f"Under the mouse {what} shows. The focus goes into it, but it does not show then"
    if shown.keys == "stays":
        return f"Under the mouse {what} shows, and stays. It was not seen by keyboard"
    if shown.landing:
        return (
            f"Under the mouse {what} shows, and not by keyboard. Does the page that it leads to "
            "offer the same links?"
        )
    if not shown.focusable:
        return f"Under the mouse {what} shows. Nothing here takes the focus"
    return (
        f"Under the mouse {what} shows. It did not when the focus came, nor when the keys for it "
        "were pressed"
    )
