"""Animated pictures are read as browsers play them, and hostile ones cost nothing."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from crawler.browser.gatherers.moving_pictures import MOST_FRAMES, moving_picture

WHITE, BLACK, GREY = "#fff", "#000", "#0c0c0c"


def animated(*colours: str, kind: str = "GIF", duration: int = 100, **options: object) -> bytes:
    frames = [Image.new("RGB", (40, 30), colour) for colour in colours]
    file = io.BytesIO()
    frames[0].save(
        file, kind, save_all=True, append_images=frames[1:], duration=duration, **options
    )
    return file.getvalue()


def test_one_that_stands_still_is_none() -> None:
    assert moving_picture(animated(WHITE)) is None
    assert moving_picture(b"GIF89a, or so it says") is None
    assert moving_picture(b"") is None


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_one_without_end(kind: str) -> None:
    picture = moving_picture(animated(WHITE, BLACK, kind=kind, duration=500, loop=0))
    assert picture is not None
    assert (picture.seconds, picture.known, picture.share) == (None, True, 0.0)


def test_one_that_ends() -> None:
    once = moving_picture(animated(WHITE, BLACK, WHITE, duration=1000))
    assert once is not None
    assert once.seconds == 3.0
    thrice = moving_picture(animated(WHITE, BLACK, duration=1000, loop=2))
    assert thrice is not None
    assert thrice.seconds == 6.0


def test_five_flashes_in_a_second_are_counted() -> None:
    picture = moving_picture(animated(WHITE, BLACK, duration=100, loop=0))
    assert picture is not None
    assert picture.per_second == pytest.approx(5, abs=0.5)
    assert picture.share == 1.0


def test_faint_changes_are_no_flashes() -> None:
    picture = moving_picture(animated(BLACK, GREY, duration=100, loop=0))
    assert picture is not None
    assert picture.share == 0.0


def test_too_many_frames_are_not_decoded() -> None:
    many = animated(*([WHITE, BLACK] * (MOST_FRAMES // 2 + 1)), duration=20, loop=0)
    picture = moving_picture(many)
    assert picture is not None
    assert (picture.seconds, picture.known) == (None, False)


def test_a_huge_one_is_not_decoded() -> None:
    small = bytearray(animated(WHITE, BLACK, loop=0))
    small[6:10] = (65535).to_bytes(2, "little") * 2  # the size of the whole
    picture = moving_picture(bytes(small))
    assert picture is None or not picture.known
