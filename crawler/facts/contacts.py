"""Telephone numbers and addresses in the text, and whether they can be tapped."""

from __future__ import annotations

from msgspec import Struct


class Contacts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    complete: bool = True
