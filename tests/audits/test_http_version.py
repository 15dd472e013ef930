from __future__ import annotations

from crawler.audits.http_version import http_version
from crawler.facts.loading import OldHttp, Saving
from crawler.records import Outcome, Savings
from tests.audits.loads import judged


def test_a_host_that_speaks_an_old_version() -> None:
    found = judged(
        http_version,
        old_http=(OldHttp(host="www.northam.example", requests=24),),
        old_http_requests=24,
        old_http_saves=Saving(0, 300),
    )
    assert (found.outcome, found.title) == (
        Outcome.FAIL,
        "24 files arrived by HTTP/1.1 or older",
    )
    assert found.saves == Savings(ms=300)
    assert found.elements[0].message == "24 files by HTTP/1.1 or older"


def test_new_versions() -> None:
    assert judged(http_version).outcome is Outcome.PASS
