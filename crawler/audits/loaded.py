"""From what a load was made of to a verdict: the same steps for each audit of it.

What counts as a fault, and what repairing it would save, is Lighthouse's to say unless an audit
says otherwise; the facts hold its answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import NotTold, needed
from crawler.audits.noted import too_large
from crawler.audits.registry import Verdict
from crawler.records import Element, Impact, Outcome, Savings, Viewport
from crawler.words import size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from crawler.facts.loading import File, Files, HeavyImage, Images, Loading, Part, Saving
    from crawler.facts.spot import Spot
    from crawler.records import PageFacts

WHO = "People with an older phone or a poor connection, and people who pay for their data."
# What a visitor notices: a repair that saves as much is worth more than the usual one.
_NOTICED_MS = 500


def told(facts: PageFacts, part: Part) -> Loading:
    """The load, where this part of it is known. Raises `NotTold` where it is not."""
    loading = needed(facts.loading)
    if part in loading.untold:
        raise NotTold("what the load was made of")
    return loading


def of_first_load(facts: PageFacts) -> str:
    """What to say after figures that are of one load, where those published are of several."""
    several = facts.measurement is not None and facts.measurement.repeats
    return ", at its first load" if several else ""


def many(count: int, noun: str, plural: str = "") -> str:
    """ "1 file", "1,200 files"."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def place(url: str, message: str, spot: Spot | None = None) -> Element:
    """A file as evidence, with the element that shows it where that is known."""
    html = spot.html if spot is not None else ""
    return Element(selector=url, html=html, message=message, viewport=Viewport.MOBILE)


def saves(saving: Saving) -> Savings | None:
    """What is saved, for a verdict; None for nothing."""
    if not (saving.bytes or saving.ms):
        return None
    return Savings(bytes=saving.bytes, ms=saving.ms)


def requests_of(loading: Loading, *types: str) -> int:
    """How many requests of these types there were."""
    return sum(share.requests for share in loading.types if share.type in types)


def found(title: str, elements: Iterable[Element], count: int, saving: Saving) -> Verdict:
    """A fault; serious from half a second on that its repair would save."""
    return Verdict(
        outcome=Outcome.FAIL,
        impact=Impact.SERIOUS if saving.ms >= _NOTICED_MS else None,
        title=title,
        elements=tuple(elements),
        failing=count,
        saves=saves(saving),
    )


def clear(loading: Loading, *, judged: int = 1, nothing: str = "", title: str = "") -> Verdict:
    """No fault. Where there was nothing to judge, `nothing` says so."""
    if not loading.complete:
        return too_large()
    if not judged:
        return Verdict(outcome=Outcome.NOT_APPLICABLE, title=nothing)
    return Verdict(outcome=Outcome.PASS, passing=judged, title=title or None)


def judge_files(
    files: Files, title: str, message: Callable[[File], str], otherwise: Verdict
) -> Verdict:
    """A fault of these files if there are any, else the other verdict."""
    if not files.count:
        return otherwise
    elements = (place(file.url, message(file)) for file in files.worst)
    return found(title, elements, files.count, files.saves)


def judge_minified(loading: Loading, files: Files, type_: str, noun: str) -> Verdict:
    """A fault of these files of one type if there are any; else what is known of the others."""
    judged = requests_of(loading, type_)
    otherwise = clear(loading, judged=judged, nothing=f"The page fetches no {noun}s")
    if judged and loading.unread and loading.complete:
        otherwise = Verdict(
            outcome=Outcome.REVIEW,
            title=f"{many(loading.unread, 'file')} could not be read, the rest are without fault",
            undecided=loading.unread,
        )
    title = f"{many(files.count, noun)} could be {size(files.saves.bytes)} smaller if minified"
    return judge_files(
        files,
        title,
        lambda file: f"Not minified; about {size(file.bytes)} could be saved",
        otherwise,
    )


def judge_images(
    loading: Loading, images: Images, title: str, message: Callable[[HeavyImage], str]
) -> Verdict:
    """A fault of these pictures if there are any."""
    if not images.count:
        judged = requests_of(loading, "image")
        return clear(loading, judged=judged, nothing="The page fetches no pictures")
    elements = (place(image.url, message(image), image.spot) for image in images.worst)
    return found(title, elements, images.count, images.saves)
