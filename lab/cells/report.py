"""The survey's report: what was asked, feature by feature, the first cells with their pictures, and what no cell tells.

Knows: the paper's order and its tables.
Refuses to know: how figures came about, what follows from them (``conclusions`` does), and where the paper goes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lab.cells import conclusions, projections, scores
from lab.cells.conclusions import Findings
from lab.cells.features import FEATURES
from lab.cells.ranking import A_FEATURE
from lab.cells.survey import LEAST, Survey
from lab.engine.report import wrapped

TITLE = "Which cells of the live network mean something?"
QUESTION = (
    "For each h and c of the shipped live network: how well does it alone tell something that has a name? It has three rivals:"
    " the best of as many random projections of the same states (any mixture of cells), the best of an untrained network of"
    " the same shape (gates and memory without learning), and the best of the four columns that the network reads: what these"
    " tell as well, a cell may only pass on. Then the causal question: where a cell is held at another value while the network"
    " writes, does the writing follow?\n\n"
    "The features' definitions stand in `lab/cells/features.py`."
)


def compose(name: str, found: Findings) -> str:
    """The paper's text."""
    command = f"python -m lab {name} {'--quick' if found.quick else '--data DIR'}"
    trial = (
        "This is a trial with synthetic ink and weights by chance: it shows that the analysis runs, and nothing else."
    )
    parts = [
        f"# {TITLE}",
        trial if found.quick else "",
        QUESTION,
        f"    {command}",
        "## What was done",
        _budget(found),
        "## Feature by feature",
        f"![Each feature's best cell and its rivals]({name}.svg)",
        "Every cell, projection and column was chosen on the fitting forms and is shown on the kept-back ones. A yes or no is"
        " scored by its AUC (chance: 0.500), a number by its R² (0: nothing). In brackets the 95 % interval over forms. *Lead*:"
        " strength (2·AUC − 1, or √R²) less that of the best of the three rivals: projection, untrained network, and *rows*,"
        " the columns that the network reads.",
        _features(found),
        f"## The first {len(found.ranked)} cells",
        "Those that tell something come first, each by its lead on the fitting forms; one signal a unit, and at most"
        f" {A_FEATURE} cells of a feature, or one would fill the table. *h 1/17*: h of layer 1, unit 17, as in"
        " `inkapp inspect --cell 1,17`; both count from 0. *Pushed*: the feature's mean in what was written with the cell"
        f" {found.setting.push:g} deviations up, less down, in deviations of that mean over free futures, counted along the"
        " cell's own sign; *random*: the share of random cells that move it as much. It *follows* where the interval lies above"
        " 0 and that share is at most 1 in 20. *At its mean*: held there, less free. –: not to be seen in what was written.",
        _ranked(found),
        "Ink that the network wrote from nothing, the same for all: darker and wider where the cell is higher (lower, where low"
        " means yes or much). Below it the cell's value from point to point; bars mark the points that are yes, where ink alone"
        " shows that.",
        *(f"![Cells {number}]({picture})" for number, picture in enumerate(found.pictures, start=1)),
        _list("## Conclusion", conclusions.conclude(found)),
        _list("## What no cell tells", conclusions.nothing(found)),
        _list("## To be kept in mind", conclusions.notes(found)),
    ]
    return "\n\n".join(wrapped(part) for part in _split(parts) if part) + "\n"


def _split(parts: list[str]) -> list[str]:
    return [piece for part in parts for piece in part.split("\n\n")]


def _list(heading: str, sentences: Sequence[str]) -> str:
    return f"{heading}\n\n" + "\n".join(f"- {sentence}" for sentence in sentences) if sentences else ""


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * left + " ---: |" * (len(heads) - left)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def _budget(found: Findings) -> str:
    fitting, judging = found.halves
    s, setting = found.sampler, found.setting
    rows = [
        ("network", f"{s.name}: {s.layers} layers of {s.hidden} cells, {2 * s.layers * s.hidden:,} signals, h and c"),
        (
            "fitted by",
            f"{len(fitting.rows)} lines, {fitting.points:,} points, {len(fitting.names)} forms; the network learnt from them",
        ),
        (
            "scored on",
            f"{len(judging.rows)} lines, {judging.points:,} points, {len(judging.names)} forms kept back from its training;"
            " its checkpoints were chosen by their price",
        ),
        (
            "points looked at",
            f"1 in {found.setting.every} of each line; the network reads all, but neighbours say nearly the same",
        ),
        ("taken word for word", f"{fitting.texts} and {judging.texts} lines, for capitals and digits"),
        ("interval", f"{setting.times:,} bootstrap drawings of whole forms; 95 %"),
        ("a cell tells a feature", f"its strength is at least {LEAST}, and the interval of its lead lies above 0"),
        (
            "held",
            f"{setting.futures} futures, {setting.prime} points free, then {setting.steps} with the cell held,"
            f" beside {setting.controls} random cells",
        ),
    ]
    return _table(("", ""), rows, left=2)


def _told(found: Survey) -> list[int]:
    """Of each feature how many signals tell it, among those that were looked at for it."""
    told = found.told()
    return [int((told & (found.features == k)).sum()) for k in range(len(FEATURES))]


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _features(found: Findings) -> str:
    survey, listed = found.survey, projections.cells(found.sampler.layers, found.sampler.hidden)
    lead, low, high = survey.feature_leads()
    counts, yes = _told(survey), conclusions.tells(survey)
    rows = []
    for k in np.argsort(-np.nan_to_num(lead, nan=-np.inf)).tolist():
        if not survey.scored[k]:
            continue
        kind = FEATURES[k].kind
        own = conclusions.score(float(survey.cells.held[k]), kind, *scores.interval(survey.cells.drawn[k]))
        others = [f"{best.held[k]:.3f}" for best in survey.rivals.values()]
        ahead = f"{lead[k]:+.3f} [{low[k]:+.3f}, {high[k]:+.3f}]"
        rows.append(
            (
                FEATURES[k].name,
                str(listed[survey.cells.place[k]]),
                own,
                *others,
                ahead,
                _yes(yes[k]),
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
        "tells",
        "cells that tell it",
    )
    return _table(heads, rows, left=3)


def _ranked(found: Findings) -> str:
    survey = found.survey
    rows = []
    for number, one in enumerate(found.ranked, start=1):
        kind, k = FEATURES[one.feature].kind, one.feature
        ends = (float(survey.low[one.signal, one.candidate]), float(survey.high[one.signal, one.candidate]))
        own = conclusions.score(float(survey.found.held[one.signal, k]), kind, *ends)
        means = f"{'high' if one.sign > 0 else 'low'}: {'yes' if kind == 'yes/no' else 'much'}"
        others = [f"{best.held[k]:.3f}" for best in survey.rivals.values()]
        moved = one.effect
        pushed = (
            (
                f"{moved.push:+.2f} [{moved.low:+.2f}, {moved.high:+.2f}]",
                f"{moved.still:+.2f}",
                f"{moved.chance:.2f}",
                "yes" if moved.follows else "no",
            )
            if moved
            else ("–", "–", "–", "–")
        )
        rows.append((str(number), str(one.cell), FEATURES[k].name, means, own, *others, _yes(one.told), *pushed))
    heads = (
        "",
        "cell",
        "feature",
        "means",
        "score",
        "projection",
        "untrained",
        "rows",
        "tells",
        "pushed",
        "at its mean",
        "random",
        "follows",
    )
    return _table(heads, rows, left=5)
