"""The rules of findability in words, made from their constants, as plain data.

The dashboard's methodology page and docs/findability.md (see `tools.documents`) show the same
sections.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.findability.method import METHOD
from crawler.records import Verdict
from crawler.scoring.sections import Section, Table
from crawler.words import VERDICTS

if TYPE_CHECKING:
    from crawler.findability.method import Method

_SHOWN = 24


def sections(method: Method = METHOD) -> tuple[Section, ...]:
    """Return the rules' sections, in reading order."""
    return (
        _overview(method),
        _verdicts(method),
        _ways(method),
        _texts(method),
        _search(method),
        _page(),
        _reading(method),
        _limits(),
    )


def _overview(method: Method) -> Section:
    return Section(
        title="Findability: can a resident do the task?",
        paragraphs=(
            f"This is findability method {method.number} of {method.date.day} {method.date:%B %Y}. "
            "It is a fourth figure beside accessibility, speed and mobile use. It is not part of "
            "the total until it has proven itself.",
            "For each task that is the council's job, we start at the home page, on a phone 412 "
            "pixels wide, and look for the way to the task. Each verdict comes with its evidence: "
            "the clicks, the text of each link, what the site's own search found, and what we saw "
            "of the page.",
            "A website's figure is the share of its tasks that are easy or findable, 0 to 100. A "
            "task weighs as much as its importance: 3 for what most residents come for, 2 or 1 for "
            "the others. Tasks that we could not examine are left out. When they hold more than "
            f"{_percent(1 - method.least_share)} of the weight, there is no figure.",
        ),
    )


def _verdicts(method: Method) -> Section:
    easy, most = method.easy_clicks, method.most_clicks
    rows = {
        Verdict.EASY: f"At most {easy} clicks from the home page. The text of every link says "
        "where it leads. The page loads, can be read at 320 pixels without scrolling sideways, and "
        "a keyboard reaches the first thing to do on it.",
        Verdict.FINDABLE: f"At most {most} clicks, or first among the results of the site's own "
        "search. The page loads, and a keyboard reaches the first thing to do on it.",
        Verdict.HARD: f"There is a page, but it is more than {most} clicks away or not linked at "
        "all, and the site's own search does not have it first. Or a link leads to it, but it does "
        "not load. Or a keyboard does not reach the first thing to do on it.",
        Verdict.NOT_FOUND: "We looked, and found no page of the council or of a supplier for it.",
        Verdict.NOT_THIS_COUNCILS_JOB: "Another council or body does this here. It does not count.",
    }
    return Section(
        title="The verdicts on a task",
        paragraphs=(
            "What we do not know never makes a verdict worse: a page on which there is nothing to "
            "press, or whose layout we could not measure, can be easy.",
            "There is no verdict where we could not look: the page refused us, robots.txt asks us "
            "to keep away, we failed, or the crawl's budget was spent before all pages were looked "
            "at that may lead to the task. Nor is there one where no way is known and the site has "
            "a search of its own that we could not ask.",
        ),
        tables=(
            Table(
                caption="What each verdict takes",
                columns=("Verdict", "When"),
                rows=tuple((VERDICTS[verdict], rows[verdict]) for verdict in Verdict),
            ),
        ),
    )


def _ways(method: Method) -> Section:
    return Section(
        title="The way to a task",
        paragraphs=(
            "Where a task's page is known but no way to it, we look at the council's own pages "
            "that may lead to it, as far as the crawl's budget goes: those above it by its "
            "address, those that it links to as in a breadcrumb, and those whose link names the "
            "task or the part of a website that holds such tasks. It makes no difference whether "
            "the page was found by a link, in a sitemap or in GOV.UK's Local Links.",
            "We count clicks along the shortest way over links that a person can see at once, or "
            "after pressing buttons such as the menu's. Pressing them is shown, but is no click. A "
            "hidden link that no button shows does not count.",
            "Only the council's own pages may lie on the way; the last click may lead to a "
            f"supplier. Ways of more than {method.most_clicks} clicks are not looked for.",
            "Of several ways of the same length we show the one with the clearest texts, then the "
            "one with fewest buttons to press, then one that is not in a footer or a side column. "
            "So one more link with a vague text never makes a task harder.",
        ),
    )


