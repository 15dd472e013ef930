"""The Chrome UX Report API, asked politely: paced, patient with its quota, and silent of the key.

Its documentation (https://developer.chrome.com/docs/crux/api) gives 150 queries a minute to a
project, 404 for an origin that it has no data of, and Google's usual errors for the rest.
"""

from __future__ import annotations

import json
import ssl
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlsplit

from crawler.errors import FieldDataRefused, FieldQuotaUsed
from crawler.field_data.reading import METRICS, NoFigures, OnePage, record_from
from crawler.records import FormFactor
from crawler.strict_csv import Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from crawler.records import FieldData

PATH = "/v1/records:queryRecord"
SECONDS = 30.0
LARGEST = 1_000_000
CHUNK = 1 << 16
# The pauses before asking again, where the answer does not say how long to wait. A quota of a
# minute has come back by the end of the first row.
QUOTA_PAUSES = (5.0, 10.0, 20.0, 40.0)
FAILURE_PAUSES = (1.0, 4.0)
LONGEST_WAIT = 300.0


class AskFailed(Exception):
    """One origin could not be asked for; why, in words that may be printed."""


class _Answer(NamedTuple):
    status: int
    body: bytes
    retry_after: str | None


class Crux:
    """A connection to the API at `base` (https, or a server of this machine).

    At most `per_minute` questions are asked in a minute. `seconds` is for one answer; `pause` waits
    for so many.
    """

    def __init__(
        self,
        base: str,
        key: str,
        agent: str,
        *,
        per_minute: int,
        seconds: float = SECONDS,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        parts = urlsplit(base)
        self._secure = parts.scheme == "https"
        self._host, self._port = parts.hostname or "", parts.port
        self._path = f"{parts.path.rstrip('/')}{PATH}"
        self.place = f"{parts.scheme}://{parts.netloc}{self._path}"
        self._key = key.strip()
        self._agent = agent
        self._between = 60.0 / per_minute
        self._next = 0.0
        self._seconds = seconds
        self._pause = pause
        self._connection: HTTPConnection | None = None

    def ask(self, origin: str, form_factor: FormFactor, *, on: date) -> FieldData | None:
        """Return what the API knows of an origin; None where it has no data.

        Raises `AskFailed` for this origin alone, and `FieldDataRefused` or `FieldQuotaUsed` where
        asking for another would be in vain.
        """
        question: dict[str, Any] = {"origin": origin, "metrics": list(METRICS.values())}
        if form_factor is not FormFactor.ALL:
            question["formFactor"] = form_factor.upper()
        answer = self._patiently(json.dumps(question).encode())
        if answer.status == 404:
            return None
        if answer.status != 200:
            detail = f"it answers {answer.status}: {self._said(answer.body)}"
            if answer.status in (401, 403) or (answer.status == 400 and _about_key(answer.body)):
                raise FieldDataRefused(place=self.place, detail=detail)
            raise AskFailed(detail)
        return self._read(answer.body, origin, form_factor, on)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _read(
        self, body: bytes, origin: str, form_factor: FormFactor, on: date
    ) -> FieldData | None:
        try:
            found = record_from(json.loads(body), on=on)
        except NoFigures:
            return None
        except (ValueError, RecursionError):
            raise AskFailed("its answer is not JSON") from None
        except OnePage:
            raise AskFailed("its answer is about one page") from None
        except Problem as error:
            raise AskFailed(f"in its answer {self._hushed(error.problem)}") from None
        if (found.origin, found.form_factor) != (origin, form_factor):
            told = f"{found.origin} ({found.form_factor})"
            raise AskFailed(f"its answer is about {told}")
        return found

    def _patiently(self, question: bytes) -> _Answer:
        """Ask until there is an answer that asking again would not change."""
        quota, failures, waited = list(QUOTA_PAUSES), list(FAILURE_PAUSES), 0.0
        while True:
            self._keep_pace()
            try:
                answer = self._once(question)
                problem = f"it answers {answer.status}: {self._said(answer.body)}"
            except (OSError, HTTPException) as error:
                self.close()
                answer, problem = None, self._hushed(_problem(error))
            if answer is not None and answer.status == 429:
                asked = _seconds_in(answer.retry_after)
                if not quota or (asked or 0.0) > LONGEST_WAIT:
                    waits = "" if asked is None else f", and asks to wait {asked:,.0f} s more"
                    detail = f"{problem}, after {waited:,.0f} s of waiting{waits}"
                    raise FieldQuotaUsed(place=self.place, detail=detail)
                usual = quota.pop(0)
                pause = usual if asked is None else asked
            elif answer is not None and answer.status < 500:
                return answer
            elif not failures:
                raise AskFailed(problem)
            else:
                pause = failures.pop(0)
            waited += pause
            self._pause(pause)

    def _keep_pace(self) -> None:
        now = time.monotonic()
        if now < self._next:
            self._pause(self._next - now)
        self._next = max(now, self._next) + self._between

    def _once(self, question: bytes) -> _Answer:
        deadline = time.monotonic() + self._seconds
        connection = self._connection or self._connect()
        self._connection = connection
        headers = {"Content-Type": "application/json", "User-Agent": self._agent}
        target = f"{self._path}?key={quote(self._key, safe='')}"
        connection.request("POST", target, body=question, headers=headers)
        with connection.getresponse() as answer:  # unless closed, no other can be asked for
            body = bytearray()
            while chunk := answer.read1(CHUNK):
                body += chunk
                if len(body) > LARGEST:
                    raise HTTPException("its answer is larger than 1 MB")
                if time.monotonic() > deadline:
                    raise TimeoutError
            if answer.length:
                raise HTTPException("its answer was cut off")
            return _Answer(answer.status, bytes(body), answer.getheader("Retry-After"))

    def _connect(self) -> HTTPConnection:
        if not self._secure:
            return HTTPConnection(self._host, self._port, timeout=self._seconds)
        context = ssl.create_default_context()
        return HTTPSConnection(self._host, self._port, timeout=self._seconds, context=context)

    def _said(self, body: bytes) -> str:
        """The words of an error, as Google's APIs give them."""
        error = _error(body)
        words = error.get("message")
        return self._hushed(words if isinstance(words, str) and words else "without a reason")

    def _hushed(self, text: str) -> str:
        """The text without the key, short and without its full stop."""
        for form in (self._key, quote(self._key, safe="")):
            text = text.replace(form, "(the key)")
        return " ".join(text.split())[:200].rstrip(".")


def _error(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    error = answer.get("error") if isinstance(answer, dict) else None
    return error if isinstance(error, dict) else {}


def _about_key(body: bytes) -> bool:
    """Whether a 400 is about the key: of the origin that we ask for it says something else."""
    error = _error(body)
    return "API_KEY" in json.dumps(error.get("details")) or "API key" in str(error.get("message"))


def _seconds_in(retry_after: str | None) -> float | None:
    """How long a Retry-After asks to wait: a number of seconds, or until a date."""
    if not retry_after:
        return None
    if retry_after.isascii() and retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max((until - datetime.now(UTC)).total_seconds(), 0.0)


def _problem(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, HTTPException):
        return str(error) if str(error).startswith("its ") else "its answer is not http"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
