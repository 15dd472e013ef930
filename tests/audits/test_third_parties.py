from __future__ import annotations

from crawler.audits.third_parties import third_parties
from crawler.facts.loading import ThirdParty
from crawler.records import Outcome
from tests.audits.loads import judged

ANALYTICS = ThirdParty(
    domain="counter.example", name="Counter Ltd", requests=3, bytes=60_000, thread_ms=700
)
MAPS = ThirdParty(domain="maps.example", requests=1, bytes=90_000)


def test_one_that_keeps_the_page_busy() -> None:
    both = (MAPS, ANALYTICS)
    found = judged(third_parties, third_parties=both, third_count=2, third_blocking_ms=250)
    assert (found.outcome, found.failing) == (Outcome.FAIL, 2)
    assert found.title == (
        "The page takes 20 kB from 2 third parties, which keep it busy for 250 milliseconds"
    )
    assert [(each.selector, each.message) for each in found.elements] == [
        ("maps.example", "90 kB in 1 request"),
        (
            "counter.example",
            "Counter Ltd: 60 kB in 3 requests, 0.7 seconds of the phone's processor",
        ),
    ]


def test_those_that_hardly_keep_it_busy() -> None:
    found = judged(third_parties, third_parties=(ANALYTICS,), third_count=1, third_blocking_ms=200)
    assert (found.outcome, found.title) == (
        Outcome.PASS,
        "The page takes 20 kB from 1 third party",
    )


def test_none_at_all() -> None:
    assert judged(third_parties).outcome is Outcome.NOT_APPLICABLE
