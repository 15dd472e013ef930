from __future__ import annotations

from crawler.facts.style import Trait
from tests.audits.noticing import holds_for


def test_it_judges_what_was_noticed() -> None:
    holds_for("placeholder-contrast", Trait.FAINT_HINT, "hints")
