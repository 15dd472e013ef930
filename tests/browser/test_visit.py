from __future__ import annotations

import asyncio
import gzip
import hashlib
import re
import socket
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from crawler.audits.registry import judge
from crawler.browser.pool import Lane
from crawler.records import EndState, Outcome, Viewport
from crawler.scoring.page import score_page
from tests.browser.conftest import QUICK

if TYPE_CHECKING:
    from tests.browser.odd_server import Asked, OddServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

TEXT = "<p>Bins are emptied every other Tuesday, except in the week after Christmas.</p>"
GOOD = f"""<!doctype html><html lang="en"><head><title>Bins - Eastmere</title>
<meta name="viewport" content="width=device-width"></head><body><main><h1>Bins</h1>{TEXT}
<a href="/more">More</a></main></body></html>"""


async def test_a_good_page_is_audited_from_a_single_load(lane: Lane, odd: OddServer) -> None:
    url = odd.page("/good", GOOD.replace("</main>", '<img src="/dot.png" alt=""></main>'))
    odd.page("/dot.png", b"", kind="image/png")
    visit = await lane.visit(url)
    facts = visit.facts
    assert (facts.state, facts.reason, facts.errors) == (EndState.AUDITED, "", {})
    assert (facts.status, facts.final_url) == (200, url)
    assert odd.hits["/good"] == 1
    assert odd.hits["/dot.png"] == 1
    assert facts.markup is not None
    assert facts.markup.title == "Bins - Eastmere"
    assert [run.viewport for run in facts.axe] == [Viewport.MOBILE, Viewport.DESKTOP]
    assert facts.layout_at(Viewport.NARROW) is not None
    assert facts.layout_at(Viewport.MOBILE) is not None
    assert facts.metrics is not None
    assert facts.network is not None
    assert facts.network.requests >= 2
    assert set(facts.screenshots) == {Viewport.MOBILE, Viewport.DESKTOP}
    assert facts.versions == lane.versions
    for digest in facts.screenshots.values():
        assert hashlib.sha256(visit.artifacts[digest]).hexdigest() == digest
        assert visit.artifacts[digest][8:12] == b"WEBP"
    assert {
        *("navigate", "load", "quiet", "trace", "lantern", "markup", "axe_mobile"),
        *("screenshot_mobile", "layout", "axe_desktop", "screenshot_desktop", "close", "total"),
    } <= set(facts.timings_ms)


async def test_without_desktop_there_is_one_width_less(lane: Lane, odd: OddServer) -> None:
    facts = (await lane.visit(odd.page("/narrow", GOOD), desktop=False)).facts
    assert facts.state == EndState.AUDITED
    assert [run.viewport for run in facts.axe] == [Viewport.MOBILE]
    assert set(facts.screenshots) == {Viewport.MOBILE}


async def test_the_site_is_told_who_asks(lane: Lane, odd: OddServer) -> None:
    odd.agents.clear()
    await lane.visit(odd.page("/who", GOOD), desktop=False)
    assert odd.agents
    assert all(agent.startswith("CouncilUsabilityBot/") for agent in odd.agents)


async def test_no_header_names_another_browser(lane: Lane, odd: OddServer) -> None:
    """Client hints too, of the page, of what it fetches, and those that it asks for."""
    seen: list[dict[str, str]] = []

    def answer(asked: Asked) -> None:
        seen.append({name.lower(): value for name, value in asked.headers.items()})
        hints = "Sec-CH-UA-Full-Version-List, Sec-CH-UA-Platform-Version, Sec-CH-UA-Model"
        asked.reply(200, GOOD.encode(), "text/html", {"Accept-CH": hints})

    script = """<script>fetch("/hints").then(() => { document.title =
      navigator.userAgent + "; " + JSON.stringify(navigator.userAgentData ?? {}) })</script>"""
    odd.answer("/hints", answer)
    await lane.visit(odd.url("/hints"), desktop=False)
    facts = (await lane.visit(odd.page("/asks", GOOD + script), desktop=False)).facts
    assert len(seen) >= 2
    for headers in seen:
        assert headers["user-agent"] == QUICK.user_agent
        assert headers["accept-language"].startswith("en-GB")
        assert headers["sec-ch-ua"].startswith('"CouncilUsabilityBot";v=')
        assert headers["sec-ch-ua-mobile"] == "?1"
        assert headers["sec-ch-ua-platform"] == '""'
        assert "chrom" not in str(headers).lower()
    assert facts.markup is not None
    assert facts.markup.title.startswith("CouncilUsabilityBot/")
    assert "hrom" not in facts.markup.title


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (401, EndState.BLOCKED),
        (403, EndState.BLOCKED),
        (429, EndState.BLOCKED),
        (404, EndState.GONE),
        (410, EndState.GONE),
        (418, EndState.UNREACHABLE),
        (500, EndState.UNREACHABLE),
        (503, EndState.UNREACHABLE),
    ],
)
async def test_an_answer_without_a_page(
    lane: Lane, odd: OddServer, status: int, state: EndState
) -> None:
    facts = (await lane.visit(odd.page(f"/status/{status}", GOOD, status=status))).facts
    assert (facts.state, facts.status) == (state, status)
    assert str(status) in facts.reason
    assert facts.axe == ()


