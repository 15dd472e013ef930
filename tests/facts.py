"""Small constructors of facts for tests of everything pure: each gives a page with no fault."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from crawler.facts.codesniffer import CodeSnifferRun
from crawler.facts.contacts import Contacts, Way
from crawler.facts.covering import Covering, Screen
from crawler.facts.desktop_only import DesktopOnly
from crawler.facts.fields import Field, FieldForm, PageFields, Question
from crawler.facts.first_screen import FirstScreen
from crawler.facts.fit import Fit, ScreenFit, SidewaysBox
from crawler.facts.frames import Frame, PageFrames, Sound
from crawler.facts.hover_menus import HoverMenus
from crawler.facts.keyboard import KeyboardWalk, Look, SkipLink, Stop
from crawler.facts.links import LinkTrait, PageLinks
from crawler.facts.loading import Loading, Share, WebFont
from crawler.facts.motion import Motion
from crawler.facts.pointer import PointerWalk, Revealed
from crawler.facts.resizing import Resizing
from crawler.facts.spot import Spot
from crawler.facts.style import PageStyle
from crawler.facts.tables import PageTables, Table
from crawler.facts.targets import Targets, TargetsAt
from crawler.facts.text import LanguageShare, NamedLanguage, PageText
from crawler.facts.watched import Watched
from crawler.facts.widgets import DialogTrial, KeyTrial, ShownMessage, WidgetWalk
from crawler.records import (
    AxeNode,
    AxeRule,
    AxeRun,
    EndState,
    LanguageLink,
    Layout,
    Markup,
    Metrics,
    Network,
    PageFacts,
    Versions,
    Viewport,
)

URL = "https://www.northam.example/"
MARKUP = Markup(
    title="Northam District Council",
    language="en",
    viewport=("width=device-width, initial-scale=1",),
    links=(),
    headings=((1, "Northam"),),
    text_excerpt="Welcome to Northam",
    element_count=200,
    languages=(LanguageLink(language="cy", url=f"{URL}cy", text="Cymraeg"),),
)
_SPOT = Spot(selector="#a", html="<div>")
POINTER = PointerWalk(
    complete=True,
    operable=3,
    hovered=1,
    revealed=(Revealed(trigger=_SPOT, content=_SPOT, keys="focus", dismissable=True),),
)
WIDGETS = WidgetWalk(
    complete=True,
    pressed=3,
    keys=(
        KeyTrial(spot=_SPOT, role="button", click="shows", enter="shows", space="shows"),
        KeyTrial(spot=_SPOT, role="link", click="leaves", enter="leaves"),
    ),
    dialogs=(DialogTrial(opener=_SPOT, dialog=_SPOT, entered=True, escape=True, returned=True),),
    changed=1,
    messages=(ShownMessage(control=_SPOT, message=_SPOT, announced=True, vanished=False),),
    listens=True,
)
METRICS = Metrics(fcp_ms=900, lcp_ms=1200, tbt_ms=50, cls=0.01, speed_index_ms=1500)
NETWORK = Network(requests=20, transfer_bytes=400_000, ttfb_ms=80.0)
LOADING = Loading(
    types=(
        Share(type="document", requests=1, bytes=20_000),
        Share(type="image", requests=9, bytes=280_000),
        Share(type="script", requests=6, bytes=60_000, third_requests=1, third_bytes=20_000),
        Share(type="stylesheet", requests=4, bytes=40_000),
    ),
    fonts=(WebFont(url=f"{URL}town.woff2", bytes=30_000),),
    font_count=1,
    font_bytes=30_000,
    server_ms=100,
    elements=200,
)

BUTTON = Spot(selector="button", html="<button>")
FIELDS = PageFields(
    fields=(
        Field(
            spot=Spot(selector="#email", html="<input>"),
            kind="email",
            label="Email address",
            label_from="label",
            label_seen=True,
            autocomplete="email",
            message="Enter an email address",
            form=0,
        ),
        Field(
            spot=Spot(selector="#ward", html="<select>"),
            kind="select",
            label="Ward",
            label_from="label",
            label_seen=True,
            choices=3,
            form=0,
        ),
    ),
    questions=(Question(spot=BUTTON, kind="radio", members=2, group="Do you live here?"),),
    forms=(FieldForm(spot=BUTTON, number=0, fields=4, buttons=1),),
)
CONTACTS = Contacts(
    shown={Way.TELEPHONE: 2, Way.EMAIL: 1, Way.ADDRESS: 1},
    linked=3,
)
FRAMES = PageFrames(
    frames=(Frame(spot=BUTTON, title="Map of the town", source="https://maps.example/"),),
    sounds=(Sound(spot=BUTTON, transcript=True),),
    controls=5,
)
TABLES = PageTables(
    tables=(Table(spot=BUTTON, rows=3, columns=2, regular=True, headers=2, cells=6),),
)
TEXT = PageText(
    passages=12,
    letters=800,
    prose=700,
    languages=(LanguageShare(language="en", letters=700),),
    right_to_left=1,
    headings=3,
    main_headings=2,
    pictures_count=2,
    paragraphs=4,
    lists=1,
    language_names=(
        NamedLanguage(
            spot=Spot(selector="a", html="<a>"), text="Cymraeg", language="cy", marked=True
        ),
    ),
)
FIT = Fit(
    screens=tuple(
        ScreenFit(viewport=viewport, layout_width=width, content_width=width)
        for viewport, width in (
            (Viewport.MOBILE, 412),
            (Viewport.SMALL, 360),
            (Viewport.LANDSCAPE, 823),
            (Viewport.NARROW, 320),
        )
    ),
    media=3,
    boxes=(SidewaysBox(spot=BUTTON, kind="table", shown=328, whole=600, cues=("cut",)),),
    boxes_found=1,
)
LINKS = PageLinks(links=20, judged={str(trait): 5 for trait in LinkTrait})
STYLE = PageStyle(blocks=30, passages=8, links=10, fields=3, drawn=4, orders=5)
TARGETS = Targets(sizes=(TargetsAt(viewport="mobile", count=9, enough=9, judged=9, roomy=4),))
RESIZING = Resizing(texts=60, phone_texts=50)

KEYBOARD = KeyboardWalk(
    stops=(Stop(box=(0, 0, 100, 20), order=0, look=0), Stop(box=(0, 40, 90, 20), order=1, look=0)),
    looks=(Look(shows="picture", contrast=9.0, pixels=400),),
    skip=SkipLink(spot=Spot(selector="#skip", html="<a>"), target="main", exists=True, led="there"),
)


def rule(id: str, *failing: str, **fields: Any) -> AxeRule:  # noqa: A002 -- axe's word
    """A rule that failed on the elements with these selectors, or else passed on one."""
    values: dict[str, Any] = {
        "id": id,
        "help": f"Help of {id}",
        "description": f"Description of {id}",
        "help_url": f"https://dequeuniversity.com/rules/axe/4.14/{id}",
        "tags": ("wcag2a", "wcag111"),
        "impact": "serious" if failing else None,
        "passed": 0 if failing else 1,
        "failed": len(failing),
        "violations": tuple(node(selector) for selector in failing),
    }
    return AxeRule(**(values | fields))


def node(selector: str, html: str = "<p>", summary: str = "It is wrong") -> AxeNode:
    return AxeNode(selector=selector, html=html, summary=summary)


def run(viewport: Viewport, *rules: AxeRule, inapplicable: tuple[str, ...] = ()) -> AxeRun:
    return AxeRun(viewport=viewport, rules=rules, inapplicable=inapplicable)


def target_size(*failing: str, **fields: Any) -> AxeRule:
    return rule("target-size", *failing, tags=("wcag22aa", "wcag258"), **fields)


def sound_facts(**changes: Any) -> PageFacts:
    """Facts of a page that every audit passes, with the changes given."""
    facts = PageFacts(
        url=URL,
        final_url=URL,
        state=EndState.AUDITED,
        visited_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
        status=200,
        versions=Versions(chromium="156.0", axe="4.14.1", lighthouse="13.5.0"),
        markup=MARKUP,
        axe=(
            run(Viewport.MOBILE, rule("document-title"), target_size()),
            run(Viewport.DESKTOP, rule("document-title"), target_size()),
        ),
        metrics=METRICS,
        network=NETWORK,
        loading=LOADING,
        pointer=POINTER,
        widgets=WIDGETS,
        style=STYLE,
        resizing=RESIZING,
        targets=TARGETS,
        hover_menus=HoverMenus(),
        covering=Covering(screens=(Screen(size="mobile", width=412, height=823, rest=8),)),
        first_screen=FirstScreen(letters=400),
        text=TEXT,
        links=LINKS,
        fields=FIELDS,
        contacts=CONTACTS,
        tables=TABLES,
        frames=FRAMES,
        fit=FIT,
        desktop_only=DesktopOnly(judged=40),
        layout=(
            Layout(
                viewport=Viewport.MOBILE,
                viewport_width=412,
                content_width=412,
                text_characters=1000,
                legible_characters=1000,
                layout_width=412,
                scale=1,
            ),
            Layout(viewport=Viewport.NARROW, viewport_width=320, content_width=320),
        ),
        expected_languages=("cy",),
        codesniffer=CodeSnifferRun(looked={"headings": 3, "ids": 9, "marks": 200}),
        motion=Motion(),
        watched=Watched(seconds=6.5),
        keyboard=KEYBOARD,
    )
    return replace(facts, **changes)


def layout_with(facts: PageFacts, viewport: Viewport, **changes: Any) -> PageFacts:
    """The same facts with some fields of one layout changed."""
    layouts = tuple(
        replace(layout, **changes) if layout.viewport == viewport else layout
        for layout in facts.layout
    )
    return replace(facts, layout=layouts)
