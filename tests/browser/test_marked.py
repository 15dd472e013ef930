from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import pytest_asyncio
from PIL import Image

from crawler.browser.examinations import Ground
from crawler.browser.gatherers.marked import FRAME, MOST, Box, mark
from crawler.browser.sizes import resize
from crawler.browser.world import World
from crawler.config import Config
from crawler.records import Viewport
from tests.browser.recording import opened_page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser

    from tests.browser.odd_server import OddServer

pytestmark = pytest.mark.asyncio(loop_scope="module")
PHONE = '<meta name="viewport" content="width=device-width, initial-scale=1">'
PAGE = """<!doctype html><html lang="en"><title>x</title>{head}
<style>body {{ margin: 0; background: #fff }} div {{ background: #06c }}
{style}</style>{body}"""


class Stand(NamedTuple):
    """A page to mark, and the pictures that were kept of it."""

    ground: Ground
    kept: dict[str, bytes]

    async def open(self, url: str, viewport: Viewport = Viewport.MOBILE) -> None:
        await self.ground.page.goto(url)
        await resize(self.ground.session, viewport)

    async def marked(self, *boxes: Box, scroll: bool = True) -> Image.Image | None:
        digests = await mark(self.ground, boxes, scroll=scroll)
        if not digests:
            return None
        (digest,) = digests
        return Image.open(io.BytesIO(self.kept[digest])).convert("RGB")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stand(browser: Browser) -> AsyncIterator[Stand]:
    kept: dict[str, bytes] = {}

    def keep(picture: bytes) -> str:
        digest = hashlib.sha256(picture).hexdigest()
        kept[digest] = picture
        return digest

    async with opened_page(browser) as (page, session):
        no_network: Any = None
        yield Stand(
            Ground(page, session, World(session), no_network, keep, Config(), Viewport.MOBILE), kept
        )


def page(body: str, style: str = "", head: str = PHONE) -> str:
    return PAGE.format(head=head, style=style, body=body)


def framed(image: Image.Image, x: float, y: float) -> bool:
    """Whether the frame's colour is within two pixels of there; the picture is compressed."""
    for across in range(-2, 3):
        for down in range(-2, 3):
            at = (round(x) + across, round(y) + down)
            if not (0 <= at[0] < image.width and 0 <= at[1] < image.height):
                continue
            colour: Any = image.getpixel(at)
            if sum(abs(one - other) for one, other in zip(colour, FRAME, strict=True)) < 150:
                return True
    return False


BLOCK = '<div style="position: absolute; left: 50px; top: {top}px; width: 120px; height: 60px">'


async def test_a_frame_is_where_the_box_is(stand: Stand, odd: OddServer) -> None:
    await stand.open(
        odd.page("/marked", page(BLOCK.format(top=3000) + "</div>", "body{height:9000px}"))
    )
    await stand.ground.page.evaluate("scrollTo(0, 500)")
    image = await stand.marked(Box(50, 3000, 120, 60))
    assert image is not None
    assert image.size == (412, 80 + 60 + 80)
    for x, y in ((50, 110), (170, 110), (110, 80), (110, 140)):
        assert framed(image, x, y), (x, y)
    assert not framed(image, 110, 110)
    assert not framed(image, 300, 110)
    assert await stand.ground.page.evaluate("scrollY") == 500, "as it was found"


async def test_what_floats_is_framed_without_scrolling(stand: Stand, odd: OddServer) -> None:
    bar = '<div style="position: fixed; bottom: 0; height: 100px; width: 412px"></div>'
    await stand.open(odd.page("/marked", page(bar, "body{height:9000px}")))
    await stand.ground.page.evaluate("scrollTo(0, 700)")
    image = await stand.marked(Box(0, 700 + 723, 412, 100), scroll=False)
    assert image is not None
    assert image.size == (412, 180)
    assert framed(image, 206, 80)
    assert framed(image, 1, 130), "at the edge, inside the picture"
    assert await stand.ground.page.evaluate("scrollY") == 700