async def test_a_challenge_is_blocked_whatever_its_status(lane: Lane, odd: OddServer) -> None:
    headers = {"cf-mitigated": "challenge"}
    facts = (await lane.visit(odd.page("/challenge", GOOD, status=503, headers=headers))).facts
    assert facts.state == EndState.BLOCKED


async def test_a_soft_404_is_gone(lane: Lane, odd: OddServer) -> None:
    facts = (await lane.visit(odd.page("/soft", GOOD.replace("Bins -", "Page not found |")))).facts
    assert facts.state == EndState.GONE
    assert facts.status == 200
    assert "Page not found" in facts.reason


async def test_a_refused_connection_is_unreachable(lane: Lane) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening: connections are refused
        facts = (await lane.visit(f"http://127.0.0.1:{taken.getsockname()[1]}/")).facts
    assert facts.state == EndState.UNREACHABLE
    assert "connection refused" in facts.reason


async def test_a_name_without_an_address_is_unreachable(lane: Lane) -> None:
    for scheme in ("http", "https"):
        facts = (await lane.visit(f"{scheme}://no-such-council.invalid/")).facts
        assert facts.state == EndState.UNREACHABLE
        assert "the name no-such-council.invalid" in facts.reason


async def test_plain_http_behind_https_is_unreachable(lane: Lane, odd: OddServer) -> None:
    facts = (await lane.visit(odd.url("/").replace("http:", "https:"))).facts
    assert facts.state == EndState.UNREACHABLE
    assert "ERR_SSL" in facts.reason


async def test_a_private_address_is_refused_by_the_guard(lane: Lane) -> None:
    for scheme in ("http", "https"):
        facts = (await lane.visit(f"{scheme}://169.254.169.254/latest")).facts
        assert facts.state == EndState.UNREACHABLE
        assert "169.254.169.254" in facts.reason
        assert "not on the public web" in facts.reason


async def test_a_redirect_to_a_private_address_is_refused(lane: Lane, odd: OddServer) -> None:
    to = {"Location": "http://192.168.0.1/"}
    facts = (await lane.visit(odd.page("/to-router", "", status=302, headers=to))).facts
    assert facts.state == EndState.UNREACHABLE
    assert "192.168.0.1:80 is not on the public web" in facts.reason


async def test_a_server_that_hangs_is_unreachable(lane: Lane, odd: OddServer) -> None:
    def hang(_asked: Asked) -> None:
        odd.released.wait(10)

    facts = (await lane.visit(odd.answer("/hang", hang))).facts
    assert facts.state == EndState.UNREACHABLE
    assert facts.reason == "the site did not answer within 3 seconds"


async def test_a_page_whose_image_hangs_is_judged_in_part(lane: Lane, odd: OddServer) -> None:
    def hang(_asked: Asked) -> None:
        odd.released.wait(10)

    odd.answer("/slow.png", hang)
    page = GOOD.replace("</main>", '<img src="/slow.png" alt=""></main>')
    facts = (await lane.visit(odd.page("/slow-image", page))).facts
    assert facts.state == EndState.PARTIAL
    assert "had not finished" in facts.errors["load"]
    assert len(facts.axe) == 2


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/pdf", b"%PDF-1.4\n%%EOF"),
        ("image/png", b"\x89PNG\r\n\x1a\n"),
        ("application/zip", b"PK\x05\x06" + bytes(18)),
        ("text/plain", b"hello"),
        ("application/json", b"{}"),
    ],
)
async def test_what_is_not_a_web_page_is_no_failure_of_ours(
    lane: Lane, odd: OddServer, kind: str, body: bytes
) -> None:
    path = "/file/" + kind.partition("/")[2]
    facts = (await lane.visit(odd.page(path, body, kind=kind))).facts
    assert facts.state == EndState.GONE
    assert facts.reason == f"not a web page ({kind})"
    assert odd.hits[path] == 1


