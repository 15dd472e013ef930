"""How the speed was measured, as one short list in a column: most pages have little to say."""

from __future__ import annotations

from typing import Any

import msgspec

from crawler.facts.measurement import Flag, Measurement, Run

_FIGURES = Run.__struct_fields__


def packed(measurement: Measurement | None) -> list[Any] | None:
    """Return what is kept of it, in whole numbers where it can: of a single load the method, the
    factor in hundredths and the load average in tenths; then whatever else there is."""
    if measurement is None:
        return None
    each = measurement
    kept: list[Any] = [each.method, _whole(each.factor, 100), _whole(each.load, 10)]
    if each.flag or each.why or each.seconds or each.runs or each.by_hand:
        runs = [[getattr(run, name) for name in _FIGURES] for run in each.runs]
        kept += [each.flag, each.why, _whole(each.seconds, 10), runs]
    if each.by_hand:
        kept.append(True)
    return kept


def unpacked(kept: list[Any] | None) -> Measurement | None:
    """Return what `packed` was given, to the decimals that it keeps."""
    if not kept:
        return None
    method, factor, load, *rest = kept
    flag, why, seconds, runs, *more = rest or (None, "", 0, [])
    return Measurement(
        method=method,
        factor=None if factor is None else factor / 100,
        load=None if load is None else load / 10,
        flag=None if flag is None else Flag(flag),
        why=why,
        seconds=seconds / 10,
        runs=tuple(
            msgspec.convert(dict(zip(_FIGURES, run, strict=True)), Run, strict=False)
            for run in runs
        ),
        by_hand=bool(more),
    )


def _whole(value: float | None, parts: int) -> int | None:
    return None if value is None else round(value * parts)
