"""The survey's report: conclusion, feature by feature, the first cells with their figures, and what no cell tells."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lab.cells import conclusions, projections, scores
from lab.cells.conclusions import Findings
from lab.cells.features import FEATURES
from lab.cells.ranking import A_FEATURE
from lab.cells.survey import LEAST, Survey
from lab.engine.report import bullets, wrapped

TITLE = "Which cells of the live network mean something?"
QUESTION = (
    "For each h and c of the shipped live network: how well does it alone tell something that has a name"
    " (`lab/cells/features.py` defines the features)? It has three rivals: the best of as many random projections of the same"
    " states, the best of an untrained network of the same shape, and the best of the four columns that the network reads,"
    " which a cell may only pass on. And where a cell is held at another value while the network writes, does the writing"
    " follow?"
)


def compose(name: str, found: Findings) -> str:
    """The report's text."""
    command = f"python -m lab {name} {'--quick' if found.quick else '--data DIR'}"
    trial = "This is a trial with synthetic ink and random weights: it shows that the analysis runs, and nothing else."
    parts = [
        f"# {TITLE}",
        trial if found.quick else "",
        QUESTION,
        f"    {command}",
        *bullets("## Conclusion", conclusions.conclude(found)),
        f"![Each feature's best cell and its rivals]({name}.svg)",
        "## What no cell tells",
        *bullets("", conclusions.nothing(found))[1:],
        "## Feature by feature",
        "Cells, projections and columns were chosen on the fitting forms and are shown on the held-out ones: AUC of a yes or no"
        " (chance: 0.500), R² of a number (0: nothing), with the 95 % interval over forms. *Lead*: strength (2·AUC − 1, or √R²)"
        " less that of the best rival: projection, untrained network, or *rows*, the columns that are read.",
        _features(found),
        f"## The first {len(found.ranked)} cells",
        "Cells that tell something first, by their lead on the fitting forms; one signal a unit, at most"
        f" {A_FEATURE} cells of a feature. *h 1/17*: h of layer 1, unit 17, as in `inkapp inspect --cell 1,17`. *Pushed*: the"
        f" feature's mean in what was written with the cell {found.setting.push:g} deviations up, less down, along the cell's"
        " own sign, in deviations over free futures; *at its mean*: held there, less free; *random*: the share of random cells"
        " that move it as much. It *follows* where the interval lies above 0 and that share is at most 1 in 20. –: not to be"
        " seen in what was written.",
        _ranked(found),
        "Ink that the network wrote from nothing, for cells whose feature shows in it: darker and wider where the cell is"
        " higher (lower, where low means yes or much). Below, the cell's value from point to point; bars mark the points that"
        " are yes.",
        *(f"![Cells {number}]({figure})" for number, figure in enumerate(found.figures, start=1)),
        *bullets("## Limits", conclusions.notes(found)),
        "## Appendix",
        _setup(found),
    ]
    return "\n\n".join(wrapped(part) for part in parts if part) + "\n"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * left + " ---: |" * (len(heads) - left)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def _setup(found: Findings) -> str:
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
            f"{len(judging.rows)} lines, {judging.points:,} points, {len(judging.names)} forms held out from its training;"
            " its checkpoints were chosen by their loss",
        ),
        (
            "points looked at",
            f"1 in {found.setting.every} of each line; the network reads all",
        ),
        ("aligned word for word", f"{fitting.texts} and {judging.texts} lines, for capitals and digits"),
        ("interval", f"{setting.times:,} bootstrap drawings of whole forms; 95 %"),
        ("a cell tells a feature", f"its strength is at least {LEAST} and the interval of its lead above 0"),
        (
            "held",
            f"{setting.futures} futures, {setting.prime} points free, then {setting.steps} with the cell held,"
            f" beside {setting.controls} random cells",
        ),
    ]
    return _table(("", ""), rows, left=2)


def _counts(found: Survey) -> list[int]:
    """Of each feature how many signals tell it, among those that were looked at for it."""
    tells = found.tells()
    return [int((tells & (found.features == k)).sum()) for k in range(len(FEATURES))]


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _features(found: Findings) -> str:
    survey, listed = found.survey, projections.cells(found.sampler.layers, found.sampler.hidden)
    lead, low, high = survey.feature_leads()
    counts, yes = _counts(survey), conclusions.tells(survey)
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
        "cells",
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
        rows.append((str(number), str(one.cell), FEATURES[k].name, means, own, _yes(one.tells), *pushed))
    heads = (
        "",
        "cell",
        "feature",
        "means",
        "score",
        "tells",
        "pushed",
        "at its mean",
        "random",
        "follows",
    )
    return _table(heads, rows, left=5)
