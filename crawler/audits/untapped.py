"""From numbers and addresses that nothing can be tapped for to a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.noted import element, verdict_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.audits.registry import Verdict
    from crawler.facts.contacts import Contact, Contacts, Way


def judge_untapped(
    contacts: Contacts, way: Way, message: Callable[[Contact], str], nothing: str
) -> Verdict:
    """A failure that names those of this way which are plain text."""
    return verdict_on(
        [element(contact.place, message(contact)) for contact in contacts.plain_of(way)],
        judged=contacts.shown.get(way, 0),
        found=contacts.plain.get(way, 0),
        complete=contacts.complete,
        nothing=nothing,
    )