def _texts(method: Method) -> Section:
    shown = ", ".join(f"\u201c{text}\u201d" for text in method.vague[:_SHOWN])
    return Section(
        title="When a link says where it leads",
        paragraphs=(
            "A text is judged as it is read by itself, as people do who scan a page or have its "
            "links read out as a list.",
            "The text of the last link must name the task itself, not only its topic: "
            "\u201cRoads\u201d does not name the report of a pothole. A text that names the page "
            "it leads to will do as well, if that page calls itself by the task: the name of a "
            "supplier's product is not enough.",
            "On the way, a text may also name the page it leads to, or the part of the site that "
            "the task is filed under, such as \u201cBins and recycling\u201d for bulky waste. It "
            f"names a page when at least {_percent(method.named)} of its telling words are in the "
            "page's first heading or in its title, the site's name aside.",
            "A text names a task when the words for it, in English or in Wales also in Welsh, are "
            f"at least {_percent(method.clear)} of what it says; words such as pay, report or find "
            "take nothing away.",
            "Never clear are: no text, such as a picture without a description; only digits or "
            f"marks; a bare web address; and {len(method.vague)} texts that could stand on any "
            f"link, in English and Welsh. The first of them are {shown}. All are in "
            "crawler/findability/method.py.",
        ),
    )


def _search(method: Method) -> Section:
    return Section(
        title="The site's own search",
        paragraphs=(
            "Where the home page has a search form, and robots.txt allows its results, we ask it "
            "once for each task, in the words that a resident would type, such as council tax. We "
            f"read the first {method.results} results. Menus, pages of further results, filters, "
            "several links to one page, and links that stand on all of the site's answers (from "
            f"{method.alike} answers on) are not counted as results.",
            "Only a first place can make a task findable. Where we could not ask, the reason says "
            "so; then the way by links decides, and without one there is no verdict. Where there "
            "is no search form, the way by links alone decides.",
        ),
    )


def _page() -> Section:
    return Section(
        title="The page of a task",
        paragraphs=(
            "A page does not load when it is gone, does not answer, or sends its visitor back to "
            "the home page. Whether it can be read at 320 pixels is the judgement of the audit "
            "reflow.",
            "The first thing to do is the first link, button or field in the page's main part. We "
            "press Tab from the top, as a person without a mouse does, and see whether the focus "
            "gets there. Out of a keyboard's reach is what cannot take the focus, or stands behind "
            "a trap. Where we stop pressing before that is sure, it counts as unknown.",
        ),
    )


def _reading(method: Method) -> Section:
    return Section(
        title="Reading age",
        paragraphs=(
            "We show the age at which the page's main text can be read, by the Automated "
            "Readability Index: 4.71 x characters per word + 0.5 x words per sentence - 21.43, "
            "rounded up to a school grade. Full stops and other marks count as characters, spaces "
            "do not. A line of a list is a sentence. Sentences of fewer than "
            f"{method.shortest_sentence} words, such as \u201cGarden waste\u201d, are left "
            "out. Grade 1 is for readers up to 6, grade 2 up to 7, and so "
            f"on, up to {method.oldest}. The formula is by Senter and Smith (1967): "
            "https://apps.dtic.mil/sti/pdfs/AD0667273.pdf",
            f"Text of fewer than {method.enough_words} words has no reading age, nor has text in "
            "Welsh or another language: the formula was made for English. Text that uses more of "
            "the common small words of Welsh than of English is Welsh, whatever its page says.",
            "It decides no verdict. A formula counts letters and words; it cannot tell whether the "
            "text is right, well ordered or needed. Names of places and of benefits make plain "
            "text look hard. Read it as a reason to look at the text, not as a judgement of it.",
        ),
    )


def _limits() -> Section:
    return Section(
        title="What findability does not say",
        paragraphs=(
            "We know only the pages that a crawl loaded, which is capped out of politeness. A way "
            "through a page that does not look as if it led to the task is missed.",
            "We get as far as a task's page. Whether the task can be finished there, we do not "
            "try: we never send a form.",
            "Which page is a task's is found by rules, and can be wrong. Each council's page shows "
            "what was chosen, and why.",
        ),
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%"
