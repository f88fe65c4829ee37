"""The survey's report: conclusion, feature by feature, the first cells with their figures, and what no cell tells."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lab.cells import conclusions, projections, scores
from lab.cells.conclusions import CellFindings
from lab.cells.features import FEATURES
from lab.cells.ranking import A_FEATURE
from lab.cells.survey import LEAST, Survey
from lab.engine.report import bullets, composed

TITLE = "Which cells of the live network mean something?"
QUESTION = (
    "How well does each h and c of the shipped live network alone tell something that has a name (`lab/cells/features.py`"
    " defines the features)? It has three rivals: the best of as many random projections of the same states, of an untrained"
    " network of the same shape, and of the four columns that the network reads. And where a cell is held at another value"
    " while the network writes, does the writing follow?"
)


def compose(name: str, found: CellFindings) -> str:
    """The report's text."""
    rest = [
        f"![Each feature's best cell and its rivals]({name}.svg)",
        "## Feature by feature",
        "Chosen on the fitting forms, shown on the held-out ones: AUC of a yes or no (chance: 0.500), R² of a number (0:"
        " nothing), with the 95 % interval over forms. *Lead*: strength (2·AUC − 1, or √R²) less that of the best rival:"
        f" projection, untrained network, or *rows*, the columns that are read. Bold: a cell tells it, with a strength of at"
        f" least {LEAST} and the interval of its lead above 0. *Cells*: how many do.",
        _features(found),
        *bullets("What no cell tells, and why, with strengths:", conclusions.nothing(found)),
        f"## The first {len(found.ranked)} cells",
        "Cells that tell something first, by their lead on the fitting forms; one signal a unit, at most"
        f" {A_FEATURE} cells of a feature. *h 1/17*: h of layer 1, unit 17, as in `inkapp inspect --cell 1,17`; ↑: high means"
        " yes or much, ↓: low does; (in brackets): the cell does not tell it. *Pushed*: the feature's mean in what was written"
        f" with the cell {found.setting.push:g} deviations up, less down, along the arrow, in deviations over free"
        " futures; *random*: the share of random cells that move it as much. Bold: the writing follows, as the interval lies"
        f" above 0 and that share is at most 1 in 20. –: does not show in ink.{_at_mean(found)}",
        _ranked(found),
        "Ink that the network wrote from nothing, for cells whose feature shows in it: darker and wider along the arrow. Below,"
        " the cell's value from point to point; bars mark the points that are yes.",
        *(f"![Cells {number}]({figure})" for number, figure in enumerate(found.figures, start=1)),
        *bullets("## Limits", conclusions.notes(found)),
        "## Appendix",
        _setup(found),
    ]
    return composed(name, TITLE, QUESTION, conclusions.conclude(found), rest, quick=found.quick)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * left + " ---: |" * (len(heads) - left)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def _setup(found: CellFindings) -> str:
    """On which forms, lines and points the figures rest."""
    fitting, judging = found.halves
    s, setting = found.sampler, found.setting
    return (
        f"Network: {s.name}, {s.layers} layers of {s.hidden} cells, {2 * s.layers * s.hidden:,} signals. Fitted by"
        f" {len(fitting.rows)} lines ({fitting.points:,} points, {len(fitting.names)} forms) of its training, scored on"
        f" {len(judging.rows)} held-out lines ({judging.points:,} points, {len(judging.names)} forms), whose loss chose its"
        f" checkpoints; of each line 1 point in {setting.every}. For capitals and digits {fitting.texts} and {judging.texts}"
        f" lines were aligned word for word. Intervals: {setting.times:,} bootstrap samples of whole forms. Held:"
        f" {setting.futures} futures, {setting.prime} points free, then {setting.steps} with the cell held, beside"
        f" {setting.controls} random cells."
    )


def _at_mean(found: CellFindings) -> str:
    """The greatest effect of holding a cell at its mean, of those that were held."""
    effects = [abs(one.effect.still) for one in found.ranked if one.effect and np.isfinite(one.effect.still)]
    return f" Held at its mean, no cell moves its feature by more than {max(effects):.2f}." if effects else ""


def _counts(found: Survey) -> list[int]:
    """Of each feature how many signals tell it, among those that were looked at for it."""
    tells = found.tells()
    return [int((tells & (found.features == k)).sum()) for k in range(len(FEATURES))]


def _features(found: CellFindings) -> str:
    survey, listed = found.survey, projections.cells(found.sampler.layers, found.sampler.hidden)
    lead, low, high = survey.feature_leads()
    counts, yes = _counts(survey), conclusions.tells(survey)
    rows = []
    for k in np.argsort(-np.nan_to_num(lead, nan=-np.inf)).tolist():
        if not survey.scored[k]:
            continue
        kind = FEATURES[k].kind
        own = conclusions.score(float(survey.cells.held[k]), kind, *scores.interval(survey.cells.replicates[k]))
        others = [f"{best.held[k]:.3f}" for best in survey.rivals.values()]
        ahead = f"{lead[k]:+.3f} [{low[k]:+.3f}, {high[k]:+.3f}]"
        rows.append(
            (
                f"**{FEATURES[k].name}**" if yes[k] else FEATURES[k].name,
                str(listed[survey.cells.index[k]]),
                own,
                *others,
                ahead,
                f"{counts[k]}",
            )
        )
    heads = (
        "feature",
        "best cell",
        "its score",
        "projection",
        "untrained",
        "rows",
        "lead",
        "cells",
    )
    return _table(heads, rows, left=3)


def _ranked(found: CellFindings) -> str:
    survey = found.survey
    rows = []
    for number, one in enumerate(found.ranked, start=1):
        kind, k = FEATURES[one.feature].kind, one.feature
        own = conclusions.score(float(survey.found.held[one.signal, k]), kind)
        moved = one.effect
        cell = f"{one.cell} {'↑' if one.sign > 0 else '↓'}"
        feature = FEATURES[k].name if one.tells else f"({FEATURES[k].name})"
        pushed = (
            (
                f"{moved.push:+.2f} [{moved.low:+.2f}, {moved.high:+.2f}]",
                f"{moved.chance:.2f}",
            )
            if moved
            else ("–", "–")
        )
        rows.append((str(number), f"**{cell}**" if moved and moved.follows else cell, feature, own, *pushed))
    heads = (
        "",
        "cell",
        "feature",
        "score",
        "pushed",
        "random",
    )
    return _table(heads, rows, left=4)
