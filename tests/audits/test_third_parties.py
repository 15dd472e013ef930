from __future__ import annotations

from crawler.audits.third_parties import third_parties
from crawler.facts.loading import LongTasks, ThirdParty
from crawler.records import Outcome
from tests.audits.loads import judged

ANALYTICS = ThirdParty(
    domain="counter.example", name="Counter Ltd", requests=3, bytes=60_000, thread_ms=700
)
MAPS = ThirdParty(domain="maps.example", requests=1, bytes=90_000)


def test_one_that_keeps_the_page_busy() -> None:
    tasks = (
        LongTasks(host="js.counter.example", count=1, ms=300, longest_ms=300),
        LongTasks(host="www.northam.example", count=1, ms=900, longest_ms=900),
    )
    found = judged(third_parties, third_parties=(MAPS, ANALYTICS), third_count=2, long_tasks=tasks)
    assert (found.outcome, found.failing) == (Outcome.FAIL, 2)
    assert found.title == (
        "The page takes 20 KB from 2 third parties, which keep it busy for 250 milliseconds"
    )
    assert [(each.selector, each.message) for each in found.elements] == [
        ("maps.example", "90 KB in 1 request"),
        (
            "counter.example",
            "Counter Ltd: 60 KB in 3 requests, 0.7 seconds of the phone's processor",
        ),
    ]


def test_a_host_that_only_ends_alike_is_another() -> None:
    tasks = (LongTasks(host="notcounter.example", count=1, ms=900, longest_ms=900),)
    found = judged(third_parties, third_parties=(ANALYTICS,), third_count=1, long_tasks=tasks)
    assert (found.outcome, found.title) == (
        Outcome.PASS,
        "The page takes 20 KB from 1 third party",
    )


def test_none_at_all() -> None:
    assert judged(third_parties).outcome is Outcome.NOT_APPLICABLE
