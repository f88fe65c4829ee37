"""The survey of a network's cells: every signal against every feature, and its rivals.

A cell *tells* a feature where, on forms that fitted nothing, its strength is at least ``LEAST``, and the 95 % interval of its
lead lies above 0: its strength less the greatest of three rivals', in one bootstrap. The rivals are the best of as many random
projections, of an untrained network's signals and of the columns of the rows; each was chosen on the fitting forms. Against
chance, against architecture, and against the input: a cell that tells no more than a column may only pass on what it reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lab.cells import projections, scores
from lab.cells.features import FEATURES
from lab.cells.order import correlation, side_by_side
from lab.cells.projections import Blocks, States
from lab.cells.scores import Scores, Target
from lab.cells.shapes import BoolArray
from lab.cells.survey_ink import Sheet
from lab.engine.progress import Progress
from lab.findings.store import Parts
from model.arrays import Float64Array
from model.sampler import Sampler

VERSION = 3  # raised when any part comes to mean something else
LEAST = 0.3  # strength: an AUC of 0.65, or an R² of 0.09
CANDIDATES = 2  # features looked at for each cell
RIVALS = ("projections", "untrained", "rows")


@dataclass(frozen=True, slots=True)
class SurveySetting:
    """``fitting`` lines, of whose points every ``every``-th is looked at; ``times``: bootstrap drawings; ``shown`` cells
    are ranked and held, beside ``controls`` random ones.

    Held for ``steps`` after ``prime`` free ones in ``futures`` futures, pushed by ``push`` deviations.
    """

    fitting: int = 160
    every: int = 3
    times: int = 1000
    shown: int = 20
    controls: int = 20
    futures: int = 16
    prime: int = 120
    steps: int = 150
    push: float = 2.0


QUICK = SurveySetting(0, 1, 60, 4, 3, 4, 40, 60, 2.0)


@dataclass(frozen=True, eq=False, slots=True)
class Best:
    """Of some signals, for each feature the best on the fitting forms: its ``index``, its ``held`` score, and that score's
    bootstrap ``replicates`` (features, times)."""

    index: npt.NDArray[np.intp]
    held: Float64Array
    replicates: Float64Array


@dataclass(frozen=True, eq=False, slots=True)
class Survey:
    """All cells scored. ``found``: of all signals. ``cells``, and of ``RIVALS`` each in ``rivals``: the best for each feature.

    ``features``: (signals, candidates) what each was looked at for; ``low``, ``high``: its score's interval; ``lead``,
    ``lead_low``: its strength less the best rival's, and the low end of that; ``mean``, ``deviation``: (signals,);
    ``order``: (layers, units). ``rival_fit``: (features,) the greatest strength of a rival on the fitting forms.
    """

    scored: BoolArray
    binary: BoolArray
    rival_fit: Float64Array
    found: Scores
    cells: Best
    rivals: dict[str, Best]
    features: npt.NDArray[np.intp]
    low: Float64Array
    high: Float64Array
    lead: Float64Array
    lead_low: Float64Array
    mean: Float64Array
    deviation: Float64Array
    order: npt.NDArray[np.intp]

    def strength(self) -> Float64Array:
        """(signals, features) on the judging forms."""
        return scores.strength(self.found.held, self.binary)

    def tells(self) -> BoolArray:
        """(signals, candidates) whether the cell tells that feature."""
        strong = np.take_along_axis(self.strength(), self.features, axis=1) >= LEAST
        return np.asarray(strong & (self.lead_low > 0))

    def feature_leads(self, against: Sequence[str] = RIVALS) -> tuple[Float64Array, Float64Array, Float64Array]:
        """(features,) the lead of each feature's best cell over the best of these rivals, and its interval."""
        own = _strengths(self.cells, self.binary)
        rivals = _greatest([self.rivals[name] for name in against], self.binary)
        lead, replicates = own[0] - rivals[0], own[1] - rivals[1]
        ends = np.array([scores.interval(row) for row in replicates])
        return lead, ends[:, 0], ends[:, 1]


def decides(sampler_digest: str, halves: tuple[Sheet, Sheet], setting: SurveySetting) -> dict[str, Any]:
    """All that decides a survey: weights, ink and features, what of the setting counts, and what the parts mean."""
    names = [feature.name for feature in FEATURES]
    ink = [half.digest() for half in halves]
    counts = {name: getattr(setting, name) for name in ("fitting", "every", "times")}
    return {"version": VERSION, "weights": sampler_digest, "ink": ink, "features": names, **counts}


