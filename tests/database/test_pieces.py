from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from crawler.database import models, pieces
from crawler.database.pieces import (
    TOGETHER,
    canonical,
    columns_of,
    facts_from,
    parts_in,
    pieces_of,
    stem_of,
)
from crawler.facts.resizing import Change
from crawler.records import EndState, PageFacts, Viewport
from tests.database.samples import SITE, facts
from tests.facts import sound_facts


def there_and_back(given: PageFacts, page_url: str = SITE) -> PageFacts:
    row = SimpleNamespace(**columns_of(given, page_url))
    return facts_from(row, page_url, given.versions, pieces_of(given))


@pytest.mark.parametrize(
    "given",
    [
        facts(),
        facts(state=EndState.PARTIAL, reason="The layout timed out."),
        facts(state=EndState.BLOCKED, reason="The site answered 403."),
        facts(widths=(Viewport.DESKTOP, Viewport.MOBILE)),
        facts(widths=()),
        msgspec.structs.replace(facts(), metrics=None, network=None, markup=None, layout=()),
        msgspec.structs.replace(facts(), timings_ms={}, screenshots={}, versions=None),
        msgspec.structs.replace(facts(), final_url=SITE, url=f"{SITE}#top"),
    ],
)
def test_facts_come_back_as_they_went(given: PageFacts) -> None:
    assert there_and_back(given) == given


def test_the_order_of_steps_and_runs_is_kept() -> None:
    given = facts(widths=(Viewport.DESKTOP, Viewport.MOBILE))
    back = there_and_back(given)
    assert list(back.timings_ms) == list(given.timings_ms)
    assert [run.viewport for run in back.axe] == [Viewport.DESKTOP, Viewport.MOBILE]


def test_every_metric_and_total_has_a_column() -> None:
    """A metric that is added to the records needs a migration, or it would be lost."""
    columns = set(models.PageAudit.__table__.columns.keys())
    assert set(pieces.METRICS) <= columns
    assert set(pieces.TOTALS) <= columns
    pictures = {name for name in columns if name.startswith("screenshot_")}
    assert pictures == {f"screenshot_{width}" for width in pieces.PICTURED}


def test_a_fact_that_is_added_later_becomes_a_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    fields: list[Any] = [
        (each.name, each.type, msgspec.field(default=each.default))
        if each.default is not msgspec.NODEFAULT
        else (each.name, each.type, msgspec.field(default_factory=each.default_factory))
        if each.default_factory is not msgspec.NODEFAULT
        else (each.name, each.type)
        for each in msgspec.structs.fields(PageFacts)
    ]
    tomorrow = msgspec.defstruct(
        "PageFacts",
        [*fields, ("weather", tuple[str, ...], ()), ("dialogs", int | None, None)],
        frozen=True,
        kw_only=True,
    )
    monkeypatch.setattr(pieces, "PageFacts", tomorrow)
    monkeypatch.setattr(
        pieces, "_DEFAULTS", {each.name: each.default for each in msgspec.structs.fields(tomorrow)}
    )
    given: Any = tomorrow(**msgspec.structs.asdict(facts()), weather=("rain",), dialogs=0)
    assert ("weather", b'["rain"]') in pieces_of(given)
    assert there_and_back(given) == given


def test_equal_facts_have_equal_pieces() -> None:
    assert pieces_of(facts()) == pieces_of(facts())
    assert [kind for kind, _ in pieces_of(facts())] == [
        "markup",
        "axe:mobile+desktop",
        "loaded",
        "examined",
        "steps",
    ]


def test_what_changes_together_is_one_piece_and_comes_back() -> None:
    given = msgspec.structs.replace(sound_facts(), walked=True)
    kinds = [kind for kind, _ in pieces_of(given)]
    assert len(kinds) == len(set(kinds))
    assert set(TOGETHER) <= set(kinds)
    assert not {part for parts in TOGETHER.values() for part in parts} & set(kinds)
    assert there_and_back(given) == given


def test_a_new_picture_changes_no_piece_of_what_was_found() -> None:
    def pictured(digest: str) -> PageFacts:
        given = sound_facts()
        assert given.fit is not None
        assert given.resizing is not None
        screens = tuple(replace(each, pictures=(digest,)) for each in given.fit.screens)
        return replace(
            given,
            fit=replace(given.fit, screens=screens, box_pictures=(digest, digest)),
            resizing=replace(given.resizing, pictures={Change.ZOOM: (digest,)}),
        )

    before, after = (dict(pieces_of(pictured(each * 64))) for each in "ab")
    assert {kind for kind in after if after[kind] != before[kind]} == {"pictures"}
    assert there_and_back(pictured("a" * 64)) == pictured("a" * 64)


def test_pieces_of_single_parts_as_they_were_kept_at_first_are_read() -> None:
    given = msgspec.structs.replace(sound_facts(), walked=True)
    first = []
    for kind, content in pieces_of(given):
        name = stem_of(kind)
        if name == "axe":
            first += [(f"axe:{run.viewport}", canonical(run)) for run in given.axe]
        elif name == "loaded":
            parts = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
            first += [(part, bytes(of_it)) for part, of_it in parts.items()]
        elif name == "examined":
            first += [(f"layout:{part.viewport}", canonical(part)) for part in given.layout]
            first += [
                (part, canonical(getattr(given, part)))
                for part in TOGETHER[name]
                if part != "layout"
            ]
        else:
            first.append((kind, content))
    row = SimpleNamespace(**columns_of(given, SITE))
    assert facts_from(row, SITE, given.versions, first) == given


def test_what_a_piece_holds() -> None:
    given = dict(pieces_of(facts()))
    held = {kind: parts_in(kind, content) for kind, content in given.items()}
    assert held["axe:mobile+desktop"] == ["axe:mobile", "axe:desktop"]
    assert held["markup"] == ["markup"]
    assert held["examined"] == ["layout:mobile", "layout:narrow"]
    assert "text" in parts_in("examined", dict(pieces_of(sound_facts()))["examined"])
