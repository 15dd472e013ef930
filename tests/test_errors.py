"""Every error that a person meets is a sentence, and says what to do."""

from __future__ import annotations

import inspect
import re
import string

import pytest

from crawler import errors
from crawler.errors import UsabilityError

ERRORS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, UsabilityError) and kind is not UsabilityError
]
# The first word of a remedy. A new error whose last sentence has no part that starts with one of
# these either lacks a remedy or has found a new way to give one: then add the word.
REMEDIES = {
    "ask",
    "check",
    "choose",
    "clone",
    "give",
    "install",
    "make",
    "nothing",
    "restore",
    "run",
    "set",
    "start",
    "stop",
    "try",
    "update",
    "use",
    "wait",
}


def message_of(kind: type[UsabilityError]) -> str:
    return " ".join(inspect.cleandoc(kind.__doc__ or "").split())


def fields_of(kind: type[UsabilityError]) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(message_of(kind)) if name]


def test_there_are_errors_to_check() -> None:
    assert len(ERRORS) > 10


@pytest.mark.parametrize("kind", ERRORS)
def test_the_message_is_the_docstring_filled_in(kind: type[UsabilityError]) -> None:
    fields: dict[str, object] = {name: f"<{name}>" for name in fields_of(kind)}
    message = str(kind(**fields))
    assert "{" not in message
    assert "\n" not in message
    for value in fields.values():
        assert str(value) in message


@pytest.mark.parametrize("kind", ERRORS)
def test_the_message_ends_with_a_remedy(kind: type[UsabilityError]) -> None:
    message = message_of(kind)
    if message.endswith(("{remedy}", "{suggestion}")):
        return
    assert message.endswith(".")
    last = re.split(r"(?<=[.]) (?=[A-Z])", message)[-1]
    parts = re.split(r"(?<=[:;,]) ", last)
    assert REMEDIES & {part.split()[0].lower() for part in parts}


@pytest.mark.parametrize("kind", ERRORS)
def test_the_exit_code_is_a_failure(kind: type[UsabilityError]) -> None:
    assert kind.exit_code in (1, 2)


def test_a_missing_field_is_our_defect() -> None:
    with pytest.raises(KeyError):
        errors.PortInUse(port=8501)
