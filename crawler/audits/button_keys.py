"""Whether controls that the page made itself answer the keys that their role promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit, to_check
from crawler.audits.walked import DONE, seen_at, verdict_of_walk
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.facts.widgets import KeyTrial
    from crawler.records import PageFacts


@audit(
    id="button-keys",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="Buttons and switches that the page made itself answer the keyboard",
    title_fail="Some buttons or switches do not answer the keys that work them",
    who="People who use a keyboard, a switch or a screen reader.",
    why="They are told that it is a button. They press Enter or the space bar, as on any button, "
    "and nothing happens.",
    fix="Use a real button (or a checkbox), which answers both keys by itself. Else handle Enter "
    "and the space bar for a button, and the space bar for a checkbox or switch.",
    limit="Two of a kind are tried. What a key does is told by what can be seen.",
    needs=(Evidence.WIDGETS,),
    wcag=("2.1.1",),
)
def button_keys(facts: PageFacts) -> Verdict:
    walk = needed(facts.widgets)
    trials = [trial for trial in walk.keys if trial.role != "link"]
    deaf = [trial for trial in trials if _deaf(trial)]
    # A link that says that it is a button still answers Enter.
    definite = [trial for trial in deaf if trial.click is not None]
    wholly = any(trial.enter in ("", None) for trial in definite)
    return verdict_of_walk(
        walk,
        [seen_at(trial.spot, _message(trial)) for trial in definite],
        [seen_at(trial.spot, _message(trial)) for trial in deaf if trial.click is None],
        part="controls",
        passing=len(trials) - len(deaf),
        doubt=to_check("a link that says that it is a button is deaf to the space bar"),
        nothing="The page has no buttons or switches of its own making",
        impact=Impact.SERIOUS if wholly else Impact.MODERATE,
    )


def _deaf(trial: KeyTrial) -> bool:
    # What does not say that it is a button promises neither key, but one must work it.
    if trial.role == "plain":
        return not trial.enter and not trial.space
    return "" in (trial.enter, trial.space)


def _message(trial: KeyTrial) -> str:
    keys = [
        name for name, did in (("Enter", trial.enter), ("the space bar", trial.space)) if not did
    ]
    if trial.role not in ("button", "plain"):
        keys = ["the space bar"]
    elif trial.enter is None:
        return "It is a link that says that it is a button, and the space bar does nothing on it"
    clicked = f"When it is clicked, {DONE[trial.click]}. " if trial.click else ""
    return f"{clicked}With the focus on it, {' and '.join(keys)} did nothing"
