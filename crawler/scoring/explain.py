"""The method in words, made from its constants and its audits, as plain data.

The dashboard's methodology page and docs/methodology.md (see `document`) show the same sections.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits import legible_text, page_weight, reflow, sticky_cover, viewport
from crawler.records import EndState, Impact, PageRole, Pillar
from crawler.scoring.explain_findings import fix_first, walks
from crawler.scoring.repeats import LEAST_CPU_SHARE, MOVED
from crawler.scoring.sections import Section, Table
from crawler.words import PILLARS, ROLES, STATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.audits.registry import Audit
    from crawler.scoring.method import Method, SpeedMetric


_MEANINGS = {
    EndState.AUDITED: "Everything was gathered.",
    EndState.PARTIAL: "Some facts or some pages are missing; the rest counts.",
    EndState.BLOCKED: "The site refused us or asked for proof of being human.",
    EndState.DISALLOWED: "The site asks robots to stay away, and we do.",
    EndState.UNREACHABLE: "There was no answer, or no secure connection.",
    EndState.GONE: "There is no web page at this address, or not any more.",
    EndState.FAILED: "We could not do it; the site is not to blame.",
}


def sections(method: Method, audits: Sequence[Audit]) -> tuple[Section, ...]:
    """Return the method's sections, in reading order."""
    return (
        _overview(method),
        _page(method),
        _speed(method),
        _site(method),
        _evidence(method),
        walks(audits),
        fix_first(),
        _audits(audits),
        _limits(),
        _changes(),
    )


def _overview(method: Method) -> Section:
    weights = {_percent(weight) for weight in method.pillar_weights.values()}
    share = f"{weights.pop()} each" if len(weights) == 1 else "as the table says"
    return Section(
        title="What is scored",
        paragraphs=(
            f"This is method {method.number} of {method.date.day} {method.date:%B %Y}. Every score "
            "names the method that it was made by. A change of a constant, formula or threshold is "
            "a new method.",
            "A page of a council's website is loaded once, in a real browser set up as a phone. "
            "All audits judge what that one visit gathered. Each page gets a score from 0 to 100 "
            "for accessibility, for speed and for mobile use. A website's score in each is the "
            f"mean of its pages, and its total the mean of the three, {share}.",
            f"Scores are shown to {_decimals(method)}. Websites whose shown totals are equal share "
            "a rank.",
        ),
        tables=(
            Table(
                caption="What each pillar counts in the total",
                columns=("Pillar", "Weight"),
                rows=tuple(
                    (PILLARS[pillar], _percent(weight))
                    for pillar, weight in method.pillar_weights.items()
                ),
            ),
        ),
    )


def _page(method: Method) -> Section:
    serious = method.base[Impact.SERIOUS]
    extent = 0.25
    example = serious * (method.smallest_share + (1 - method.smallest_share) * extent)
    half = f"{method.smallest_share:g}"
    rest = f"{1 - method.smallest_share:g}"
    return Section(
        title="Accessibility and mobile: the score of a page",
        paragraphs=(
            "A page starts with 100 points. Each failing audit takes a share of what remains:",
            f"share = base x ({half} + {rest} x extent), where extent = failing elements / "
            "(failing + passing elements).",
            f"For example, a serious failure on a quarter of the elements takes "
            f"{serious:g} x ({half} + {rest} x {extent:g}) = {_percent(example)} of what remains.",
            "A failure of the page as a whole, such as a missing title, counts as one failing "
            f"element. A failure without a stated impact counts as {method.unstated_impact}.",
            "It follows, and tests hold it, that a new failure never raises a score and that a "
            "repair never lowers one. What passes, advice, and what a person must still check cost "
            "nothing. Passing elements can lower the extent of a failure, but never win back more "
            f"than {_percent(1 - method.smallest_share)} of its base: only repairing every failing "
            "element removes its cost.",
            "The points that a repair wins are the difference between the score with and without "
            "that failure, all others staying as they are.",
        ),
        tables=(
            Table(
                caption="The base by impact",
                columns=("Impact", "Share of what remains when every element fails"),
                rows=tuple(
                    (impact.capitalize(), _percent(base)) for impact, base in method.base.items()
                ),
            ),
        ),
    )


