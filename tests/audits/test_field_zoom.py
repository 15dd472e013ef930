from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from crawler.audits.field_zoom import field_zoom
from crawler.facts.fields import Field, PageFields
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import MARKUP, sound_facts
from tests.verdicts import outcome_and_messages

SPOT = Spot(selector="#a", html="<input>")


def judged(viewport: str = MARKUP.viewport[0], **more: Any) -> tuple[Outcome, list[str]]:
    values: dict[str, Any] = {"spot": SPOT, "kind": "text", "label": "Name", "size": 14.0}
    page = PageFields(fields=(Field(**(values | more)),))
    markup = replace(MARKUP, viewport=(viewport,))
    return outcome_and_messages(field_zoom(sound_facts(fields=page, markup=markup)))


@pytest.mark.parametrize("kind", ["text", "select", "textarea", "email", "number"])
def test_small_letters_in_a_field_are_told(kind: str) -> None:
    assert judged(kind=kind) == (Outcome.FAIL, ["“Name” has letters of 14 pixels"])


@pytest.mark.parametrize("size", [16.0, 15.95, 24.0])
def test_sixteen_pixels_are_enough(size: float) -> None:
    assert judged(size=size) == (Outcome.PASS, [])


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "date"},
        {"kind": "checkbox"},
        {"readonly": True},
        {"disabled": True},
        {"size": None},
        {"viewport": "width=device-width, user-scalable=no"},
        {"viewport": "width=980"},
    ],
)
def test_what_no_iphone_enlarges_is_not_judged(more: dict[str, Any]) -> None:
    assert judged(**more) == (Outcome.NOT_APPLICABLE, [])
