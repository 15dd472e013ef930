"""Telephone numbers and addresses in the text, and whether they can be tapped."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct, field

from crawler.facts.spot import Spot


class Way(StrEnum):
    """A way to reach somebody."""

    TELEPHONE = "telephone"
    EMAIL = "email"
    ADDRESS = "address"


class Contact(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A number or address that can be seen, as it stands there (`text`, at most 100 characters).
    `leads` is the number or e-mail address that its own link leads to, where that is another; ""
    for one that stands in no link at all. `longer` says that it is the number shown with more
    digits after it, as of an extension."""

    way: Way
    place: Spot
    text: str
    leads: str = ""
    longer: bool = False


class Contacts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """UK telephone numbers, e-mail addresses and places with a postcode that can be seen.

    `shown` counts those of each way, `plain` those among them that nothing can be tapped for, and
    `linked` the tel: and mailto: links that say themselves where they lead. `untapped` and
    `astray` (links that lead elsewhere than they say) keep 30 of a way each. `detected` is false
    where the page forbids iPhones to make links of numbers by themselves. `complete` says whether
    all text was looked at.
    """

    complete: bool = True
    shown: dict[Way, int] = field(default_factory=dict)
    plain: dict[Way, int] = field(default_factory=dict)
    linked: int = 0
    untapped: tuple[Contact, ...] = ()
    astray: tuple[Contact, ...] = ()
    detected: bool = True

    def plain_of(self, way: Way) -> tuple[Contact, ...]:
        return tuple(contact for contact in self.untapped if contact.way is way)
