"""From what a load was made of to a verdict: the same steps for each audit of it.

What counts as a fault, and what repairing it would save, is Lighthouse's to say unless an audit
says otherwise; the facts hold its answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.noted import too_large
from crawler.audits.registry import Verdict
from crawler.records import Element, Impact, Outcome, Savings, Viewport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from crawler.facts.loading import File, Files, HeavyImage, Images, Loading, LongTasks, Saving
    from crawler.facts.spot import Spot

WHO = "People with an older phone or a poor connection, and people who pay for their data."
_KILOBYTE = 1_000
_MEGABYTE = 1_000_000
# What a visitor notices: a repair that saves as much is worth more than the usual one.
_NOTICED_MS = 500


def size(count: int) -> str:
    """Bytes as people say them: "412 KB", "3.4 MB" (a megabyte is a million)."""
    if count < _MEGABYTE:
        return f"{max(1, round(count / _KILOBYTE))} KB" if count else "0 KB"
    return f"{count / _MEGABYTE:.1f} MB"


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


def unread(loading: Loading) -> Verdict:
    """Where no fault was found, and not all files could be read."""
    return Verdict(
        outcome=Outcome.REVIEW,
        title=f"{many(loading.unread, 'file')} could not be read, the rest are without fault",
        undecided=loading.unread,
    )


def blocking_ms(tasks: LongTasks) -> int:
    """For how long they keep the page from reacting: what each takes beyond 50 ms."""
    return max(0, tasks.ms - 50 * tasks.count)


def judge_files(
    files: Files, title: str, message: Callable[[File], str], otherwise: Verdict
) -> Verdict:
    """A fault of these files if there are any, else the other verdict."""
    if not files.count:
        return otherwise
    elements = (place(file.url, message(file)) for file in files.worst)
    return found(title, elements, files.count, files.saves)


def judge_images(
    images: Images, title: str, message: Callable[[HeavyImage], str], otherwise: Verdict
) -> Verdict:
    """A fault of these pictures if there are any, else the other verdict."""
    if not images.count:
        return otherwise
    elements = (place(image.url, message(image), image.spot) for image in images.worst)
    return found(title, elements, images.count, images.saves)
