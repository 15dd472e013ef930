"""Whether the focus goes back when a dialog is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.audits.walked import seen_at, verdict_of_walk
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="dialog-focus-returned",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    title_pass="The focus goes back when a dialog is closed",
    title_fail="The focus is lost when a dialog is closed",
    who="People who use a keyboard or a screen reader.",
    why="After the dialog they find themselves at the top of the page, or nowhere, and have to "
    "find their way again.",
    fix="When the dialog closes, move the focus back to what opened it. showModal() of a dialog "
    "element does so by itself.",
    limit="Where a dialog leads on to something else, that may be the better place for the focus.",
    needs=(Evidence.WIDGETS,),
    wcag=("2.4.3",),
)
def dialog_focus_returned(facts: PageFacts) -> Verdict:
    walk = needed(facts.widgets)
    failing = [
        seen_at(
            trial.opener,
            "It opened a dialog. After that was closed, the focus was not here again",
        )
        for trial in walk.dialogs
        if trial.returned is False
    ]
    return verdict_of_walk(
        walk,
        failing,
        part="controls",
        passing=sum(trial.returned is True for trial in walk.dialogs),
        nothing="No dialog was opened and closed",
    )
