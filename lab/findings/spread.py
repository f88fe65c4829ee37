"""Figures of several seeds, and what may be said of their difference.

One rule for all studies: two means are distinguishable where they lie farther apart than twice the spread of the seeds.
The sentences here are made from it, so that no report says more than its figures.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import fmean, stdev

from scipy.stats import t as student


@dataclass(frozen=True)
class Spread:
    """A figure, once a seed; NaN and infinities are kept out. ``deviation`` is the seeds' standard deviation (n − 1)."""

    values: tuple[float, ...]

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        """The finite ones of some values."""
        return cls(tuple(value for value in values if math.isfinite(value)))

    @cached_property
    def mean(self) -> float:
        """NaN where nothing was measured."""
        return fmean(self.values) if self.values else math.nan

    @cached_property
    def deviation(self) -> float:
        """NaN for fewer than two seeds."""
        return stdev(self.values) if len(self.values) > 1 else math.nan

    def text(self, form: str = ".3f") -> str:
        """Mean ± spread for a table, with a true minus sign; a dash where nothing was measured."""
        if not self.values:
            return "–"
        spread = "" if math.isnan(self.deviation) else f" ± {self.deviation:{form}}"
        return f"{self.mean:{form}}{spread}".replace("-", "−")


def noise(one: Spread, other: Spread) -> float:
    """Twice the spread that two groups of seeds share: √((s₁² + s₂²) / 2) · 2. NaN where either has fewer than two."""
    return 2 * math.sqrt((one.deviation**2 + other.deviation**2) / 2)


def distinguishable(one: Spread, other: Spread) -> bool:
    """Whether two means lie farther from each other than ``noise``. Never where that is unknown."""
    return abs(one.mean - other.mean) > noise(one, other)


def paired(ones: Sequence[float], others: Sequence[float]) -> Spread:
    """Differences of runs that share a seed: first weights and lines are then the same, and fall out of the difference."""
    return Spread.of(one - other for one, other in zip(ones, others, strict=True))


def exceeds_spread(differences: Spread) -> bool:
    """Whether paired differences are more than their own spread: their mean farther from zero than twice that."""
    return abs(differences.mean) > 2 * differences.deviation


def false_alarm(seeds: int) -> float:
    """How often ``distinguishable`` takes two groups of so many seeds for different that are not: 0.07 for 3, 0.013 for 5.

    2 · s is √(2n) standard errors of a difference of means of n each, and Student's t has 2n − 2 degrees of freedom.
    """
    return float(2 * student.sf(math.sqrt(2 * seeds), 2 * seeds - 2))


def by_chance(comparisons: int, seeds: int) -> str:
    """What to think of a few differences among many comparisons."""
    return f"By chance alone {comparisons * false_alarm(seeds):.1f} of {comparisons} would differ."


def compare(name: str, one: Spread, other_name: str, other: Spread, unit: str, form: str = ".3f") -> str:
    """A sentence on the difference of two figures, of which the lower is named first if they are distinguishable."""
    if not one.values or not other.values:
        missing = " and ".join(n for n, s in ((name, one), (other_name, other)) if not s.values)
        return f"There is no figure of {missing} to compare."
    gap, doubt = abs(one.mean - other.mean), noise(one, other)
    if not distinguishable(one, other):
        why = "one seed is too few" if math.isnan(doubt) else f"twice the seeds' spread is {doubt:{form}}"
        return f"{name} and {other_name} are not distinguishable: {gap:{form}} {unit} between their means, and {why}."
    low, high = (name, other_name) if one.mean < other.mean else (other_name, name)
    return f"{low} is {gap:{form}} {unit} below {high}; twice the seeds' spread is {doubt:{form}}."


def judge(name: str, one: Spread, other_name: str, other: Spread, form: str = ".3f") -> str:
    """Two figures of nats per point in words: which predicts better, or that these runs do not show it."""
    if not one.values or not other.values:
        missing = " and ".join(n for n, s in ((name, one), (other_name, other)) if not s.values)
        return f"Of {missing} no run came to its end, so there is nothing to compare."
    if distinguishable(one, other):
        (low, less), (high, more) = sorted(((name, one), (other_name, other)), key=lambda pair: pair[1].mean)
        text = f"{low} predicts better than {high}: {less.mean:{form}} nats per point against {more.mean:{form}}."
    else:
        doubt = noise(one, other)
        why = "one seed is too few to say" if math.isnan(doubt) else f"within twice the seeds' spread, {doubt:{form}}"
        text = (
            f"these runs do not show whether {name} or {other_name} predicts better: {one.mean:{form}} nats per point against"
            f" {other.mean:{form}}, {why}."
        )
    return text[0].upper() + text[1:].replace("-", "−")


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: "a", "a and b", "a, b and c"; those with a comma of their own are set apart by semicolons."""
    if len(names) < 2:
        return "".join(names)
    between = "; " if any("," in name for name in names) else ", "
    return f"{between.join(names[:-1])} and {names[-1]}"


def rank(figures: Mapping[str, Spread]) -> str:
    """Names from the lowest mean to the highest: "a < b ≈ c", ≈ between neighbours that are not distinguishable."""
    order = sorted((name for name in figures if figures[name].values), key=lambda name: figures[name].mean)
    text = order[0] if order else ""
    for before, after in pairwise(order):
        text += f" {'<' if distinguishable(figures[before], figures[after]) else '≈'} {after}"
    return text