async def test_an_attachment_is_no_page_and_is_not_kept(lane: Lane, odd: OddServer) -> None:
    headers = {"Content-Disposition": "attachment; filename=minutes.html"}
    facts = (await lane.visit(odd.page("/attached", GOOD, headers=headers))).facts
    assert facts.state == EndState.GONE
    assert facts.reason.startswith("not a web page")


@pytest.mark.parametrize(
    "url", ["file:///etc/hostname", "javascript:1", "about:blank", "data:text/html,x", "http://"]
)
async def test_only_web_addresses_are_visited(lane: Lane, url: str) -> None:
    facts = (await lane.visit(url)).facts
    assert (facts.state, facts.reason) == (EndState.FAILED, "not a web address")


async def test_redirects_lead_to_the_final_address(lane: Lane, odd: OddServer) -> None:
    final = odd.page("/there", GOOD)
    odd.page("/here", "", status=301, headers={"Location": "/half-way"})
    odd.page("/half-way", "", status=302, headers={"Location": "/there"})
    facts = (await lane.visit(odd.url("/here"))).facts
    assert (facts.state, facts.url, facts.final_url) == (
        EndState.AUDITED,
        odd.url("/here"),
        final,
    )
    assert odd.hits["/there"] == 1


async def test_a_redirect_without_end_is_unreachable(lane: Lane, odd: OddServer) -> None:
    odd.page("/loop", "", status=302, headers={"Location": "/loop"})
    facts = (await lane.visit(odd.url("/loop"))).facts
    assert facts.state == EndState.UNREACHABLE
    assert "redirects without end" in facts.reason


async def test_a_page_that_sends_its_visitor_on_is_judged_where_it_ends(
    lane: Lane, odd: OddServer
) -> None:
    there = odd.page("/by-script", GOOD)
    facts = (await lane.visit(odd.page("/go", "<script>location = '/by-script'</script>"))).facts
    assert facts.state == EndState.AUDITED
    assert facts.final_url == there
    assert facts.markup is not None
    assert facts.markup.title == "Bins - Eastmere"


async def test_a_page_that_goes_on_while_we_look_is_not_mixed_with_the_next(
    lane: Lane, odd: OddServer
) -> None:
    """It goes when it is made narrow: after axe-core on the phone, before that on the desktop."""
    odd.page("/next", GOOD.replace("</main>", '<img src="/none.png"></main>'))
    script = "<script>onresize = () => { if (innerWidth < 400) location = '/next' }</script>"
    visit = await lane.visit(odd.page("/restless", GOOD.replace("</body>", script + "</body>")))
    facts = visit.facts
    assert (facts.state, facts.final_url) == (EndState.PARTIAL, odd.url("/restless"))
    assert "sends its visitor on" in facts.reason
    assert odd.hits["/next"] == 1
    assert [run.viewport for run in facts.axe] == [Viewport.MOBILE]
    assert not any(rule.failed for run in facts.axe for rule in run.rules if rule.id == "image-alt")
    assert facts.layout_at(Viewport.NARROW) is None
    assert set(facts.screenshots) == {Viewport.MOBILE}
    assert facts.metrics is not None


async def test_a_page_that_goes_on_in_circles_is_never_mixed(lane: Lane, odd: OddServer) -> None:
    """Each half second it is another one, which axe-core or the reading of it may meet."""
    script = "<script>setTimeout(() => { location = '/circle?' + Math.random() }, 500)</script>"
    facts = (await lane.visit(odd.page("/circle", GOOD.replace("</body>", script)))).facts
    assert facts.state in (EndState.PARTIAL, EndState.UNREACHABLE)
    assert "sends its visitor on" in facts.reason
    assert facts.axe_at(Viewport.DESKTOP) is None


async def test_dialogs_without_end_cost_one_page(lane: Lane, odd: OddServer) -> None:
    facts = (await lane.visit(odd.page("/alerts", "<script>for(;;) alert(1)</script>"))).facts
    assert facts.state == EndState.UNREACHABLE
    assert (await lane.visit(odd.page("/after-alerts", GOOD))).facts.state == EndState.AUDITED


