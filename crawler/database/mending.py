"""Text that pages put into what we keep, and that UTF-8 cannot hold."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

Kept = TypeVar("Kept", bound=msgspec.Struct)


def mended(value: Kept) -> Kept:
    """Return the struct with half surrogate pairs replaced, where it has any."""
    try:
        msgspec.json.encode(value)
    except UnicodeEncodeError:
        return msgspec.convert(_mended(msgspec.to_builtins(value)), type(value))
    return value


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_mended(key): _mended(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_mended(part) for part in value]
    return value
