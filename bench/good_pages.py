"""How often we accuse pages that are known to be good.

`python -m bench.good_pages [--quick] [--read]`: the pages are the examples of govuk-frontend's
components, each audited whole, with all that acts on them; `--quick` takes the first of each
component, and `--read` leaves out the second load and what acts on it.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter

from crawler.audits.registry import judge
from crawler.browser.pool import Lane
from crawler.config import Config
from crawler.records import Outcome
from tests.truth.good_pages import GoodPageServer, definite, good_pages

CONFIG = Config(allow_loopback=True, quiet=0.1, quiet_timeout=1.0, watch_time=1.5)


async def measure(most: int | None, *, acts: bool) -> None:
    """Audit them, and print each definite failure, then the share of pages that have one."""
    pages = good_pages(most=most)
    accused: list[str] = []
    by_audit: Counter[str] = Counter()
    advice: Counter[str] = Counter()
    unjudged: Counter[str] = Counter()
    reviews: Counter[str] = Counter()
    unscored = 0
    with GoodPageServer(pages) as server:
        async with Lane(CONFIG) as lane:
            for page in pages:
                facts = (await lane.visit(server.url(page), walk=lambda _template: acts)).facts
                findings = judge(facts)
                unscored += not facts.state.scored
                reviews.update({finding.audit for finding in findings if finding.undecided})
                for finding in findings:
                    if finding.outcome is Outcome.ERROR and finding.pillar != "speed":
                        unjudged[finding.audit] += 1
                    elif finding.outcome is Outcome.FAIL and finding.advice:
                        advice[finding.audit] += finding.pillar == "mobile"
                certain = [each for each in definite(findings) if each.pillar != "speed"]
                if certain:
                    accused.append(page.name)
                by_audit.update({finding.audit for finding in certain})
                for finding in certain:
                    print(f"{page.name}: {finding.audit}: {finding.title}")
                    for element in finding.elements[:3]:
                        print(f"    {element.selector}: {element.message} {element.html[:160]}")
                if facts.errors:
                    print(f"{page.name}: not everything could be gathered: {facts.errors}")
    print(f"\n{len(accused)} of {len(pages)} pages accused ({len(accused) / len(pages):.1%})")
    print(f"{unscored} could not be audited")
    for heading, counts in (
        ("Definite failures", by_audit),
        ("Advice on mobile usability", advice),
        ("Left to a person", reviews),
        ("Could not be judged", unjudged),
    ):
        print(f"{heading}, by audit:")
        for audit, count in counts.most_common():
            if count:
                print(f"  {audit}: {count}")


def main() -> None:
    asyncio.run(
        measure(1 if "--quick" in sys.argv[1:] else None, acts="--read" not in sys.argv[1:])
    )


if __name__ == "__main__":
    main()
