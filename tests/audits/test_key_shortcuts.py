from __future__ import annotations

from typing import Any

from crawler.audits.key_shortcuts import key_shortcuts
from crawler.facts.widgets import Shortcut, WidgetWalk
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import verdict_of


def outcome(**fields: Any) -> Outcome:
    walk = WidgetWalk(complete=True, listens=True, **fields)
    return verdict_of(key_shortcuts(sound_facts(widgets=walk))).outcome


def test_it_judges() -> None:
    search = (Shortcut(key="/", effect="focus"),)
    assert outcome(shortcuts=search) is Outcome.FAIL
    assert outcome(shortcuts=search, remap=True) is Outcome.REVIEW
    assert outcome() is Outcome.PASS


def test_what_was_not_tried_whole_is_no_pass() -> None:
    walk = WidgetWalk(complete=False, unfinished={"keys": "there was no time for all of it"})
    assert verdict_of(key_shortcuts(sound_facts(widgets=walk))).outcome is Outcome.REVIEW
    empty = sound_facts(widgets=WidgetWalk(complete=True))
    assert verdict_of(key_shortcuts(empty)).outcome is Outcome.NOT_APPLICABLE
