"""Whether a link's text, read by itself, says where the link leads.

People who scan a page, or have its links read out as a list, see no more than the text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.findability.categories import CATEGORIES
from crawler.findability.method import METHOD
from crawler.panel.spelling import has_phrase, words
from crawler.panel.wording import reading_of

if TYPE_CHECKING:
    from crawler.panel.wording import Reading
    from crawler.records import Markup, Task

_VAGUE = frozenset(words(phrase) for phrase in METHOD.vague)
_ADDRESS = re.compile(r"(https?://|www\.)\S*|\S+\.(gov|com|org|net|co|uk|wales|cymru|scot)(/\S*)?")
# What a title says after the name of the page: the name of the site.
_AFTER_NAME = re.compile(r"\s+[|\u2013\u2014:\u00b7»>-]\s+|\s*[|»]\s*")
# Words that stand in names of all kinds, and the council's own, tell nothing of the page.
_SMALL = frozenset(
    words(
        "a about all an and any at by can council do find for from get go how i in information is "
        "it its me more my of on online or our out page pages the this to up us we what when where "
        "with you your ac ar am at cyngor eich ein gan gyda i o neu y yn yr"
    )
)


@lru_cache(maxsize=8192)
def is_vague(text: str) -> bool:
    """Whether a text could stand on any link: nothing, marks, an address, or "click here"."""
    spoken = words(text)
    letters = any(character.isalpha() for character in text)
    return not letters or spoken in _VAGUE or _ADDRESS.fullmatch(text.strip()) is not None


def names_page(text: str, markup: Markup | None) -> bool:
    """Whether a text names the page: enough of its telling words are in the page's first heading
    or its title, the site's name aside. An unknown page is not named."""
    telling = set(words(text)) - _SMALL
    if markup is None or is_vague(text) or not telling:
        return False
    return any(
        len(telling & set(words(name))) >= METHOD.named * len(telling) for name in _names(markup)
    )


def is_clear(
    text: str, task: Task, nation: str, *, named: bool, markup: Markup | None, last: bool
) -> bool:
    """Whether a text on the way to a task says where it leads.

    `named`: whether it names the page it leads to. `markup` is that of the task's page. On the way,
    a text is clear that names the task, its page, or the part of the site that the task is filed
    under. The `last` one must name the task itself, or else a page that calls itself by the task: a
    page named after its supplier's product makes no link to it clear.
    """
    if is_vague(text):
        return False
    reading = reading_of(text, task, nation)
    if _names_task(reading):
        return True
    if last:
        return named and _calls_itself(markup, task, nation)
    near = reading is not None and reading.sure >= METHOD.clear
    return near or named or _names_topic(text, task)


def _names_task(reading: Reading | None) -> bool:
    """Whether a text names the task, not only the topic that the task is under."""
    return reading is not None and not reading.near and reading.sure >= METHOD.clear


def _names_topic(text: str, task: Task) -> bool:
    spoken = words(text)
    return any(has_phrase(spoken, topic) for topic in _topics(task))


@lru_cache(maxsize=128)
def _topics(task: Task) -> tuple[tuple[str, ...], ...]:
    return tuple(words(name) for name in (*task.topic_terms, *CATEGORIES.get(task.slug, ())))


def _calls_itself(markup: Markup | None, task: Task, nation: str) -> bool:
    return markup is not None and any(
        _names_task(reading_of(name, task, nation)) for name in _names(markup)
    )


def _names(markup: Markup) -> list[str]:
    headings = [text for level, text in markup.headings if level == 1]
    return [*headings[:1], _AFTER_NAME.split(markup.title, maxsplit=1)[0]]
