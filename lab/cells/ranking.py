"""The first cells of a survey, each held and pushed while the network writes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import numpy as np

from lab.cells import clamp, projections, scores
from lab.cells.features import FEATURES
from lab.cells.projections import UnitSignal
from lab.cells.survey import CANDIDATES, Survey, SurveySetting
from lab.engine.progress import Progress
from lab.findings.store import Parts
from model.arrays import Float64Array
from model.sampler import Sampler
from model.trace import Controls

VERSION = 1  # raised when what is held, or measured of it, comes to mean something else
A_FEATURE = 3  # cells of one feature in the ranking, or one would fill it


@dataclass(frozen=True, slots=True)
class Ranked:
    """A cell in the ranking: the signal's number, the cell, the feature and which of its candidates that is,
    the sign by which it tells it, and what happened when it was held (None: not to be seen in ink)."""

    signal: int
    cell: UnitSignal
    feature: int
    candidate: int
    sign: float
    tells: bool
    effect: clamp.Effect | None


def rank(found: Survey, sampler: Sampler, count: int) -> list[tuple[int, int]]:
    """(signal, candidate) of the first cells: those that tell something first, by their lead on the fitting forms.

    One signal a unit, and at most ``A_FEATURE`` of a feature. The judging forms say which tell something, not their order.
    """
    tells = found.tells()
    fit = scores.strength(found.found.fit, found.binary)
    lead = np.take_along_axis(np.where(found.scored, fit - found.rival_fit, -np.inf), found.features, axis=1)
    everything = [(not tells[s, c], -lead[s, c], s, c) for s in range(len(lead)) for c in range(CANDIDATES)]
    chosen: list[tuple[int, int]] = []
    units: set[tuple[int, int]] = set()
    seen: dict[int, int] = {}
    listed = projections.cells(sampler.layers, sampler.hidden)
    for _, _, s, c in sorted(everything):
        cell, feature = listed[s], int(found.features[s, c])
        if not found.scored[feature] or (cell.layer, cell.unit) in units or seen.get(feature, 0) >= A_FEATURE:
            continue
        units.add((cell.layer, cell.unit))
        seen[feature] = seen.get(feature, 0) + 1
        chosen.append((s, c))
        if len(chosen) == count:
            break
    return chosen


def hold(sampler: Sampler, found: Survey, setting: SurveySetting, parts: Parts, progress: Progress) -> list[Ranked]:
    """The first cells, each held and pushed while the network writes, beside as many random cells as ``setting`` says."""
    parts = parts.below({"version": VERSION, **asdict(setting)})
    listed = projections.cells(sampler.layers, sampler.hidden)
    chosen = rank(found, sampler, setting.shown)
    random = np.random.default_rng(11)
    others = [s for s in random.permutation(len(listed)).tolist() if s not in {s for s, _ in chosen}]
    others = others[: setting.controls]
    seeds, controls = range(1000, 1000 + setting.futures), Controls()
    begun = clamp.write(sampler, seeds, controls, setting.prime)

    def wrote(held: clamp.Hold | None = None) -> Float64Array:
        return clamp.behaviour(clamp.write(sampler, seeds, controls, setting.steps, held, begun), setting.prime)

    def pushed(s: int, sides: tuple[int, ...]) -> dict[str, Any]:
        levels = [found.mean[s] + side * setting.push * found.deviation[s] for side in sides]
        return {"held": [wrote(clamp.Hold(listed[s], float(level))) for level in levels]}

    free = parts.get("free", lambda: {"free": wrote()})["free"]
    held: dict[int, Float64Array] = {}
    everyone = [*others, *(s for s, _ in chosen)]
    for done, s in enumerate(everyone, start=1):
        sides = clamp.SIDES if done > len(others) else (clamp.SIDES[0], clamp.SIDES[-1])
        held[s] = parts.get(f"held-{s}", partial(pushed, s, sides))["held"]
        progress.part("cells held", done, len(everyone))
    controls_held = [list(held[s]) for s in others]
    tells = found.tells()
    ranked = []
    for s, c in chosen:
        k = int(found.features[s, c])
        sign = float(found.found.sign[s, k])
        moved = clamp.effect(free, list(held[s]), controls_held, k, sign) if FEATURES[k].ink else None
        ranked.append(Ranked(s, listed[s], k, c, sign, bool(tells[s, c]), moved))
    return ranked
