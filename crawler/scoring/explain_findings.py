"""What becomes of findings, in words: which pages have which, and what to fix first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.config import Config
from crawler.records import Pillar, PillarScores
from crawler.scoring.fix_first import share_returned
from crawler.scoring.sections import Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.audits.registry import Audit


def walks(audits: Sequence[Audit]) -> Section:
    """Return by which rule pages are acted on, and what that means for their scores."""
    acting = [audit.id for audit in audits if audit.walks and audit.pillar is Pillar.ACCESSIBILITY]
    listed = f" The audits that need it: {', '.join(acting)}." if acting else ""
    return Section(
        title="Which pages are acted on",
        paragraphs=(
            "Some barriers show only in use: where the focus goes, what appears under the mouse, "
            "how a dialog closes. On some pages a crawl therefore also presses keys, moves the "
            "mouse and tries controls. Nothing is sent and no link is followed: meanwhile the "
            f"browser lets nothing leave the page.{listed}",
            "Pages are chosen by a rule, so that the same website is acted on in the same places "
            "from crawl to crawl: the home page, and the first page of each other template in the "
            f"panel's order, up to {Config().walked_pages} pages of a website unless whoever "
            "crawls sets another number. Pages share a template when the boxes of their header, "
            "navigation, main part and footer and their class names are the same. Rotating pages "
            "are never acted on. A council's page says which pages were, and why the others were "
            "not.",
            "Only pages that were acted on can fail these audits, so they are judged more "
            "severely than the others. Since the choice is stable, so are the scores. But a fault "
            "that is on every page costs a website of four templates more than one of a single "
            "template, of which one page is acted on. A later method should mend that.",
        ),
    )


def fix_first() -> Section:
    """Return the order of what is to be fixed."""
    page = PillarScores(accessibility=60, speed=97, mobile=80)
    contrast = share_returned(Pillar.ACCESSIBILITY, 7, page)
    paint = share_returned(Pillar.SPEED, 1, page)
    return Section(
        title="What to fix first",
        paragraphs=(
            "Failures that cost points are ordered by the share of all lost points that fixing "
            "them would return, summed over the pages affected:",
            "priority = sum over pages of gain x weight / (100 - total), where gain is what fixing "
            "it alone would win back on the page in its pillar, weight is what the pillar counts "
            "in the total, and total is the page's total.",
            "All pillars are measured alike. For example, on a page that scores 60 for "
            "accessibility, 97 for speed and 80 for mobile use, winning 7 points of accessibility "
            f"returns {_share(contrast)} of what is lost, and winning 1 point of speed "
            f"{_share(paint)}. Where a page has no total, it is made of the pillars that the "
            "page has, by their weights. Rotating pages do not count. Where two are equal, the "
            "points that the website's score would win decide.",
            "Elements of one make (the same place but for its position, the same tag, class names "
            "and attributes) are one entry with the pages that have it. When it is on two pages "
            "and on more than half of those that could show it, it is called part of the "
            "template: mending it once mends it everywhere.",
            "A finding is new, still there, repaired, or has come back. It is followed by what "
            "the element is: its tag, its words, its name, where it leads or what it shows. So "
            "another class name, place, wrapper or generated id makes no old fault a new one. "
            "What a crawl did not look at is neither repaired nor still there.",
        ),
    )


def _share(share: float) -> str:
    return f"{share:.1%}"
