"""The rules: a task's verdict from its evidence, with the fact that decided it in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.findability.method import METHOD
from crawler.records import EndState, SearchState, Verdict

if TYPE_CHECKING:
    from crawler.records import SearchOutcome, Step, TaskFindability

_BROKEN = {
    EndState.GONE: "that page is gone",
    EndState.UNREACHABLE: "that page does not answer",
}
# The site may well have a search that finds the page; it was not seen.
_UNASKED = frozenset({SearchState.NOT_ASKED, SearchState.FAILED, SearchState.DISALLOWED})
_LEADS_HOME = "its link leads back to the home page"
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def decide(found: TaskFindability, state: EndState) -> tuple[Verdict | None, str]:
    """Return the verdict on a task whose page this crawl asked for, and the reason for it.

    `found` holds the evidence, and `state` is how asking for the page ended. What is unknown (None)
    never makes a verdict worse: where no path is known and a search that residents have was not
    asked, there is no verdict.
    """
    if found.loads is False:
        return _not_loading(found, state)
    if found.clicks is None and found.search.position != 1:
        verdict = None if found.search.state in _UNASKED else Verdict.HARD
        return verdict, f"There is a page for it, but {_no_path()}, and {_searched(found.search)}."
    if found.keyboard is False:
        step = f", \u201c{found.first_step}\u201d," if found.first_step else ""
        reason = f"The first thing to do on its page{step} is out of a keyboard's reach."
        return Verdict.HARD, reason
    if found.clicks is None:
        reason = f"{_no_path()}, but the site's own search has it first."
        return Verdict.FINDABLE, _sentence(reason)
    way = _way(found.clicks)
    lack = _lack(found)
    if lack:
        return Verdict.FINDABLE, f"{way}{lack}."
    if not found.path:
        return Verdict.EASY, f"{way}."
    one = found.clicks == 1
    links = "a link that says where it leads" if one else "links that say where they lead"
    return Verdict.EASY, f"{way}, by {links}."


def _not_loading(found: TaskFindability, state: EndState) -> tuple[Verdict, str]:
    problem = _BROKEN.get(state, _LEADS_HOME)
    if found.clicks is not None:
        return Verdict.HARD, f"{_way(found.clicks)}, but {problem}."
    if found.search.position == 1:
        return Verdict.HARD, f"The site's own search has its page first, but {problem}."
    if state is EndState.GONE:
        return Verdict.NOT_FOUND, "Its page is gone, and no other was found."
    return Verdict.HARD, _sentence(f"{_no_path()}, and {problem}.")


def _lack(found: TaskFindability) -> str:
    """What keeps a task within reach from being easy; "" for nothing."""
    if len(found.path) > METHOD.easy_clicks:
        return f"; {_number(METHOD.easy_clicks)} is easy"
    unclear = next((step for step in found.path if not step.clear), None)
    if unclear is not None:
        return f", but {_unclear(unclear)}"
    if found.reflows is False:
        return ", but its page is too wide for a screen of 320 pixels"
    return ""


# --- Words --------------------------------------------------------------------------------------


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def _way(clicks: int) -> str:
    if clicks == 0:
        return "It is on the home page itself"
    return _sentence(f"{_number(clicks)} click{'s' if clicks > 1 else ''} from the home page")


def _no_path() -> str:
    clicks = _number(METHOD.most_clicks)
    return f"no path of {clicks} clicks over the pages that we loaded leads there"


def _unclear(step: Step) -> str:
    text = " ".join(step.text.split())
    if not text:
        return "a link on the way has no text"
    return f"the link \u201c{text}\u201d does not say where it leads"


def _searched(search: SearchOutcome) -> str:
    own = "the site's own search"
    if search.state is SearchState.ASKED:
        if search.position is None:
            return f"{own} does not have it among its first {_number(METHOD.results)}"
        return f"{own} has it in place {search.position}, not first"
    return {
        SearchState.NO_FORM: "the home page has no search form that we can ask",
        SearchState.DISALLOWED: f"{own} is closed to robots",
        SearchState.FAILED: f"{own} did not answer",
        SearchState.NOT_ASKED: f"{own} was not asked",
    }[search.state]