def score_cells(
    sampler: Sampler, halves: tuple[Sheet, Sheet], setting: SurveySetting, parts: Parts, progress: Progress
) -> Survey:
    """Scores all cells and their rivals. Raises OSError where parts cannot be kept."""
    binary = np.array([feature.kind == "yes/no" for feature in FEATURES])
    thin = (halves[0].thinned(setting.every), halves[1].thinned(setting.every))
    scored = thin[0].enough() & thin[1].enough()
    fitting, judging = (Target(half.values, binary, half.forms) for half in thin)
    weights = scores.group_counts(judging.count, setting.times)

    def look(name: str, blocks: Blocks) -> dict[str, Any]:
        found = scores.survey(
            blocks, fitting, judging, scored, lambda done: progress.part(f"scoring, {name}", done, len(blocks))
        )
        best = _best(found, blocks, judging, binary, weights)
        return {**_fields(found), **{f"best_{key}": value for key, value in _fields(best).items()}}

    def read(name: str, network: Sampler) -> States:
        return projections.states(network, *thin, lambda done, of: progress.part(f"lines read, {name}", done, of))

    first = projections.untrained(sampler.config)
    untrained = parts.get("untrained", lambda: look("untrained", read("untrained", first).blocks()))
    rows = parts.get("rows", lambda: look("rows", projections.given(*thin)))
    cache: list[States] = []

    def trained() -> States:
        if not cache:
            cache.append(read("trained", sampler))
        return cache[0]

    def mixed() -> dict[str, Any]:
        own = trained()
        return look("projections", projections.projected(own, projections.directions(len(own.mean))))

    projected = parts.get("projections", mixed)
    beside = (projected, untrained, rows)
    rivals = {name: _taken(Best, part, "best_") for name, part in zip(RIVALS, beside, strict=True)}
    best_fit = np.max([_lax(scores.strength(part["fit"], binary)).max(axis=0) for part in beside], axis=0)
    cells = parts.get("cells", lambda: look("cells", trained().blocks()))
    found = _taken(Scores, cells)

    def closely() -> dict[str, Any]:
        return _closely(trained(), found, rivals, best_fit, judging, binary, weights, sampler, progress)

    close = parts.get("closely", closely)
    return Survey(scored, binary, best_fit, found, _taken(Best, cells, "best_"), rivals, **close)


def _closely(
    own: States,
    found: Scores,
    rivals: dict[str, Best],
    best_fit: Float64Array,
    judging: Target,
    binary: BoolArray,
    weights: Float64Array,
    sampler: Sampler,
    progress: Progress,
) -> dict[str, Any]:
    """For every cell the features that it was best at on the fitting forms, with their intervals; and the cells' order."""
    fit = _lax(scores.strength(found.fit, binary))
    by_lead = np.where(np.isfinite(found.fit), fit - best_fit, -np.inf).argmax(axis=1)
    rest = np.where(np.isfinite(found.fit), fit, -np.inf)
    rest[np.arange(len(rest)), by_lead] = -np.inf
    features = np.stack((by_lead, rest.argmax(axis=1)), axis=1)
    held, replicates = _greatest(list(rivals.values()), binary)
    low, high, lead, lead_low = np.full((4, *features.shape), np.nan)
    for s, looked in enumerate(features):
        for c, k in enumerate(looked.tolist()):
            lines = (found.sign[s, k], found.slope[s, k], found.intercept[s, k])
            values = scores.replicates(own.judging[s], judging, k, lines, weights)
            low[s, c], high[s, c] = scores.interval(values)
            lead[s, c] = scores.strength(found.held[s], binary)[k] - held[k]
            lead_low[s, c] = scores.interval(scores.strength(values[:, None], binary[k : k + 1])[:, 0] - replicates[k])[
                0
            ]
        progress.part("intervals, cells", s + 1, len(features))
    h = len(own.mean) // 2 // sampler.layers
    order = [side_by_side(correlation(own.fitting[k * h : (k + 1) * h])) for k in range(sampler.layers)]
    both = {"mean": own.mean, "deviation": own.deviation, "order": np.array(order)}
    return {"features": features, "low": low, "high": high, "lead": lead, "lead_low": lead_low, **both}


def _best(found: Scores, blocks: Blocks, judging: Target, binary: BoolArray, weights: Float64Array) -> Best:
    """The best signal for each feature by the fitting forms, and its score on the judging ones, with its replicates."""
    fit = np.where(np.isfinite(found.fit), scores.strength(found.fit, binary), -np.inf)
    index = fit.argmax(axis=0)
    replicates = np.full((len(binary), len(weights)), np.nan)
    at = 0
    for block in blocks:
        if not ((index >= at).any()):
            break
        _, held = block()
        for k in np.flatnonzero((index >= at) & (index < at + len(held)) & np.isfinite(found.fit[0])):
            s = index[k]
            lines = (found.sign[s, k], found.slope[s, k], found.intercept[s, k])
            replicates[k] = scores.replicates(held[s - at], judging, int(k), lines, weights)
        at += len(held)
    return Best(index, found.held[index, np.arange(len(binary))], replicates)


def _strengths(best: Best, binary: BoolArray) -> tuple[Float64Array, Float64Array]:
    """A best's strength (features,), and its replicates (features, times)."""
    return scores.strength(best.held, binary), scores.strength(best.replicates.T, binary).T


def _greatest(some: Sequence[Best], binary: BoolArray) -> tuple[Float64Array, Float64Array]:
    """The greatest strength of some, (features,), and in each replicate, (features, times): not always of the same one."""
    held, replicates = zip(*(_strengths(best, binary) for best in some), strict=True)
    return np.max(held, axis=0), np.max(replicates, axis=0)


def _lax(values: Float64Array) -> Float64Array:
    """Strengths in which a feature that was not scored stands at 0, so that a maximum over signals exists."""
    return np.where(np.isfinite(values), values, 0.0)


def _fields(record: Scores | Best) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}


def _taken(kind: type[Any], part: dict[str, Any], prefix: str = "") -> Any:
    """A record from the arrays of a part."""
    return kind(**{name: part[prefix + name] for name in kind.__slots__})
