"""From text that was lost when a page was resized to a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.noticed import TOO_LARGE, quoted
from crawler.audits.registry import Verdict, to_check
from crawler.facts.resizing import Change, Harm
from crawler.records import Element, Outcome, Viewport

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.facts.resizing import Loss, Resizing

DONE = {
    Change.ZOOM: "At 200% zoom in a window of 1280 pixels",
    Change.LETTERS: "With letters of twice the size on a phone",
    Change.SPACING: "With more space between lines, words and letters",
    Change.SPACING_PHONE: "With more space between lines, words and letters on a phone",
}


def judge_losses(
    resizing: Resizing, changes: Iterable[Change], definite: frozenset[Change], check: str
) -> Verdict:
    """A failure where text is surely lost to one of the `definite` changes, a review where a
    person must look. Text that is lost to several changes counts once."""
    losses: dict[str, Loss] = {}
    for loss in sorted(
        resizing.by(*changes), key=lambda loss: not (loss.sure and loss.change in definite)
    ):
        losses.setdefault(loss.place.selector, loss)
    texts = max(resizing.texts, resizing.phone_texts)
    sure = [loss for loss in losses.values() if loss.sure and loss.change in definite]
    if sure:
        return Verdict(
            outcome=Outcome.FAIL,
            elements=tuple(_element(loss, resizing) for loss in sure),
            passing=max(0, texts - len(losses)),
            undecided=len(losses) - len(sure),
        )
    if losses:
        return Verdict(
            outcome=Outcome.REVIEW,
            title=to_check(check),
            elements=tuple(_element(loss, resizing) for loss in losses.values()),
            passing=max(0, texts - len(losses)),
        )
    if not resizing.complete:
        return Verdict(outcome=Outcome.REVIEW, title=TOO_LARGE, undecided=1)
    if not texts:
        return Verdict(outcome=Outcome.NOT_APPLICABLE)
    return Verdict(outcome=Outcome.PASS, passing=texts)


def _element(loss: Loss, resizing: Resizing) -> Element:
    share = f"{max(1, round(100 * loss.share))}%"
    if loss.harm is Harm.CUT:
        seen = f"{share} of {quoted(loss.text)} is cut off"
    elif loss.harm is Harm.COVERED:
        by = quoted(loss.other) if loss.other else "a picture or control"
        seen = f"{quoted(loss.text)} is hidden behind {by}"
    else:
        seen = f"{quoted(loss.text)} and {quoted(loss.other)} lie on each other"
    phone = loss.change in (Change.LETTERS, Change.SPACING_PHONE)
    return Element(
        selector=loss.place.selector,
        html=loss.place.html,
        message=f"{DONE[loss.change]}, {seen}",
        viewport=Viewport.SMALL if phone else Viewport.DESKTOP,
        pictures=resizing.pictures.get(loss.change, ()),
    )