def _speed(method: Method) -> Section:
    return Section(
        title="Speed: the Lighthouse-formula score (simulated mobile)",
        paragraphs=(
            "Five metrics are simulated for a phone on slow 4G by Lighthouse's own simulator, from "
            "a recording of our one visit in which waiting for the processor is left out. They are "
            "scored by Lighthouse's curves and weights: the same five values give the score that "
            "Lighthouse would print, except that we keep its decimals. It is not a Lighthouse run, "
            "and single metrics can differ from one.",
            "Processors differ. The same script and layout work is done on each machine before it "
            "audits, and the phone's slowdown is set by how long that takes beside a named "
            "reference. A machine that is too slow or too uneven measures no speed.",
            "A page is usually loaded once. It is loaded three times, and each metric is then the "
            f"median, where it is the home page, where its score moved by more than {MOVED:g} "
            "points since the last crawl, and where its main thread had the processor for less "
            f"than {_percent(LEAST_CPU_SHARE)} of the time, which says more of our machine than of "
            "the page: then it is loaded again after the website's other pages. How it was "
            "measured is kept with each page.",
            "What else is said of speed (large pictures, scripts of others, caching and the like) "
            "is advice and says what a repair would save: the score has felt it already. Carbon "
            "and what real visitors measured are shown and never scored.",
            f"On each curve the first value scores {method.good:g}, which is called good, and the "
            "second scores 0.5. The points that a metric could win are those up to good.",
        ),
        tables=(
            Table(
                caption="The metrics of the speed score",
                columns=("Metric", "Weight", f"Scores {method.good:g} at", "Scores 0.5 at"),
                rows=tuple(
                    (
                        metric.name,
                        _percent(metric.weight),
                        _value(metric, metric.curve.p10),
                        _value(metric, metric.curve.median),
                    )
                    for metric in method.speed
                ),
            ),
        ),
    )


def _site(method: Method) -> Section:
    return Section(
        title="From pages to a website",
        paragraphs=(
            "A website is judged by a panel of pages: its home page, its contact page, its "
            "accessibility statement, a page with a form, a page with documents, and pages of the "
            "tasks that most residents come for and that are the council's job. Other lasting "
            "pages fill places that are left. In Wales the Welsh versions of the home page and of "
            "one task are judged too.",
            "The panel is chosen once and kept from crawl to crawl. A page is replaced only when "
            "it is gone, and the replacement is shown on the council's page: a sample that moves "
            "would make scores move when no page did.",
            "A page that a supplier runs for the council, such as a planning portal, counts like "
            "the council's own: it is the council's service, and residents have no other. It is "
            "marked with its host, and the suppliers' pages are shown apart as well.",
            "Each crawl also audits a few rotating pages, others each time. They widen the "
            "evidence and are shown, but count in no score, no state and no number of pages.",
            "A website's score in a pillar is the mean over its pages that have one, weighted as "
            "below.",
            f"A rank needs at least {method.minimum_pages} pages with scores: with fewer, one "
            "unusual page would decide it.",
        ),
        tables=(
            Table(
                caption="What each page counts",
                columns=("Page", "Weight"),
                rows=tuple(
                    (
                        ROLES[role],
                        f"{method.role_weights[role]:g}" if role.headline else "Does not count",
                    )
                    for role in PageRole
                ),
            ),
        ),
    )


def _evidence(method: Method) -> Section:
    return Section(
        title="When there is no score",
        paragraphs=(
            "Each attempt ends in a named state. Only pages that were audited or partly audited "
            "have scores.",
            "A pillar is scored only when its evidence was gathered and none of its audits broke "
            "down. Missing evidence gives no score: never 0, never 100. A total needs all three "
            "pillars.",
            "What only acting on a page shows is never asked for: it is gathered on some pages, "
            "and where that fails, the page is scored by the rest.",
            "Where a rule of axe-core breaks down on a page, it is marked for review and costs "
            "nothing, and the page is partly audited.",
            "Accessibility is tested at the widths of a phone and of a desktop. Should the desktop "
            "test fail on our side, the page is partly audited and scored by the phone alone, "
            "which may miss what only the desktop shows.",
        ),
        tables=(
            Table(
                caption="How an attempt ends",
                columns=("State", "Meaning"),
                rows=tuple((STATES[state], _MEANINGS[state]) for state in EndState),
            ),
            Table(
                caption="What each pillar's score needs",
                columns=("Pillar", "Evidence"),
                rows=tuple(
                    (PILLARS[pillar], ", ".join(evidence))
                    for pillar, evidence in method.evidence.items()
                ),
            ),
        ),
    )


def _audits(audits: Sequence[Audit]) -> Section:
    return Section(
        title="The audits",
        paragraphs=(
            "An audit fails with the usual impact below or, where it measures how bad it is, with "
            "a milder or worse one. One for a person to check never fails: it says where to look. "
            "axe-core brings about a hundred rules, each with its own impact; rules beyond WCAG "
            "2.2 level AA are advice, and experimental ones ask a person. The five speed metrics "
            "enter the score through their curves, not through their impact. What each audit "
            "cannot tell, and how to repair what it finds, is in docs/audits.md of the source "
            "code.",
        ),
        tables=(
            *(_audits_of(pillar, audits) for pillar in Pillar),
            _thresholds(),
        ),
    )


def _audits_of(pillar: Pillar, audits: Sequence[Audit]) -> Table:
    return Table(
        caption=PILLARS[pillar],
        columns=("Audit", "What is wrong", "Why it matters", "Usual impact", "WCAG"),
        rows=tuple(
            (
                audit.id,
                audit.title_fail,
                audit.why,
                audit.cost,
                ", ".join(audit.wcag),
            )
            for audit in audits
            if audit.pillar is pillar
        ),
    )


