"""What touches a page: each module gathers one kind of fact, and judges nothing."""

from pathlib import Path

DOM = Path(__file__).with_name("dom.js").read_text()
PARTS = Path(__file__).with_name("parts.js").read_text()
NAMES = Path(__file__).with_name("names.js").read_text()
OVERFLOW = Path(__file__).with_name("overflow.js").read_text()
SCENE = Path(__file__).with_name("scene.js").read_text()
HELD = Path(__file__).with_name("held.js").read_text()
CONSENT = Path(__file__).with_name("consent.js").read_text()
