"""The constants by which findability is judged, with a number and a date.

A published figure names its method. A change here, or of a rule of this package, is a new method.
docs/findability.md is written from these constants, and a test compares the two.
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct


class Method(Struct, frozen=True, kw_only=True):
    """The constants of a method.

    `easy_clicks`, `most_clicks`: the most clicks for the verdicts easy and findable. `results`: so
    many results of the site's own search are read. `alike`: from so many of its answers on, what
    stands on all of them is no result. `clear`: from 0 to 1, how surely a link's text must name a
    task. `named`: the share of a link's telling words that the heading of the page it leads to must
    hold. `least_share`: the share of the tasks, by importance, that needs a verdict for there to be
    a figure. `enough_words`: fewer have no reading age. `shortest_sentence`: so many words must a
    sentence have to count for it. `oldest`: the reading age of the hardest text. `vague`: texts
    that could stand on any link.
    """

    number: int
    date: date
    easy_clicks: int
    most_clicks: int
    results: int
    alike: int
    clear: float
    named: float
    least_share: float
    enough_words: int
    shortest_sentence: int
    oldest: int
    vague: tuple[str, ...]


METHOD = Method(
    number=1,
    date=date(2026, 11, 23),
    easy_clicks=2,
    most_clicks=3,
    results=10,
    alike=3,
    clear=0.5,
    named=0.5,
    least_share=0.5,
    enough_words=100,
    shortest_sentence=3,
    oldest=22,
    vague=(
        "apply",
        "apply here",
        "apply now",
        "apply online",
        "click",
        "click here",
        "click here for more",
        "click here for more information",
        "continue",
        "details",
        "discover more",
        "do it online",
        "download",
        "enter",
        "explore",
        "find out",
        "find out how",
        "find out more",
        "find out more here",
        "follow this link",
        "full details",
        "full story",
        "further details",
        "further information",
        "get started",
        "go",
        "go here",
        "here",
        "info",
        "information",
        "learn more",
        "link",
        "menu",
        "more",
        "more details",
        "more info",
        "more information",
        "more on this",
        "next",
        "open",
        "pay here",
        "pay now",
        "pay online",
        "press here",
        "read",
        "read all",
        "read article",
        "read full article",
        "read more",
        "read on",
        "report it here",
        "report now",
        "report online",
        "see details",
        "see more",
        "show more",
        "start",
        "start here",
        "start now",
        "submit",
        "tap here",
        "this",
        "this link",
        "this page",
        "view",
        "view all",
        "view details",
        "view more",
        "view page",
        "visit",
        "visit page",
        "visit website",
        "website",
        "cliciwch",
        "cliciwch yma",
        "cychwyn",
        "darganfod mwy",
        "darllen mwy",
        "darllenwch fwy",
        "dechrau",
        "dechrau nawr",
        "dolen",
        "dysgu mwy",
        "gweld mwy",
        "gwnewch gais",
        "gwybodaeth",
        "gwybodaeth bellach",
        "mwy",
        "mwy o wybodaeth",
        "parhau",
        "rhagor",
        "rhagor o wybodaeth",
        "talwch nawr",
        "y ddolen hon",
        "yma",
    ),
)
