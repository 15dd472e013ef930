"""What touches a page: each module gathers one kind of fact, and judges nothing."""

from pathlib import Path

DOM = Path(__file__).with_name("dom.js").read_text()
PARTS = Path(__file__).with_name("parts.js").read_text()
NAMES = Path(__file__).with_name("names.js").read_text()
SCENE = Path(__file__).with_name("scene.js").read_text()