async def test_a_few_dialogs_do_not_stop_a_page(lane: Lane, odd: OddServer) -> None:
    script = "<script>alert(1); confirm(2); prompt(3); onbeforeunload = () => 'stay'</script>"
    assert (await lane.visit(odd.page("/dialogs", script + GOOD))).facts.state == EndState.AUDITED


async def test_popups_are_closed(lane: Lane, odd: OddServer) -> None:
    odd.page("/popup", GOOD)
    script = "<script>for (let i = 0; i < 5; i++) open('/popup?' + i, '_blank')</script>"
    assert (await lane.visit(odd.page("/opens", GOOD + script))).facts.state == EndState.AUDITED


async def test_a_script_without_end_costs_one_page(lane: Lane, odd: OddServer) -> None:
    facts = (await lane.visit(odd.page("/forever", GOOD + "<script>for(;;){}</script>"))).facts
    assert facts.state == EndState.UNREACHABLE
    assert facts.reason == "its own script keeps the page busy without end"
    assert (await lane.visit(odd.page("/after-forever", GOOD))).facts.state == EndState.AUDITED


async def test_a_script_without_end_after_load_is_stopped(lane: Lane, odd: OddServer) -> None:
    script = "<script>addEventListener('load', () => setTimeout(() => {for(;;){}}, 50))</script>"
    facts = (await lane.visit(odd.page("/later", GOOD + script))).facts
    assert facts.state in (EndState.PARTIAL, EndState.AUDITED)


async def test_a_huge_document_ends_in_a_named_state(odd: OddServer) -> None:
    """100,000 elements: what is quick is judged, the rest is said to be untested, and there is no
    score, which would rest on less than those of other pages."""
    script = """<script>const all = [];
    for (let i = 0; i < 50000; i++) all.push('<p><a href="/' + i + '">Link ' + i + '</a></p>');
    document.body.innerHTML = all.join('')</script>"""
    async with Lane(replace(QUICK, page_timeout=90.0, load_timeout=60.0)) as lane:
        facts = (await lane.visit(odd.page("/huge", GOOD + script), only={"axe_mobile"})).facts
        assert (await lane.visit(odd.page("/after-huge", GOOD))).facts.state == EndState.AUDITED
    assert facts.state == EndState.PARTIAL
    # On a busy machine even that may come to nothing in time.
    assert re.search("too large to test fully|took longer", facts.errors["axe_mobile"])
    assert facts.markup is not None
    assert facts.markup.element_count > 100_000
    assert len(facts.markup.links) == 2000
    findings = judge(facts)
    outcomes = {each.audit: each.outcome for each in findings}
    assert outcomes.get("color-contrast", Outcome.ERROR) is Outcome.ERROR
    assert outcomes["target-size"] is Outcome.ERROR
    scores = score_page(facts, findings).scores
    assert (scores.accessibility, scores.mobile, scores.total) == (None, None, None)


async def test_a_strict_policy_does_not_stop_us(lane: Lane, odd: OddServer) -> None:
    headers = {
        "Content-Security-Policy": "default-src 'none'; script-src 'none'; "
        "require-trusted-types-for 'script'"
    }
    facts = (await lane.visit(odd.page("/strict", GOOD, headers=headers))).facts
    assert (facts.state, facts.errors) == (EndState.AUDITED, {})
    assert len(facts.axe) == 2


async def test_a_page_that_breaks_its_globals_breaks_only_its_own(
    lane: Lane, odd: OddServer
) -> None:
    hostile = """<script>
    window.axe = null; JSON.stringify = () => 'not what you think'; Promise = undefined;
    for (const name of ['map', 'filter', 'push', 'flat', 'sort']) Array.prototype[name] = null;
    for (const name of ['querySelectorAll', 'getElementById', 'createTreeWalker'])
      Document.prototype[name] = () => { throw new Error('no') };
    Object.defineProperty(Object.prototype, 'violations', {get() { throw new Error('no') }});
    Element.prototype.getBoundingClientRect = () => null;
    window.getComputedStyle = () => null; window.performance = null; Map = Set = null;
    </script>"""
    facts = (await lane.visit(odd.page("/globals", hostile + GOOD))).facts
    assert (facts.state, facts.errors) == (EndState.AUDITED, {})
    assert facts.markup is not None
    assert [text for _, text in facts.markup.headings] == ["Bins"]


