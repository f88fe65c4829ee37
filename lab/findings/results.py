"""What one run gave, its file, named by everything that decided it, and figures over the seeds."""

from __future__ import annotations

import math
import re
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from lab.findings import store
from lab.findings.spread import Spread
from lab.findings.store import key_of
from lab.networks.budget import Setting

FORM = 1  # raised when training itself changes, so that no result of the old way is taken for one of the new


@dataclass(frozen=True, slots=True)
class Result:
    """What one run gave. ``nats``: a point, on the held-out lines, each whole from a zero state; infinite if it diverged.

    ``curve``, ``norms``: nats per point of each training batch, and the gradient's norm before clipping. ``points_per_s``: of
    training, a second of the processor's work, since others may share the machine; ``seconds``: by the clock.
    ``diverged``: the step whose loss or gradient was not finite, or None. ``measures``: what the study measured of the
    trained network, JSON values; empty where it diverged.
    """

    variant: str
    seed: int
    hidden: int
    parameters: int
    nats: float
    curve: tuple[float, ...]
    norms: tuple[float, ...]
    points_per_s: float
    seconds: float
    diverged: int | None = None
    measures: dict[str, Any] = field(default_factory=dict)


Results = dict[str, list[Result]]  # by variant, in the study's order; a result a seed


def spreads(results: Results, figure: str) -> dict[str, Spread]:
    """A figure of every variant, over its seeds: a field of ``Result``, or one of its measures that is a number."""
    return {name: Spread.of(number(result, figure) for result in runs) for name, runs in results.items()}


def number(result: Result, figure: str) -> float:
    """One such figure; NaN where the run has none."""
    own = {f.name for f in fields(Result)}
    value = getattr(result, figure) if figure in own else result.measures.get(figure, math.nan)
    return math.nan if value is None else float(value)


def thousand_points_per_s(result: Result) -> float:
    """The training speed for a table."""
    return result.points_per_s / 1000


def lists(results: Results, measure: str) -> dict[str, list[Spread]]:
    """A measure that is a list (a number a lag, a step …), of every variant: at each place the spread over the seeds."""
    found = {}
    for name, runs in results.items():
        rows = [result.measures[measure] for result in runs if measure in result.measures]
        found[name] = [Spread.of(math.nan if v is None else v for v in place) for place in zip(*rows, strict=True)]
    return found


def path_of(folder: Path, study: str, version: int, variant: str, setting: Setting, seed: int, digest: str) -> Path:
    """Where a run's result is kept: VARIANT-SEED-KEY.json, the key made from all that decides the result."""
    decides = {
        "form": FORM,
        "study": study,
        "version": version,
        "variant": variant,
        "setting": setting.to_json(),
        "seed": seed,
        "material": digest,  # the key's word since the first results; another would lose them
    }
    plain = "-".join(re.findall(r"\w+", variant)) or "variant"
    return folder / study / f"{plain}-{seed}-{key_of(decides)}.json"


def keep(path: Path, result: Result) -> None:
    """Writes a result, whole or not at all. What is not a finite number becomes null. Raises OSError."""
    store.keep(path, _finite(asdict(result)))


def recall(path: Path) -> Result | None:
    """A kept result, or None where there is none. Raises LabError, naming the file, where it is damaged or cannot be read."""
    values = store.recall(path)
    if values is None:
        return None
    try:
        if set(values) != {f.name for f in fields(Result)}:
            raise ValueError("other fields than a result's")
        for name in ("curve", "norms"):
            values[name] = tuple(math.nan if value is None else float(value) for value in values[name])
        for name in ("points_per_s", "seconds"):
            values[name] = float(values[name])
        values["nats"] = math.inf if values["nats"] is None else float(values["nats"])
        for name, kind in (("variant", str), ("seed", int), ("hidden", int), ("parameters", int), ("measures", dict)):
            if not isinstance(values[name], kind):
                raise ValueError(f"{name} is {values[name]!r}")
        if not isinstance(values["diverged"], int | None):
            raise ValueError(f"diverged is {values['diverged']!r}")
        return Result(**values)
    except (TypeError, ValueError, AttributeError) as error:
        raise store.damaged(path, error) from None


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.7g}") if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(inner) for inner in value]
    return value
