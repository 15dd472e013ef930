"""The families of HTML_CodeSniffer's codes: how each is weighed, and what it means to people."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from crawler.records import Impact, Outcome


class Family(Struct, frozen=True, kw_only=True):
    """Codes that say the same thing.

    `kind` is what they are about (see `CodeSnifferRun.looked`); `passes` says whether having none
    of these messages is worth a pass. `weigh` decides by the notes on an element what it comes to;
    an outcome other than fail and review lets it go.
    """

    id: str
    name: str
    code: re.Pattern[str]
    kind: str
    impact: Impact
    wcag: tuple[str, ...]
    weigh: Callable[[frozenset[str]], Outcome]
    title_pass: str
    title_fail: str
    message: str
    who: str
    why: str
    fix: str
    advice: bool = False
    passes: bool = True


_LISTENS = "People who use a screen reader, most of them blind."


def _header_ties(notes: frozenset[str]) -> Outcome:
    # Browsers guess the cells of a header, and often rightly; so a person must hear it.
    if notes & {"unseen", "scoped"}:
        return Outcome.PASS
    return Outcome.REVIEW


def _captioned(notes: frozenset[str]) -> Outcome:
    """A caption says that it is data, and then headers are missing; or it is there for the look,
    and then the caption is wrong. Only what is no grid may be neither."""
    if notes & {"unseen", "headers"}:
        return Outcome.PASS
    return Outcome.FAIL if "grid" in notes and "nested" not in notes else Outcome.REVIEW


def _fieldset(notes: frozenset[str]) -> Outcome:
    """The name of a group matters where its fields say nothing without it: yes or no to what?"""
    if notes & {"unseen", "named", "silent"}:
        return Outcome.PASS
    if "choices" not in notes:
        return Outcome.PASS
    return Outcome.REVIEW if notes & {"nested", "headed"} else Outcome.FAIL


def _advised(notes: frozenset[str]) -> Outcome:
    return Outcome.PASS if "unseen" in notes else Outcome.FAIL


def _search(notes: frozenset[str]) -> Outcome:
    if notes & {"unseen", "named"}:
        return Outcome.PASS
    # A placeholder is read out as a name, but goes away for those who need it most.
    return Outcome.REVIEW if "placeholder" in notes else Outcome.FAIL


def _frame(notes: frozenset[str]) -> Outcome:
    return Outcome.PASS if notes & {"unseen", "named", "silent"} else Outcome.FAIL


def _picture(notes: frozenset[str]) -> Outcome:
    return Outcome.PASS if "unseen" in notes else Outcome.REVIEW


def _shared_id(notes: frozenset[str]) -> Outcome:
    return Outcome.FAIL if "referenced" in notes else Outcome.PASS


FAMILIES: tuple[Family, ...] = (
    Family(
        id="htmlcs-captioned-table",
        name="H39.3.LayoutTable",
        code=re.compile(r"H39\.3\.LayoutTable"),
        kind="tables",
        impact=Impact.SERIOUS,
        wcag=("1.3.1",),
        weigh=_captioned,
        title_pass="Tables with a caption have header cells",
        title_fail="Some tables have a caption and no header cells",
        message="The table has a caption, and no cell of it is marked as a header.",
        who=_LISTENS,
        why="The caption announces a table of data, and then each cell is read out without saying "
        "what it is about.",
        fix="Mark the cells that name a row or a column as th. If the table only places things on "
        "the page, remove the caption and lay it out with the style sheet.",
    ),
    Family(
        id="htmlcs-duplicate-id",
        name="F77",
        code=re.compile("F77"),
        kind="ids",
        impact=Impact.MINOR,
        wcag=(),
        weigh=_shared_id,
        title_pass="No id that something refers to is used twice",
        title_fail="Some ids that something refers to are used twice",
        message="An element before it has the same id, and something on the page refers to that.",
        who="People who use a screen reader, and anyone who follows a link within the page.",
        why="A label, a link or a description leads to the first element with the id, which may be "
        "the wrong one.",
        fix="Give each element an id of its own.",
        advice=True,
    ),
    Family(
        id="htmlcs-empty-heading",
        name="H42.2",
        code=re.compile(r"H42\.2"),
        kind="headings",
        impact=Impact.MINOR,
        wcag=(),
        weigh=_advised,
        title_pass="No heading is empty",
        title_fail="Some headings are empty",
        message="There is no text in the heading.",
        who=_LISTENS,
        why="Most people who use a screen reader move through a page by its headings. An empty one "
        "leads nowhere.",
        fix="Put text in the heading or remove it.",
        advice=True,
    ),
    Family(
        id="htmlcs-fieldset-name",
        name="H71.NoLegend",
        code=re.compile(r"H71\.NoLegend|H91\.Fieldset\..+"),
        kind="fieldsets",
        impact=Impact.SERIOUS,
        wcag=("1.3.1", "3.3.2"),
        weigh=_fieldset,
        title_pass="Groups of choices say what is asked",
        title_fail="Some groups of choices do not say what is asked",
        message="The first of a set of choices, whose fieldset has no legend or an empty one.",
        who=_LISTENS,
        why="They hear “Yes, radio button” and not the question.",
        fix="Begin the fieldset with a legend that is the question.",
    ),
    Family(
        id="htmlcs-frame-title",
        name="H64.1",
        code=re.compile(r"H64\.1"),
        kind="frames",
        impact=Impact.SERIOUS,
        wcag=("4.1.2", "2.4.1"),
        weigh=_frame,
        title_pass="Frames have titles",
        title_fail="Some frames have no title",
        message="The iframe has no title.",
        who=_LISTENS,
        why="A screen reader only says that there is a frame, not what is in it.",
        fix="Give each iframe a title that says what it holds, such as Map of recycling centres.",
    ),
    Family(
        id="htmlcs-outdated-look",
        name="H49",
        code=re.compile(r"H49\..+"),
        kind="marks",
        impact=Impact.MINOR,
        wcag=(),
        weigh=_advised,
        title_pass="The look is kept in the style sheet",
        title_fail="Some of the look is in outdated elements and attributes",
        message="An element such as font or center, or the attribute align, fixes the look.",
        who="People who set their own colours, sizes and spacing.",
        why="What the markup fixes is hard for them to change, and says nothing to a screen reader "
        "where it means something.",
        fix="Use the style sheet for the look, and strong, em or a heading for what it means.",
        advice=True,
        passes=False,
    ),
    Family(
        id="htmlcs-search-name",
        name="H91.InputSearch.Name",
        code=re.compile(r"H91\.InputSearch\..+"),
        kind="searches",
        impact=Impact.CRITICAL,
        wcag=("4.1.2", "1.3.1"),
        weigh=_search,
        title_pass="Search fields have names",
        title_fail="Some search fields have no name",
        message="The field has no label, and no name in aria-label or title.",
        who="People who use a screen reader, and people who speak to their device.",
        why="A screen reader says that there is a field and not what it is for.",
        fix="Tie a visible label to the field, or name it with aria-label.",
    ),
    Family(
        id="htmlcs-table-headers",
        name="H43",
        code=re.compile(r"H43,H63|H43\.HeadersRequired"),
        kind="tables",
        impact=Impact.MODERATE,
        wcag=("1.3.1",),
        weigh=_header_ties,
        title_pass="Cells are tied to their headers where a table has several",
        title_fail="Some tables do not tie their cells to their headers",
        message="The table has headers of rows and of columns, or several of a kind, and neither "
        "scope nor headers says which belong to a cell.",
        who=_LISTENS,
        why="Where a table has several headers for a cell, screen readers guess which to read out.",
        fix="Give each th a scope: col, row, colgroup or rowgroup. Split tables that need more.",
    ),
    Family(
        id="htmlcs-titled-decoration",
        name="H67.1",
        code=re.compile(r"H67\.1"),
        kind="pictures",
        impact=Impact.MODERATE,
        wcag=("1.1.1",),
        weigh=_picture,
        title_pass="No picture is both decoration and titled",
        title_fail="Some pictures are marked as decoration and yet have a title",
        message="The alt attribute is empty, which means decoration, and the title says something.",
        who="People who use a screen reader, and people on phones, who never see a title.",
        why="If the title tells something, many people miss it. If not, some screen readers read "
        "it out for nothing.",
        fix="Move the words from title to alt, or remove the title.",
    ),
)
"""In the order of their ids."""
