"""The speed score is Lighthouse's: compared with the installed Lighthouse itself, over a grid."""

from __future__ import annotations

import itertools
import json
import random
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.browser.node import find_node
from crawler.config import Config
from crawler.records import Metrics
from crawler.scoring.method import METHOD
from crawler.scoring.speed import score_speed, speed_gains

if TYPE_CHECKING:
    from pathlib import Path

# Lighthouse's own code: the curve, its rounding and the mean over the category's weights.
ASK_LIGHTHOUSE = """
import {readFileSync} from "node:fs";
import {pathToFileURL} from "node:url";
const [root, input] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(`${root}/${path}`));
const {Util} = await load("shared/util.js");
const {ReportScoring} = await load("core/scoring.js");
const {default: config} = await load("core/config/default-config.js");
const audits = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time",
  "cumulative-layout-shift", "speed-index"];
const weights = Object.fromEntries(config.categories.performance.auditRefs
  .map((ref) => [ref.id, ref.weight]));
const curves = [];
for (const id of audits) {
  const {default: Audit} = await load(`core/audits/metrics/${id}.js`);
  const options = Audit.defaultOptions;
  curves.push((options.mobile ?? options).scoring ?? options);
}
const points = curves.map(({p10, median}) => ({p10, median}));
const answers = JSON.parse(readFileSync(input)).map((values) => {
  const scores = values.map((value, n) => Util.computeLogNormalScore(points[n], value));
  const items = scores.map((score, n) => ({score, weight: weights[audits[n]]}));
  return {scores, performance: ReportScoring.arithmeticMean(items)};
});
console.log(JSON.stringify({points, weights: audits.map((id) => weights[id]), answers}));
"""

EDGES = {
    "fcp_ms": (0, 1, 900, 1799.9, 1800, 1800.1, 2400, 3000, 3000.1, 9000, 60_000),
    "lcp_ms": (0, 1200, 2500, 2500.1, 3210.5, 4000, 4000.1, 14_000, 100_000),
    "tbt_ms": (0, 0.5, 50, 200, 200.1, 345.6, 600, 600.1, 5000, 60_000),
    "cls": (0, 0.001, 0.05, 0.1, 0.1001, 0.18, 0.25, 0.2501, 1, 7),
    "speed_index_ms": (0, 1500, 3387, 3387.1, 4321, 5800, 5800.1, 20_000, 80_000),
}


def metrics(values: tuple[float, ...]) -> Metrics:
    return Metrics(**dict(zip(EDGES, values, strict=True)))