async def test_what_reaches_past_the_screen_is_framed_to_its_edge(
    stand: Stand, odd: OddServer
) -> None:
    """A phone counts a page that is too wide in `innerWidth`; the picture shows only the screen."""
    wide = '<div style="position: absolute; top: 200px; width: 900px; height: 60px"></div>'
    await stand.open(odd.page("/marked", page(wide)))
    assert await stand.ground.page.evaluate("innerWidth") > 900
    image = await stand.marked(Box(0, 200, 900, 60), Box(600, 200, 90, 60))
    assert image is not None
    assert image.width == 412
    assert framed(image, 180, 80)
    assert framed(image, 409, 110)


async def test_what_stands_beside_the_screen_is_scrolled_to(stand: Stand, odd: OddServer) -> None:
    aside = '<div style="position: absolute; left: 700px; top: 10px; width: 90px; height: 60px">'
    await stand.open(odd.page("/marked", page(aside)), Viewport.NARROW)
    image = await stand.marked(Box(700, 10, 90, 60))
    assert image is not None
    assert any(framed(image, x, 40) for x in range(320))
    assert await stand.ground.page.evaluate("scrollX") == 0


async def test_a_page_in_miniature_is_framed_too(stand: Stand, odd: OddServer) -> None:
    await stand.open(odd.page("/marked", page(BLOCK.format(top=300) + "</div>", head="")))
    image = await stand.marked(Box(50, 300, 120, 60))
    assert image is not None
    assert image.width == pytest.approx(980, abs=2)
    assert framed(image, 50, 110)
    assert framed(image, 170, 110)


async def test_a_page_that_starts_enlarged_is_framed_too(stand: Stand, odd: OddServer) -> None:
    head = PHONE.replace("initial-scale=1", "initial-scale=2")
    await stand.open(odd.page("/marked", page(BLOCK.format(top=100) + "</div>", head=head)))
    image = await stand.marked(Box(50, 100, 120, 60), scroll=False)
    assert image is not None
    assert image.width == 206
    assert framed(image, 50, 110)
    assert framed(image, 170, 110)


async def test_a_very_long_page(stand: Stand, odd: OddServer) -> None:
    tall = page(BLOCK.format(top=900_000) + "</div>", "body{height:2000000px}")
    await stand.open(odd.page("/marked", tall))
    image = await stand.marked(Box(50, 900_000, 120, 60))
    assert image is not None
    assert framed(image, 50, 110)


async def test_what_nobody_can_see_gives_no_picture(stand: Stand, odd: OddServer) -> None:
    await stand.open(odd.page("/marked", page("<p>x</p>")))
    before = len(stand.kept)
    assert await stand.marked() is None
    assert await stand.marked(Box(-900, 10, 90, 60)) is None
    assert await stand.marked(Box(0, 90_000, 90, 60)) is None
    assert await stand.marked(Box(float("nan"), 0, 9, 9), scroll=False) is None
    assert len(stand.kept) == before


async def test_many_boxes_are_not_all_framed(stand: Stand, odd: OddServer) -> None:
    await stand.open(odd.page("/marked", page("<p>x</p>")))
    image = await stand.marked(*[Box(10, 10, 90, 60)] * MOST, Box(200, 400, 90, 60))
    assert image is not None
    assert not framed(image, 200, 430)


async def test_a_browser_that_gives_none_is_no_error(browser: Browser, odd: OddServer) -> None:
    async with opened_page(browser) as (page_, session):
        await page_.goto(odd.page("/marked", page("<p>x</p>")))
        nothing: Any = None
        ground = Ground(page_, session, World(session), nothing, nothing, Config(), Viewport.MOBILE)
        await session.detach()
        assert await mark(ground, [Box(0, 0, 9, 9)]) == ()
