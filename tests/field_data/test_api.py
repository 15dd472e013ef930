"""The Chrome UX Report API over real HTTP, with what can go wrong."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from crawler.errors import FieldDataRefused, FieldQuotaUsed, UsabilityError
from crawler.field_data.api import AskFailed, Crux, _seconds_in
from crawler.records import FieldData, FormFactor
from tests.crux_server import KEY, CruxServer

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = date(2026, 11, 23)
FINE = "https://www.ashby.gov.example"


@pytest.fixture(scope="module")
def server() -> Iterator[CruxServer]:
    with CruxServer() as started:
        yield started


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def crux(server: CruxServer, pauses: list[float]) -> Iterator[Crux]:
    asking = Crux(server.url, KEY, "us", per_minute=10**9, seconds=0.3, pause=pauses.append)
    with closing(asking):
        yield asking


def ask(crux: Crux, origin: str, form_factor: FormFactor = FormFactor.PHONE) -> FieldData | None:
    return crux.ask(origin, form_factor, on=TODAY)


def test_the_documented_answer(crux: Crux, server: CruxServer) -> None:
    assert ask(crux, FINE) == FieldData(
        origin=FINE,
        form_factor=FormFactor.PHONE,
        first_day=date(2026, 10, 25),
        last_day=date(2026, 11, 21),
        lcp_p75_ms=2216.0,
        inp_p75_ms=184.0,
        cls_p75=0.05,
    )
    assert server.asked[-1] == {
        "origin": FINE,
        "formFactor": "PHONE",
        "metrics": [
            "largest_contentful_paint",
            "interaction_to_next_paint",
            "cumulative_layout_shift",
        ],
    }
    assert server.agents == {"us"}


def test_all_devices_are_asked_for_by_naming_none(crux: Crux, server: CruxServer) -> None:
    found = ask(crux, FINE, FormFactor.ALL)
    assert found is not None
    assert found.form_factor is FormFactor.ALL
    assert "formFactor" not in server.asked[-1]


def test_no_data_is_no_fault_and_a_missing_figure_neither(crux: Crux, pauses: list[float]) -> None:
    assert ask(crux, "https://none.example") is None
    sparse = ask(crux, "https://sparse.example")
    assert sparse is not None
    assert sparse.inp_p75_ms is None
    assert pauses == []


def test_it_waits_as_long_as_the_quota_asks(crux: Crux, pauses: list[float]) -> None:
    assert ask(crux, "https://limited--.example") is not None
    assert pauses == [7.0, 7.0]
    assert ask(crux, "https://crowded---.example") is not None
    assert pauses[2:] == [5.0, 10.0, 20.0]


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("limited", "after 28 s of waiting, and asks to wait 7 s more"),
        ("crowded", "after 75 s of waiting"),
        ("exhausted", "after 0 s of waiting, and asks to wait 9,000 s more"),
    ],
)
def test_it_does_not_wait_for_ever(crux: Crux, label: str, said: str) -> None:
    with pytest.raises(FieldQuotaUsed, match=said):
        ask(crux, f"https://{label}.example")


@pytest.mark.parametrize(
    ("label", "said", "times"),
    [
        ("failing", "it answers 500: Internal error encountered with key=(the key)", 3),
        ("slow", "no answer in time", 3),
        ("hangup", "its answer is not http", 3),
        ("cut", "its answer was cut off", 3),
        ("broken", "its answer is not JSON", 1),
        ("odd", "in its answer lcp_p75_ms is 'fast', not a number", 1),
        ("other", "its answer is about https://somebody.else.example (phone)", 1),
        ("refused", "it answers 400: Invalid origin", 1),
    ],
)
def test_one_origin_that_fails(
    crux: Crux, server: CruxServer, pauses: list[float], label: str, said: str, times: int
) -> None:
    origin = f"https://{label}.example"
    with pytest.raises(AskFailed) as caught:
        ask(crux, origin)
    assert said in str(caught.value)
    assert server.times(origin) == times
    assert pauses == [1.0, 4.0][: times - 1]
    assert ask(crux, FINE) is not None, "the connection is of use again"


def test_what_fails_once_is_asked_again(crux: Crux) -> None:
    for label in ("failing-", "slow-", "hangup-"):
        assert ask(crux, f"https://{label}.example") is not None


def test_a_refused_key_ends_it_and_is_not_repeated(server: CruxServer) -> None:
    def refusal(key: str, origin: str) -> UsabilityError:
        with closing(Crux(server.url, key, "us", per_minute=10**9)) as crux:
            with pytest.raises(FieldDataRefused) as caught:
                ask(crux, origin)
            return caught.value

    wrong = refusal("other/key", FINE)
    assert "400: API key not valid" in str(wrong)
    assert "Given: key=(the key)" in str(wrong)
    assert "other" not in str(wrong)
    assert "?key" not in str(wrong)
    forbidden = refusal(f" {KEY}\n", "https://forbidden.example")
    assert "403: Chrome UX Report API has not been used" in str(forbidden)
    assert "/v1/records:queryRecord: it answers" in str(forbidden)


def test_questions_are_spread_over_the_minute(server: CruxServer, pauses: list[float]) -> None:
    with closing(Crux(server.url, KEY, "us", per_minute=120, pause=pauses.append)) as crux:
        for _ in range(3):
            ask(crux, FINE)
    first, second = pauses
    assert 0.3 < first <= 0.5
    assert 0.6 < second <= 1.0, "as much later as nobody waited here"


def test_nobody_is_there(pauses: list[float]) -> None:
    nobody = Crux("http://127.0.0.1:9", KEY, "us", per_minute=10**9, pause=pauses.append)
    with pytest.raises(AskFailed, match="Connection refused"):
        ask(nobody, FINE)


def test_a_wait_in_other_digits_is_no_number_of_seconds() -> None:
    assert _seconds_in(" 12 ") == 12.0
    assert _seconds_in("²") is None
    assert _seconds_in("١٢") is None
    assert _seconds_in("soon") is None