def grid() -> list[tuple[float, ...]]:
    """Each edge of each metric beside middling values of the others, and 500 drawn pages."""
    middling = tuple(edges[len(edges) // 2] for edges in EDGES.values())
    points = [
        (*middling[:n], edge, *middling[n + 1 :])
        for n, edges in enumerate(EDGES.values())
        for edge in edges
    ]
    draw = random.Random(7)  # noqa: S311 -- a repeatable sample
    ranges = ((0, 12_000), (0, 20_000), (0, 4000), (0, 1), (0, 20_000))
    points += [tuple(draw.uniform(*span) for span in ranges) for _ in range(500)]
    points += list(itertools.islice(itertools.product(*EDGES.values()), 0, None, 211))
    return points


@pytest.fixture(scope="module")
def lighthouse(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder: Path = tmp_path_factory.mktemp("lighthouse")
    script, points = folder / "ask.mjs", folder / "points.json"
    script.write_text(ASK_LIGHTHOUSE)
    points.write_text(json.dumps(grid()))
    config = Config()
    command = [
        str(find_node(config)),
        str(script),
        str(config.node_modules / "lighthouse"),
        str(points),
    ]
    asked = subprocess.run(command, capture_output=True, check=True, timeout=120)
    answer: dict[str, Any] = json.loads(asked.stdout)
    return answer


def test_the_constants_are_lighthouses(lighthouse: dict[str, Any]) -> None:
    assert [[part.curve.p10, part.curve.median] for part in METHOD.speed] == [
        [point["p10"], point["median"]] for point in lighthouse["points"]
    ]
    assert [100 * part.weight for part in METHOD.speed] == lighthouse["weights"]


def test_each_metric_scores_as_in_lighthouse(lighthouse: dict[str, Any]) -> None:
    equal = 0
    for values, answer in zip(grid(), lighthouse["answers"], strict=True):
        for part, value, theirs in zip(METHOD.speed, values, answer["scores"], strict=True):
            ours = part.curve.score(value)
            if ours == theirs:
                equal += 1
                continue
            # Lighthouse approximates the error function to seven digits, so the two may cut a
            # value that lies next to a whole hundredth on either side of it.
            hundredths = 100 * part.curve.percentile(value)
            assert abs(hundredths - round(hundredths)) < 1e-3, (part.name, value)
            assert abs(ours - theirs) < 0.011
            assert value not in (part.curve.p10, part.curve.median)
    assert equal > 0.99 * len(METHOD.speed) * len(grid())


def test_the_score_rounds_to_lighthouses(lighthouse: dict[str, Any]) -> None:
    differing = [
        (values, score_speed(metrics(values)), answer["performance"])
        for values, answer in zip(grid(), lighthouse["answers"], strict=True)
        if abs(score_speed(metrics(values)) - 100 * answer["performance"]) > 0.5 + 1e-9
    ]
    assert differing == []


# --- By hand ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "score"),
    [
        # Every metric at its 90 and 50 point.
        ((1800, 2500, 200, 0.1, 3387), 90.0),
        ((3000, 4000, 600, 0.25, 5800), 50.0),
        ((0, 0, 0, 0, 0), 100.0),
        ((90_000, 90_000, 90_000, 90, 90_000), 0.0),
        # 0.90*10 + 0.50*25 + 0.90*30 + 0.50*25 + 0.90*10
        ((1800, 4000, 200, 0.25, 3387), 70.0),
    ],
)
def test_golden_scores(values: tuple[float, ...], score: float) -> None:
    assert score_speed(metrics(values)) == pytest.approx(score, abs=1e-9)


def test_what_a_metric_would_win_when_it_becomes_good() -> None:
    middling = metrics((1800, 4000, 200, 0.25, 3387))
    assert speed_gains(middling) == {
        "cumulative-layout-shift": pytest.approx(10.0),
        "largest-contentful-paint": pytest.approx(10.0),
    }
    mended = metrics((1800, 2500, 200, 0.25, 3387))
    assert score_speed(mended) == pytest.approx(score_speed(middling) + 10)


def test_good_metrics_have_nothing_to_win() -> None:
    assert speed_gains(metrics((1800, 2500, 200, 0.1, 3387))) == {}


values_of_a_page = st.tuples(
    st.floats(0, 60_000),
    st.floats(0, 60_000),
    st.floats(0, 60_000),
    st.floats(0, 10),
    st.floats(0, 60_000),
)


@given(values_of_a_page)
def test_the_score_is_between_0_and_100(values: tuple[float, ...]) -> None:
    assert 0 <= score_speed(metrics(values)) <= 100


@given(values_of_a_page, st.integers(0, 4), st.floats(1.0, 10.0))
def test_a_worse_metric_never_raises_the_score(
    values: tuple[float, ...], which: int, factor: float
) -> None:
    worse = (*values[:which], values[which] * factor, *values[which + 1 :])
    assert score_speed(metrics(worse)) <= score_speed(metrics(values)) + 1e-9


@given(values_of_a_page)
def test_each_gain_is_what_a_good_value_wins(values: tuple[float, ...]) -> None:
    before = metrics(values)
    for part, value in zip(METHOD.speed, values, strict=True):
        if part.audit in speed_gains(before):
            at = list(EDGES).index(part.field)
            mended = metrics((*values[:at], part.curve.p10, *values[at + 1 :]))
            won = score_speed(mended) - score_speed(before)
            assert won == pytest.approx(speed_gains(before)[part.audit])
        else:
            assert part.curve.score(value) >= METHOD.good
