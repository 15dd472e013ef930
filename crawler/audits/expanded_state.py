"""Whether controls that open and close something say which of the two it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.audits.walked import seen_at, verdict_of_walk
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.facts.widgets import Fold
    from crawler.records import PageFacts


@audit(
    id="expanded-state",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="Controls that open and close something say which it is",
    title_fail="Some controls do not say whether what they open is open",
    who="People who use a screen reader.",
    why="They press a button and hear nothing. Whether something has opened they can only find out "
    "by searching the page.",
    fix="Give the button aria-expanded, and set it to true or false whenever it opens or closes "
    "something. A details element does so by itself.",
    limit="Two of a kind are pressed. That a button without a state opens and closes something is "
    "told by what can be seen; a person must see whether it tells it otherwise.",
    needs=(Evidence.WIDGETS,),
    wcag=("4.1.2",),
)
def expanded_state(facts: PageFacts) -> Verdict:
    walk = needed(facts.widgets)
    folds = [fold for fold in walk.folds if _judged(fold)]
    wrong = [fold for fold in folds if _is_wrong(fold)]
    definite = [fold for fold in wrong if fold.own and fold.given is not None]
    doubtful = [fold for fold in wrong if fold not in definite]
    return verdict_of_walk(
        walk,
        [seen_at(fold.spot, _message(fold)) for fold in definite],
        [seen_at(fold.spot, _message(fold)) for fold in doubtful],
        part="controls",
        passing=len(folds) - len(wrong),
        nothing="No control was found that opens and closes something",
    )


def _judged(fold: Fold) -> bool:
    """Whether it is sure enough that it opens and closes something."""
    return fold.given is not None or fold.told is not None or (fold.own and fold.again)


def _is_wrong(fold: Fold) -> bool:
    if fold.given is None and fold.told is None:
        return not fold.renamed  # “Show” that turns into “Hide” tells it too
    if fold.given not in ("true", "false"):
        return False  # what it meant before is not known
    started_right = fold.given == ("false" if fold.showed else "true")
    return started_right and fold.told == fold.given


def _message(fold: Fold) -> str:
    did = "something came to show" if fold.showed else "something was hidden"
    if fold.given is None:
        return f"When it was pressed, {did} beside it. It has no aria-expanded"
    return f"When it was pressed, {did}, but its aria-expanded stayed “{fold.given}”"
