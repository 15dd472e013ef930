"""How the cost of the accessibility part is set against axe-core's own."""

from __future__ import annotations

import pytest

from bench.accessibility import AXE, STILL, WALKERS, _ratio, table


def test_the_ratio_is_of_all_that_does_not_act_to_axe_core() -> None:
    page = {"axe_mobile": 0.3, "axe_desktop": 0.1, "codesniffer": 0.2, "keyboard": 9.0, "load": 5.0}
    assert _ratio(page) == pytest.approx(1.5)
    assert _ratio({"codesniffer": 0.2}) is None


def test_every_gatherer_is_measured() -> None:
    assert "codesniffer" in STILL
    assert "keyboard" in WALKERS
    assert not {*STILL} & {*AXE, *WALKERS}


def test_the_table_names_every_step() -> None:
    each = {"cpu_s": 0.1, "cpu_s_median_page": 0.1, "wall_s": 0.2, "wall_s_median_page": 0.2}
    figures = {
        "pages": 1,
        "rounds": 1,
        "states": {"audited": 1},
        "versions": {"axe": "4"},
        "load": 0.5,
        "ratio": 1.5,
        "ratio_of_sums": 1.6,
        "steps": {"codesniffer": each},
    }
    assert "1.5 on the median page, 1.6 in all" in table(figures)
    assert table(figures).splitlines()[-1].split() == [
        "codesniffer",
        *(["0.100"] * 2),
        *(["0.200"] * 2),
    ]
