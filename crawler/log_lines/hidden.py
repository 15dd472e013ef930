"""What a log must not tell: the passwords and keys of this run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_plus, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.config import Config

STARS = "***"
_SHORT = 6  # characters; one that is shorter is only looked for as a word of its own
_PASSWORD_IN_ADDRESS = re.compile(r"(?<=://)([^\s/?#@:]*):[^\s/?#]*@")
_PASSWORD_NAMED = re.compile(
    r"((?:password|passwd|pgpassword|sslpassword)\s*[=:]\s*)[^\s&'\",;)]+", re.IGNORECASE
)


class Secrets:
    """The secrets that a run knows, to be left out of whatever text is logged."""

    def __init__(self, secrets: set[str]) -> None:
        longest_first = sorted(secrets, key=lambda secret: (-len(secret), secret))
        words = [_pattern(secret) for secret in longest_first]
        self._known = re.compile("|".join(words)) if words else None

    @classmethod
    def of(cls, config: Config) -> Secrets:
        """The password of the database, as it is written and as it is meant, and the key for field
        data."""
        return cls({secret for secret in _secrets(config) if secret})

    def left_out(self, text: str) -> str:
        """The text with stars in place of every secret, of any password in an address, and of what
        is called a password."""
        if self._known is not None:
            text = self._known.sub(STARS, text)
        text = _PASSWORD_IN_ADDRESS.sub(rf"\1:{STARS}@", text)
        return _PASSWORD_NAMED.sub(rf"\1{STARS}", text)


def _secrets(config: Config) -> Iterator[str]:
    if config.crux_key is not None:
        yield str(config.crux_key)
    try:
        parts = urlsplit(config.database)
        password = parts.password or ""
    except ValueError:  # refused elsewhere, with a sentence
        return
    yield password
    yield unquote(password)
    for option in parts.query.split("&"):
        name, _, value = option.partition("=")
        if "password" in name.lower():
            yield value
            yield unquote_plus(value)


def _pattern(secret: str) -> str:
    pattern = re.escape(secret)
    return pattern if len(secret) >= _SHORT else rf"(?<!\w){pattern}(?!\w)"
