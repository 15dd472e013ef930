"""What a statement says of itself: its status, standard, criteria and dates, each with the sentence
that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crawler.audits.wcag import CRITERIA
from crawler.statement import phrases
from crawler.statement.dates import dates_in
from crawler.statement.sentences import sentences_of, straight

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence
    from datetime import date

    from crawler.facts.statement import StatementText
    from crawler.statement.dates import FoundDate
    from crawler.statement.sentences import Sentence

# WCAG 2.2 has no 4.1.1 any more; statements on 2.1 name it.
NUMBERS = frozenset({*CRITERIA, "4.1.1"})
THE_EXEMPT_DAY = (2018, 9, 23)
_BARE = 40  # characters: a sentence so short is a date and little else


class Said(NamedTuple):
    """What was found, and the sentence that it was found in."""

    value: str
    sentence: Sentence


class Dated(NamedTuple):
    """A date, and the sentence that it belongs to."""

    date: FoundDate
    sentence: Sentence


class Reading:
    """A statement, read once. `form` says whether the page has a form to write with."""

    def __init__(self, statement: StatementText) -> None:
        self.title = straight(statement.title)
        self.form = statement.form
        self.complete = statement.complete
        self.sentences = sentences_of(statement)

    @property
    def language(self) -> str:
        """`cy` or `en`, by its words."""
        text = " ".join(each.text for each in self.sentences)
        return "cy" if _count(phrases.WELSH, text) > _count(phrases.ENGLISH, text) else "en"

    @property
    def of_a_website(self) -> bool:
        """Whether it speaks of a website at all."""
        return self.find(phrases.OF_A_WEBSITE) is not None

    def find(
        self, what: re.Pattern[str], unless: re.Pattern[str] | None = None, *, headings: bool = True
    ) -> Sentence | None:
        """Return the first sentence that says it, and does not say what is in `unless`."""
        return next(self.all(what, unless, headings=headings), None)

    def all(
        self, what: re.Pattern[str], unless: re.Pattern[str] | None = None, *, headings: bool = True
    ) -> Iterator[Sentence]:
        """Yield the sentences that say it."""
        for each in self.sentences:
            if not headings and each.level:
                continue
            if what.search(each.text) and not (unless and unless.search(each.text)):
                yield each

    # --- Compliance -------------------------------------------------------------------------------

    def statuses(self) -> tuple[Said, ...]:
        """Return each status that is claimed once, with the first sentence that does. Where a part
        is headed as the status, only that counts."""
        under = [each for each in self.sentences if phrases.STATUS_HEADING.search(each.headings)]
        found = self._statuses_in(under) or self._statuses_in(self.sentences)
        return tuple(found.values())

    def _statuses_in(self, sentences: Sequence[Sentence]) -> dict[str, Said]:
        found: dict[str, Said] = {}
        for each in sentences:
            if each.level or phrases.PLACEHOLDER.search(each.text):
                continue
            if (status := _status(each.text)) is not None:
                found.setdefault(status, Said(status, each))
        return found

    def standard(self) -> Said | None:
        """Return the version of WCAG and its level, as "2.2 AA" or "2.2": that which the status is
        claimed for, else the newest that is named."""
        claims = [said.sentence for said in self.statuses()]
        for sentences in (claims, list(self.all(phrases.GUIDELINES, headings=False))):
            found = [
                (match[1], each)
                for each in sentences
                if (match := phrases.VERSION.search(each.text))
            ]
            if found:
                version, sentence = max(found, key=lambda pair: pair[0])
                level = phrases.LEVEL.search(sentence.text)
                return Said(f"{version} {level[1]}" if level else version, sentence)
        return None

    # --- What is not accessible -------------------------------------------------------------------

    def faults(self) -> tuple[Sentence, ...]:
        """Return the sentences under a heading on what is not accessible."""
        return tuple(
            each
            for each in self.sentences
            if not each.level and phrases.NOT_ACCESSIBLE.search(each.headings)
        )

    def criteria(self) -> tuple[Said, ...]:
        """Return the success criteria that are named by number, each once, in WCAG's order."""
        found: dict[str, Said] = {}
        for each in self.sentences:
            for number in phrases.CRITERION.findall(each.text):
                if number in NUMBERS:
                    found.setdefault(number, Said(number, each))
        return tuple(sorted(found.values(), key=lambda said: _order(said.value)))

    def fix_dates(self) -> tuple[Dated, ...]:
        """Return the dates by which something is to be put right."""
        planned = tuple(self._planned())
        told = [each.sentence for each in planned]
        return (*planned, *(each for each in self._in_tables() if each.sentence not in told))

    def _planned(self) -> Iterator[Dated]:
        for each in self.sentences:
            if each.level or _is_about(each, phrases.ENFORCEMENT_HEADING):
                continue
            if phrases.OLD_DOCUMENTS.search(each.text) or _is_own_date(each):
                continue
            plan = phrases.PLAN.search(each.text)
            dates = [found for found in dates_in(each.text) if not _is_the_laws(found)]
            if plan is None or not dates:
                continue
            after = [found for found in dates if found.end > plan.start()]
            yield Dated((after or dates)[-1], each)

    def _in_tables(self) -> Iterator[Dated]:
        """Yield dates in cells of their own, where a cell before says that they are for mending."""
        column = ""
        for each in self.faults():
            if not each.cell:
                continue
            dates = dates_in(each.text)
            if not dates:
                column += f" {each.text}" if len(each.text) < _BARE else ""
            elif len(each.text) < _BARE and _is_for_mending(column):
                yield Dated(dates[0], each)

    # --- Preparation ------------------------------------------------------------------------------

    def prepared(self) -> tuple[Dated | None, Sentence | None]:
        """Return the day of its making; or the sentence that speaks of it without a day."""
        return self._dated(phrases.PREPARED, phrases.OLD_DOCUMENTS)

    def reviewed(self) -> Dated | None:
        """Return the newest day on which it was reviewed."""
        found = [
            dated
            for each in self.all(phrases.REVIEWED, phrases.TO_COME, headings=False)
            if (dated := self._date_of(each, phrases.REVIEWED)) is not None
        ]
        return max(found, key=lambda dated: dated.date.last, default=None)

    def undated_review(self) -> Sentence | None:
        """Return a sentence that speaks of a review and has no date that we can read."""
        for each in self.all(phrases.REVIEWED, phrases.TO_COME, headings=False):
            if phrases.LAST_REVIEW.search(each.text) and not self._date_of(each, phrases.REVIEWED):
                return each
        return None

    def _dated(
        self, what: re.Pattern[str], unless: re.Pattern[str]
    ) -> tuple[Dated | None, Sentence | None]:
        undated = None
        for each in self.all(what, headings=False):
            if (dated := self._date_of(each, what)) is not None:
                return dated, each
            if unless.search(each.text) is None or undated is None:
                undated = undated or each
        return None, undated

    def _date_of(self, sentence: Sentence, what: re.Pattern[str]) -> Dated | None:
        """The date that belongs to the words in a sentence: the next one after them, or before them
        in the same sentence, or all that the next sentence says."""
        match = what.search(sentence.text)
        dates = dates_in(sentence.text)
        if match is not None and dates:
            after = [found for found in dates if found.start >= match.start()]
            return Dated((after or dates[::-1])[0], sentence)
        at = self.sentences.index(sentence) + 1
        following = self.sentences[at] if at < len(self.sentences) else None
        if following is not None and len(following.text) < _BARE and not following.level:
            own = dates_in(following.text)
            if own and not _is_own_date(following):
                return Dated(own[0], following)
        return None

    def tested(self) -> Sentence | None:
        """Return the sentence that says how the website was tested, best one with a day."""
        found = [
            each
            for each in self.all(phrases.TESTED, headings=False)
            if not _is_about(each, phrases.ENFORCEMENT_HEADING) and len(each.text) >= 20
        ]
        return next((each for each in found if dates_in(each.text)), found[0] if found else None)


def _status(text: str) -> str | None:
    return next((name for name, form in phrases.STATUSES.items() if form.search(text)), None)


def _is_about(sentence: Sentence, heading: re.Pattern[str]) -> bool:
    return heading.search(sentence.headings) is not None


def _is_for_mending(column: str) -> bool:
    return bool(phrases.FIX_COLUMN.search(column)) and not phrases.OTHER_COLUMN.search(column)


def _is_own_date(sentence: Sentence) -> bool:
    """Whether it dates the statement, or a test, and not the mending of a fault."""
    return bool(
        phrases.PREPARED.search(sentence.text)
        or phrases.REVIEWED.search(sentence.text)
        or phrases.TO_COME.search(sentence.text)
        or phrases.PREPARATION_HEADING.search(sentence.headings)
    )


def _is_the_laws(found: FoundDate) -> bool:
    day: date = found.first
    return (day.year, day.month, day.day) == THE_EXEMPT_DAY


def _order(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("."))


def _count(words: re.Pattern[str], text: str) -> int:
    return len(words.findall(text))
