"""How much looking for tasks may cost."""

from __future__ import annotations

from crawler.config import Config
from crawler.spiders.budget import AUDIT_SECONDS, LAST_SECONDS, Budget


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_looks_and_searches_are_counted_apart() -> None:
    budget = Budget(Config(discovery_pages=2, searches=1))
    assert [budget.take_look() for _ in range(3)] == [True, True, False]
    assert [budget.take_search() for _ in range(2)] == [True, False]
    assert budget.looks == 0


def test_before_audits_half_of_the_looks_are_kept() -> None:
    budget = Budget(Config(discovery_pages=5))
    assert [budget.take_look(audits=3) for _ in range(4)] == [True, True, True, False]
    assert [budget.take_look() for _ in range(3)] == [True, True, False]
    assert not budget.late


def test_only_the_time_of_looking_is_spent() -> None:
    clock = Clock()
    budget = Budget(Config(discovery_time=30.0, searches=0), clock)
    clock.now += 100  # audits
    with budget.spending():
        clock.now += 20
        assert budget.take_look()
    clock.now += 100
    with budget.spending():
        assert budget.take_look()
        clock.now += 10
        assert not budget.take_look()
    assert not budget.take_look()
    assert budget.late


def test_looks_leave_time_to_ask_the_search() -> None:
    clock = Clock()
    budget = Budget(Config(discovery_time=300.0, searches=30), clock)
    with budget.spending():
        clock.now += 209
        assert budget.take_look()
        clock.now += 2
        assert not budget.take_look()
        clock.now += 88
        assert budget.take_search()
        clock.now += 2
        assert not budget.take_search()


def test_the_deadline_keeps_time_for_one_more_page_and_for_the_audits_to_come() -> None:
    clock = Clock()
    config = Config(site_deadline=900.0, page_timeout=30.0, walk_timeout=30.0, searches=0)
    budget = Budget(config, clock)
    kept = 60.0 + LAST_SECONDS
    clock.now += 900 - kept - 10 * (5.0 + AUDIT_SECONDS) - 1
    assert budget.take_look(audits=10, delay=5.0)
    clock.now += 2
    assert not budget.take_look(audits=10, delay=5.0)
    assert budget.take_look()
    clock.now = 1000 + 900 - kept
    assert not budget.take_look()


def test_a_site_with_a_crawl_delay_of_30_seconds_ends_in_time() -> None:
    """The longest delay that is kept, and a visit as long as most are: discovery, panel and
    rotating pages, then searches, until the budget says stop."""
    clock = Clock()
    config = Config(discovery_pages=500, searches=500)
    budget = Budget(config, clock)
    delay, visit = 30.0, 8.0
    with budget.spending():
        while budget.take_look(audits=config.pages, delay=delay):
            clock.now += delay + visit
    clock.now += (config.pages + config.rotating_pages) * (delay + visit)
    with budget.spending():
        while budget.take_search():
            clock.now += delay + visit
    assert clock.now - 1000 < config.site_deadline


def test_a_short_deadline_leaves_time_to_look() -> None:
    clock = Clock()
    budget = Budget(Config(site_deadline=40.0), clock)
    assert budget.take_look()
    clock.now += 30
    assert not budget.take_look()
