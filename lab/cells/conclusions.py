"""What follows from a survey's figures, in sentences: which features a cell tells, and which none does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lab.cells import scores
from lab.cells.features import FEATURES
from lab.cells.ranking import Ranked
from lab.cells.survey import CANDIDATES, LEAST, RIVALS, Survey, SurveySetting
from lab.cells.survey_ink import Sheet
from model.sampler import Sampler

_NAMES = {"projections": "projection", "untrained": "untrained", "rows": "rows"}  # as the table's columns are called
UNLEARNT = [name for name in RIVALS if name != "rows"]  # beyond chance and architecture is what training made


@dataclass(frozen=True, eq=False, slots=True)
class CellFindings:
    """All that the report is made from. ``quick``: a trial. ``figures``: names of the files with the cells."""

    sampler: Sampler
    halves: tuple[Sheet, Sheet]
    setting: SurveySetting
    survey: Survey
    ranked: list[Ranked]
    quick: bool
    figures: Sequence[str]


def score(value: float, kind: str, low: float = np.nan, high: float = np.nan) -> str:
    """A score with its name, and the interval where there is one."""
    name = "AUC" if kind == "yes/no" else "R²"
    ends = f" [{low:.3f}, {high:.3f}]" if np.isfinite(low) and np.isfinite(high) else ""
    return f"{name} {value:.3f}{ends}"


def tells(found: Survey, against: Sequence[str] = RIVALS) -> list[bool]:
    """Of each feature whether its best cell on the fitting forms tells it, beyond all rivals or these."""
    _, low, _ = found.feature_leads(against)
    strong = scores.strength(found.cells.held, found.binary) >= LEAST
    return [bool(found.scored[k] and strong[k] and low[k] > 0) for k in range(len(FEATURES))]


def conclude(found: CellFindings) -> list[str]:
    """What the figures say, in sentences."""
    survey, size = found.survey, found.sampler.hidden
    yes, learnt = tells(survey), tells(survey, UNLEARNT)
    some = [bool(one.any()) for one in survey.tells()]
    layers = [(kind, layer) for kind in "hc" for layer in range(found.sampler.layers)]
    shares = [
        f"{sum(some[at * size : (at + 1) * size])} {kind} of layer {layer}" for at, (kind, layer) in enumerate(layers)
    ]
    some_cell = [k for k in range(len(FEATURES)) if yes[k]]
    best = [FEATURES[k].name for k in some_cell]
    passed = [FEATURES[k].name for k in range(len(FEATURES)) if learnt[k] and not yes[k]]
    said = [
        f"Of {int(survey.scored.sum())} features that could be scored, one cell alone tells {len(some_cell)} beyond chance,"
        " architecture and what is read" + (f": {', '.join(best)}." if best else "."),
        f"Beyond chance and architecture, but not beyond a column that is read: {', '.join(passed)}. There a cell may only pass"
        " on its input."
        if passed
        else "",
        f"{sum(some)} of {len(some):,} signals ({sum(some) / len(some):.0%}) tell at least one of the two features they were"
        f" best at: {', '.join(shares)}.",
    ]
    tried = [one for one in found.ranked if one.effect and one.tells]
    follow = [one for one in tried if one.effect and one.effect.follows]
    said.append(
        f"Of {len(tried)} cells in the table that tell something which shows in ink, {len(follow)} take the writing with them"
        " when they are pushed" + (f": {_named(follow)}." if follow else ".")
    )
    against = [one for one in tried if one.effect and one.effect.high < 0]
    if against:
        said.append(
            f"Pushed along, these bring about less of what they tell: {_named(against)}. That a cell tells something does not"
            " say that it causes it."
        )
    return [sentence for sentence in said if sentence]


def _named(some: Sequence[Ranked]) -> str:
    return ", ".join(f"{one.cell} ({FEATURES[one.feature].name})" for one in some)


def nothing(found: CellFindings) -> list[str]:
    """Which features no cell tells, by the reason why."""
    survey, yes = found.survey, tells(found.survey)
    unscored = [feature.name for k, feature in enumerate(FEATURES) if not survey.scored[k]]
    below: list[str] = []
    alike: list[str] = []
    behind: list[str] = []
    own = scores.strength(survey.cells.held, survey.binary)
    for k, feature in enumerate(FEATURES):
        if survey.scored[k] and not yes[k]:
            strong = {name: float(scores.strength(survey.rivals[name].held, survey.binary)[k]) for name in RIVALS}
            best = max(strong, key=lambda name: strong[name])
            group = below if own[k] < LEAST else alike if own[k] >= strong[best] else behind
            group.append(f"{feature.name} ({own[k]:.2f}, {_NAMES[best]} {strong[best]:.2f})")
    reasons = {
        f"Strength below {LEAST}": below,
        "Not distinguishable from the best rival": alike,
        "No better than the best rival": behind,
        "Not to be scored, too few points or forms have it": unscored,
    }
    return [f"{reason}: {', '.join(names)}." for reason, names in reasons.items() if names]


def notes(found: CellFindings) -> list[str]:
    """What limits the figures."""
    looked = len(found.survey.low) * CANDIDATES
    pushed = [one.effect for one in found.ranked if one.effect]
    beside = found.setting.controls + 1
    return [
        "Forms are held out, not writers: the lists do not say who wrote a form. For other writers cells may tell less.",
        f"Of the {len(pushed)} held cells whose feature shows in ink, {len(pushed) / beside:.1f} would by chance move it more"
        f" than all {beside - 1} random ones do.",
        f"Each signal was scored closely for {CANDIDATES} features. Were each exactly as good as its best rival, up to"
        f" {looked * 0.025:.0f} of these {looked:,} would pass by chance; that rival is the best of thousands, or a column.",
        "Each column stands for itself: a cell that only mixes columns may lead over each of them without remembering anything"
        " (a step's length is made of two).",
        "The network learnt from the fitting forms, so a cell may be chosen there for what it memorised.",
        "The network was trained on lines whose last tenth was cut off, and does not read pen speed: what a cell tells of"
        " either it takes from the shape.",
        "Where dots and bars are owed is a rule on ink, used only on lines whose transcription has as many i, j and t as marks"
        " were found. A word's first letter is its first share by width; words are matched where a text has"
        " as many as its ink.",
        "A pushed cell leaves the states that the network has met: a great effect says that something depends on the cell, not"
        " that it stands for that alone.",
    ]
