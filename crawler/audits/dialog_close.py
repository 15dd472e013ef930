"""Whether dialogs can be closed by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.audits.walked import seen_at, verdict_of_walk
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import Element, PageFacts


@audit(
    id="dialog-close",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="Dialogs can be closed by keyboard",
    title_fail="A dialog cannot be closed as one expects by keyboard",
    who="People who use a keyboard or a screen reader.",
    why="A dialog that covers the page and does not close takes the whole page from them.",
    fix="Give it a real button that closes it, and close it on Escape as well. A dialog element "
    "does the latter by itself.",
    limit="A dialog may go once its questions are answered. Nothing is filled in or sent here.",
    needs=(Evidence.WIDGETS,),
    wcag=(
        "2.1.1",
        "2.1.2",
    ),
)
def dialog_close(facts: PageFacts) -> Verdict:
    walk = needed(facts.widgets)
    shut: list[Element] = []
    slow: list[Element] = []
    doubtful: list[Element] = []
    for trial in walk.dialogs:
        if trial.escape:
            continue
        if trial.close_works:
            slow.append(seen_at(trial.dialog, "It has a button to close it, but Escape does not"))
        elif trial.close is not None:
            does = "does nothing on Enter" if trial.close_reached else "is not reached with Tab"
            said = f"Escape does not close it, and what closes it {does}"
            shut.append(seen_at(trial.dialog, said))
        else:
            said = "Escape does not close it, and nothing in it was found that does"
            doubtful.append(seen_at(trial.dialog, said))
    if slow and not shut and not doubtful:
        return verdict_of_walk(
            walk,
            slow,
            part="controls",
            passing=len(walk.dialogs) - len(slow),
            nothing="",
            title="Escape does not close a dialog",
            impact=Impact.MINOR,
            advice=True,
        )
    return verdict_of_walk(
        walk,
        shut,
        doubtful,
        part="controls",
        passing=len(walk.dialogs) - len(shut) - len(doubtful),
        nothing="No dialog was opened",
    )