def _thresholds() -> Table:
    zoom = viewport.ENOUGH_ZOOM
    return Table(
        caption="Where the audits draw the line",
        columns=("Audit", "Line"),
        rows=(
            (
                "legible-text",
                f"At least {_percent(legible_text.ENOUGH)} of the text is {legible_text.SMALLEST} "
                "px or larger on the screen, on phones of 412 and 360 px; below "
                f"{_percent(legible_text.TOO_LITTLE)} it is serious. Without a usable viewport it "
                "is advice: the audit viewport takes the points.",
            ),
            (
                "hover-menus-on-touch",
                "A menu that opens under a mouse fails where nothing else opens it, its links "
                "stand nowhere else, and a tap loads the same page, leads to another website "
                "or a file, or does nothing since the rule asks for a mouse. What hover-only "
                "fails costs nothing here.",
            ),
            (
                "page-weight",
                f"At most {page_weight.WEIGHT.p10 / 1024:,g} KiB; above "
                f"{page_weight.WEIGHT.median / 1024:,g} KiB it is serious.",
            ),
            (
                "reflow",
                f"At 320 px no text and no control reaches more than {reflow.TOLERANCE:g} px past "
                "the edge, and no lines must be scrolled sideways. What needs two dimensions is "
                "left to a person.",
            ),
            (
                "sticky-cover",
                f"What stays takes at most {sticky_cover.MUCH}% of an upright phone's screen, and "
                f"{sticky_cover.MUCH_OF_LOW}% of a phone's on its side or of a page enlarged to "
                f"400%; above {sticky_cover.MOST}% and {sticky_cover.MOST_OF_LOW}% it is serious. "
                "Cookie banners are judged by themselves, as advice.",
            ),
            (
                "tap-targets",
                "Under 48 px, a finger of 48 px on the middle of a target hits at most a "
                "quarter as much of a neighbour as of the target itself, by Lighthouse 9; "
                "advice.",
            ),
            (
                "target-size",
                "24 by 24 px where it takes a tap, or circles of 24 px that meet no other "
                "target; free are links in lines of text, controls that the browser draws, and "
                "what can be done with a larger target too.",
            ),
            (
                "viewport",
                "The phone lays the page out no wider than its screen. "
                f"Zooming to at least {zoom:g} times is possible; to less than "
                f"{viewport.COMFORTABLE_ZOOM:g} times, it is advice.",
            ),
        ),
    )


def _limits() -> Section:
    return Section(
        title="What the scores do not say",
        paragraphs=(
            "Automatic tests find only a part of all accessibility barriers. A score of 100 means "
            "that none was found on the pages tested, not that the website meets the law. Where a "
            "test cannot decide, the finding is marked for review and costs nothing.",
            "Speed is simulated under fixed conditions so that websites can be compared. It is not "
            "what any one resident measures.",
            "No uncertainty is stated yet: small differences between scores, and between "
            "ranks, mean little.",
        ),
    )


def _changes() -> Section:
    return Section(
        title="What has changed",
        paragraphs=(
            "Scores of different methods do not compare: a difference may come from the method. "
            "So ranks are among the websites that the newest method has judged; until its next "
            "crawl, another keeps its scores and has no rank.",
        ),
        tables=(
            Table(
                caption="The methods so far",
                columns=("Method", "What is new", "Why"),
                rows=(
                    (
                        "4",
                        "Mobile use rests on more evidence: what fits phones of several sizes and "
                        "on their side, what a finger can tap by WCAG's own exceptions, what "
                        "floats over the page, menus that need a mouse, and telephone links. The "
                        "speed of a home page, of a page whose score has moved and of one that was "
                        "measured on a busy machine is the median of three loads; processors of "
                        "different speed are allowed for.",
                        "Four checks were too few to say how a page serves a person with a phone. "
                        "And speed scores moved when no page had changed. What a failure costs, "
                        "and the curves of speed, are as before.",
                    ),
                    (
                        "3",
                        "Accessibility rests on more evidence than axe-core's: what the page says, "
                        "its links, fields, tables and frames, how its text looks and bears being "
                        "enlarged, what moves, and on some pages what acting on them shows. Where "
                        "a part that needs no acting could not be gathered, the page has no "
                        "accessibility score.",
                        "axe-core alone finds about a quarter of the barriers that a careful "
                        "tester plants. What a page costs or gains for a failure is as before; "
                        "there are more failures to find, so scores are lower.",
                    ),
                    (
                        "2",
                        "The panel is kept from crawl to crawl. It gains a form and a page with "
                        "documents, and in Wales two Welsh pages; tasks are taken by importance "
                        "and only where they are the council's job; pages of suppliers count.",
                        "A council is judged by what residents come to do, wherever it is done, "
                        "and a score moves only when pages do. What a page costs or gains is as "
                        "in method 1.",
                    ),
                    (
                        "1",
                        "The first method. Each crawl chose the panel anew, among the pages that "
                        "the home page links to and those in the sitemap.",
                        "",
                    ),
                ),
            ),
        ),
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f}".removesuffix(".0") + "%"


def _decimals(method: Method) -> str:
    return "one decimal" if method.decimals == 1 else f"{method.decimals} decimals"


def _value(metric: SpeedMetric, value: float) -> str:
    return f"{value:,g} {metric.unit}".rstrip()