async def test_names_that_clobber_the_document_are_seen_through(lane: Lane, odd: OddServer) -> None:
    clobber = "".join(
        f'<img name="{name}" alt="">'
        for name in ("querySelectorAll", "createTreeWalker", "getElementById", "body")
    ) + "".join(
        f'<form><label>{name} <input name="{name}"></label></form>'
        for name in ("children", "parentElement", "getAttribute", "id", "attributes", "childNodes")
    )
    facts = (await lane.visit(odd.page("/clobber", GOOD.replace("</main>", clobber)))).facts
    assert "markup" not in facts.errors
    assert "layout" not in facts.errors
    assert "layout_mobile" not in facts.errors
    assert facts.markup is not None
    assert facts.markup.links[0].text == "More"


async def test_names_of_fields_do_not_take_a_page_off_the_table(lane: Lane, odd: OddServer) -> None:
    """A form's field hides the form's own property of that name, from axe-core too."""
    form = "".join(
        f"<form><input name={name}></form><form><label for={name}>x</label><input id={name}></form>"
        for name in ("nodeName", "parentNode", "getRootNode", "attributes", "getAttribute")
    )
    page = GOOD.replace("</main>", form + "</main>")
    facts = (await lane.visit(odd.page("/named", page))).facts
    assert (facts.state, facts.errors) == (EndState.AUDITED, {})
    for run in facts.axe:
        label = next(rule for rule in run.rules if rule.id == "label")
        assert (label.failed, label.passed) == (5, 5)
        assert '<input name="nodeName"' in {node.html[:22] for node in label.violations}


async def test_a_rule_that_breaks_down_makes_the_page_partial(
    lane: Lane, odd: OddServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = "".join(
        f"axe._audit.rules.find((rule) => rule.id === '{rule}').matches = () => null.x;"
        for rule in ("html-has-lang", "region")
    )
    assert lane._tools is not None
    tools = lane._tools._replace(axe=f"{lane._tools.axe};{broken}")
    monkeypatch.setattr(lane, "_tools", tools)
    facts = (await lane.visit(odd.page("/breaks", GOOD))).facts
    assert facts.state == EndState.PARTIAL
    assert facts.errors["axe_mobile"] == "axe-core broke down in html-has-lang"  # region is advice
    found = {finding.audit: finding.outcome for finding in judge(facts)}
    assert found["html-has-lang"] == Outcome.REVIEW


async def test_text_that_no_store_accepts_is_mended(lane: Lane, odd: OddServer) -> None:
    script = "<script>document.title = 'half \\ud83d and \\0 nul'</script>"
    facts = (await lane.visit(odd.page("/text", GOOD + script))).facts
    assert facts.markup is not None
    assert facts.markup.title == "half \ufffd and \ufffd nul"


async def test_an_answer_that_is_too_large_is_cut(lane: Lane, odd: OddServer) -> None:
    def flood(asked: Asked) -> None:
        asked.send_response(200)
        asked.send_header("Content-Type", "text/html")
        asked.send_header("Content-Length", str(10**9))
        asked.end_headers()
        asked.wfile.write(GOOD.encode())
        for _ in range(1000):
            asked.wfile.write(b"<!--" + b"x" * 1_000_000 + b"-->")

    facts = (await lane.visit(odd.answer("/flood", flood))).facts
    assert facts.state == EndState.PARTIAL
    assert facts.errors["load"] == "127.0.0.1 sent more than we accept"
    assert facts.markup is not None
    assert facts.markup.title == "Bins - Eastmere"
    assert (await lane.visit(odd.page("/after-flood", GOOD))).facts.state == EndState.AUDITED


async def test_service_workers_do_not_register(lane: Lane, odd: OddServer) -> None:
    odd.page("/worker.js", "", kind="text/javascript")
    script = "<script>navigator.serviceWorker.register('/worker.js')</script>"
    facts = (await lane.visit(odd.page("/registers", GOOD + script))).facts
    assert facts.state == EndState.AUDITED
    assert odd.hits["/worker.js"] == 0


async def test_visits_wait_for_one_another(lane: Lane, odd: OddServer) -> None:
    urls = [odd.page(f"/queue/{number}", GOOD) for number in range(3)]
    visits = await asyncio.gather(*(lane.visit(url, desktop=False) for url in urls))
    assert [visit.facts.state for visit in visits] == [EndState.AUDITED] * 3
    assert all(visit.facts.metrics for visit in visits)


async def test_compressed_pages_are_read(lane: Lane, odd: OddServer) -> None:
    packed = gzip.compress(GOOD.encode())
    url = odd.page("/gzip", packed, headers={"Content-Encoding": "gzip"})
    assert (await lane.visit(url, desktop=False)).facts.state == EndState.AUDITED
