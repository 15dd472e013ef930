"""Whether the focus goes into a dialog that opens, and stays there while it is modal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.audits.walked import seen_at, verdict_of_walk
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import Element, PageFacts


@audit(
    id="dialog-focus",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="The focus goes into dialogs and stays in them",
    title_fail="The focus does not go into a dialog, or leaves it for the page behind",
    who="People who use a keyboard or a screen reader.",
    why="The dialog covers the page, but the focus is still behind it: they do not learn that it "
    "is there, or work things that nobody can see.",
    fix="Open it with showModal() of a dialog element, which does all of this. Else move the "
    "focus into it, and make the rest of the page inert while it is open.",
    limit="Dialogs that come by themselves, or from controls that are not pressed for safety, are "
    "not seen.",
    needs=(Evidence.WIDGETS,),
    wcag=("2.4.3",),
)
def dialog_focus(facts: PageFacts) -> Verdict:
    walk = needed(facts.widgets)
    failing: list[Element] = []
    doubtful: list[Element] = []
    for trial in walk.dialogs:
        if not trial.entered and not trial.tab_enters:
            said = "When it opened, the focus was not in it, and the next Tab did not lead there"
            (failing if trial.modal else doubtful).append(seen_at(trial.dialog, said))
        elif trial.modal and trial.left_for is not None:
            said = (
                "While it covered the page, Tab led to what is behind it: "
                f"{trial.left_for.selector[:100]}"
            )
            failing.append(seen_at(trial.dialog, said))
        elif not trial.entered:
            said = "When it opened, the focus was not in it, but the next Tab led there"
            doubtful.append(seen_at(trial.dialog, said))
    return verdict_of_walk(
        walk,
        failing,
        doubtful,
        part="controls",
        passing=len(walk.dialogs) - len(failing) - len(doubtful),
        nothing="No dialog was opened",
    )
