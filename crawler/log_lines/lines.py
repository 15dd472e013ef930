"""A record of the log as a line: of JSON, or for people."""

from __future__ import annotations

import json
import logging
import math
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from typing_extensions import override

if TYPE_CHECKING:
    from crawler.log_lines.hidden import Secrets

PLACES = ("crawl", "site", "worker", "page")
"""What a line may be about: a crawl's id, a website's address, an executor's id, a page's
address."""
KEYS = ("time", "level", "event", "message", *PLACES, "logger", "error")

LONGEST_TEXT = 2_000  # characters of a message or of a field
LONGEST_TRACEBACK = 8_000  # characters; the middle is left out
MOST_FIELDS = 40
_LONGEST_READ = 50_000  # characters of a text that are looked at; the rest is left out unread


class JsonLines(logging.Formatter):
    """One JSON object a line. All that is not ASCII is escaped, and so is every control
    character."""

    def __init__(self, secrets: Secrets) -> None:
        super().__init__()
        self._secrets = secrets

    @override
    def format(self, record: logging.LogRecord) -> str:
        values = line_of(record, self._secrets)
        return json.dumps(values, ensure_ascii=True, allow_nan=False).replace("\x7f", "\\u007f")


class PrettyLines(logging.Formatter):
    """For people: the time, the level when it is more than information, the message, and the rest
    as `name=value`. Only a traceback has more lines, and these begin with spaces."""

    def __init__(self, secrets: Secrets) -> None:
        super().__init__()
        self._secrets = secrets

    @override
    def format(self, record: logging.LogRecord) -> str:
        values = line_of(record, self._secrets)
        level = values.pop("level")
        shown = [values.pop("time"), *([level.upper()] if level != "info" else ())]
        shown.append(_one_line(values.pop("message")))
        error = values.pop("error", None)
        del values["event"], values["logger"]
        shown += [f"{key}={_one_line(str(value))}" for key, value in values.items()]
        text = "  ".join(shown)
        if error is not None:
            below = error["traceback"] or f"{error['type']}: {error['message']}"
            text += "".join(f"\n    {_one_line(line)}" for line in below.splitlines())
        return text


def line_of(record: logging.LogRecord, secrets: Secrets) -> dict[str, Any]:
    """What a line says, in the order of `KEYS` and with an event's own fields after them; without
    secrets, and each text of bounded length."""
    fields = getattr(record, "usability_fields", {})
    said = {name: getattr(record, name) for name in PLACES if hasattr(record, name)}
    places = {**getattr(record, "usability_places", {}), **said, **fields}
    at = datetime.fromtimestamp(record.created, UTC)
    values: dict[str, Any] = {
        "time": f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z",
        "level": record.levelname.lower(),
        "event": getattr(record, "usability_event", "log"),
        "message": _shown(_message(record), secrets),
    }
    for name in PLACES:
        if places.get(name) is not None:
            values[name] = _value(places[name], secrets)
    values["logger"] = record.name
    if record.exc_info and record.exc_info[1] is not None:
        values["error"] = _error(record.exc_info[1], secrets)
    for name in [name for name in fields if name not in KEYS][:MOST_FIELDS]:
        values[name] = _value(fields[name], secrets)
    return values


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001 -- a line that a library formats badly is still a line
        return str(record.msg)


def _error(error: BaseException, secrets: Secrets) -> dict[str, str]:
    kind = type(error)
    name = kind.__qualname__
    trace = "".join(traceback.format_exception(error)).rstrip("\n")
    return {
        "type": name if kind.__module__ == "builtins" else f"{kind.__module__}.{name}",
        "message": _shown(_said(error), secrets),
        "traceback": _shown(trace, secrets, LONGEST_TRACEBACK),
    }


def _said(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # noqa: BLE001 -- what an exception says is its own affair
        return ""


def _value(value: Any, secrets: Secrets) -> str | int | float | bool | None:
    """What JSON can hold of it."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return round(value, 3) if math.isfinite(value) else None
    return _shown(str(value), secrets)


def _shown(text: str, secrets: Secrets, most: int = LONGEST_TEXT) -> str:
    """The text, bounded and without secrets. One that lies where the text is cut is cut away with
    the middle."""
    return _bounded(secrets.left_out(_bounded(text, _LONGEST_READ)), most)


def _bounded(text: str, most: int) -> str:
    """At most so many characters, from the beginning and from the end."""
    if len(text) <= most:
        return text
    left_out = f" … {len(text) - most} characters … "
    head = most // 2
    return text[:head] + left_out + text[len(text) - (most - head) :]


def _one_line(text: str) -> str:
    """Text with all that can end a line, drive a terminal or turn its direction written out."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )
