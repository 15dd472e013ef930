"""What touches a page: each module gathers one kind of fact, and judges nothing."""

from pathlib import Path

DOM = Path(__file__).with_name("dom.js").read_text()
PARTS = Path(__file__).with_name("parts.js").read_text()
NAMES = Path(__file__).with_name("names.js").read_text()
OVERFLOW = "\n".join(
    Path(__file__).with_name(name).read_text() for name in ("spared.js", "overflow.js")
)
CLIPPING = Path(__file__).with_name("clipping.js").read_text()
REMEDIES = Path(__file__).with_name("remedies.js").read_text()
SCENE = Path(__file__).with_name("scene.js").read_text()
HELD = Path(__file__).with_name("held.js").read_text()
CONSENT = Path(__file__).with_name("consent.js").read_text()
