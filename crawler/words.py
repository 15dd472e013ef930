"""What states, pillars and roles are called, wherever people read of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.records import EndState, PageRole, Pillar

if TYPE_CHECKING:
    from collections.abc import Mapping

STATES: Mapping[EndState, str] = {
    EndState.AUDITED: "Audited",
    EndState.PARTIAL: "Partly audited",
    EndState.BLOCKED: "Blocked us",
    EndState.DISALLOWED: "Disallowed by robots.txt",
    EndState.UNREACHABLE: "Unreachable",
    EndState.GONE: "Gone",
    EndState.FAILED: "Our failure",
}
NOT_TESTED = "Not yet tested"

PILLARS: Mapping[Pillar, str] = {
    Pillar.ACCESSIBILITY: "Accessibility",
    Pillar.SPEED: "Speed",
    Pillar.MOBILE: "Mobile",
}

ROLES: Mapping[PageRole, str] = {
    PageRole.HOME: "Home page",
    PageRole.CONTACT: "Contact page",
    PageRole.TASK: "Top task",
    PageRole.ACCESSIBILITY_STATEMENT: "Accessibility statement",
    PageRole.OTHER: "Other page",
}
