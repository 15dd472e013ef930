"""Whether the page can be used upright and on its side (WCAG 1.3.4).

axe-core's experimental rule css-orientation-lock reads style sheets for it; here the phone is
turned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noticed import TOO_LARGE, quoted
from crawler.audits.registry import Verdict, audit, to_check
from crawler.records import Element, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.facts.resizing import Lock
    from crawler.records import PageFacts

CHECK = "much of the text goes when the phone is turned"


@audit(
    id="orientation",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="The page can be used upright and on its side",
    title_fail="The page can be used one way round only",
    who="People whose phone or tablet is fixed to a wheelchair or a stand, and cannot turn it.",
    why="They cannot do what the page asks for, so they cannot use it at all.",
    fix="Let the page work both ways round. Remove the message, and rules that turn or hide the "
    "content in portrait or landscape.",
    limit="The phone is turned where the page's words or style sheets heed how it is held; what "
    "only a script knows is not found. Whether one way round is essential, a person must judge.",
    needs=(Evidence.RESIZING,),
    wcag=("1.3.4",),
)
def orientation(facts: PageFacts) -> Verdict:
    resizing = needed(facts.resizing)
    lock = resizing.lock
    if lock is not None:
        return Verdict(
            outcome=Outcome.FAIL if lock.sure else Outcome.REVIEW,
            title=None if lock.sure else to_check(CHECK),
            elements=_elements(lock),
            undecided=0 if lock.sure else 1,
        )
    if not resizing.complete:
        return Verdict(outcome=Outcome.REVIEW, title=TOO_LARGE, undecided=1)
    if not resizing.phone_texts:
        return Verdict(outcome=Outcome.NOT_APPLICABLE)
    return Verdict(outcome=Outcome.PASS, passing=1)


def _elements(lock: Lock) -> tuple[Element, ...]:
    if lock.place is None:
        return ()
    if lock.turned:
        message = f"In {lock.held}, the content stands on its side"
    else:
        message = f"In {lock.held}, the page only says {quoted(lock.text)}"
    return (
        Element(
            selector=lock.place.selector,
            html=lock.place.html,
            message=message,
            viewport=Viewport.MOBILE,
        ),
    )
