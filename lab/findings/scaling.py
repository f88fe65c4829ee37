"""Results along one axis, parameters or lines: their law in words, its test on the largest, and what it predicts beyond."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lab.findings import power_law
from lab.findings.results import Results, number, spreads
from lab.findings.spread import Spread, listed


@dataclass(frozen=True)
class Row:
    """A row: its variants from the smallest on, what each has of x, and its nats."""

    names: tuple[str, ...]
    x: tuple[float, ...]
    nats: tuple[Spread, ...]

    @classmethod
    def of(cls, results: Results, names: Sequence[str], figure_of_x: str) -> Row:
        """Those of ``names`` of which a run came to its end."""
        nats = spreads(results, "nats")
        finished = tuple(name for name in names if nats[name].values)
        x = (next(number(r, figure_of_x) for r in results[name] if r.diverged is None) for name in finished)
        return cls(finished, tuple(x), tuple(nats[name] for name in finished))

    def without_largest(self) -> Row:
        """All but the last."""
        return Row(self.names[:-1], self.x[:-1], self.nats[:-1])


def predict(row: Row, x: float, seeds: int = 0) -> tuple[float, float, float]:
    """What the row's law predicts at x, and the range of nine in ten bootstrap laws.

    ``seeds``: of the figure that is predicted, whose own spread then widens the range; 0: the range of the law alone.
    """
    said = np.array([law.at(x) for law in power_law.bootstrap(row.x, row.nats)])
    if seeds:
        said += np.random.default_rng(2).normal(0.0, power_law.pooled(row.nats) / math.sqrt(seeds), len(said))
    return power_law.fit_spreads(row.x, row.nats).at(x), *power_law.between(said)


def is_law(row: Row) -> bool:
    """Whether the row's best law falls, and by a power that was not the last one searched for on either side."""
    best = power_law.fit_spreads(row.x, row.nats)
    return best.excess > 0 and power_law.POWERS[0] < best.power < power_law.POWERS[-1]


def say_law(what: str, letter: str, row: Row, unit: str) -> str:
    """The law of a row, the range of its numbers, and how well it meets what it was fitted to."""
    best, laws = power_law.fit_spreads(row.x, row.nats), power_law.bootstrap(row.x, row.nats)
    missed = max(abs(best.at(x) - spread.mean) for x, spread in zip(row.x, row.nats, strict=True))
    floor, power = power_law.between([one.floor for one in laws]), power_law.between([one.power for one in laws])
    if not best.excess:
        falling = sum(one.excess > 0 for one in laws) / len(laws)
        return _signed(
            f"{what}: nothing falls with {letter}; the law is a level of {best.floor:.3f}, which the figures miss by"
            f" {missed:.3f} at most. Of bootstrap laws {falling:.0%} fall at all."
        )
    if not is_law(row):
        edge = "all but a logarithm" if best.power <= power_law.POWERS[0] else "all but a step"
        return _signed(
            f"{what}: no law in {letter}: the best fit has the last power searched, {best.power:g}, {edge}, and misses the"
            f" figures by {missed:.3f} nats at most; their seeds' spread is {power_law.pooled(row.nats):.3f}."
        )
    text = (
        f"{what}: L({letter}) = {best.floor:.2f} + {best.excess:.2f} · ({letter} / {best.least:,.0f} {unit})^−{best.power:.2f};"
        f" nine in ten bootstrap laws have a floor of {_range(floor, '.2f')} and a power of {_range(power, '.2f')}. It misses"
        f" the figures by {missed:.3f} nats at most; their seeds' spread is {power_law.pooled(row.nats):.3f}."
    )
    return _signed(text)


def say_test(row: Row) -> str:
    """Whether the law of all but the largest predicts it, and whether no gain would have passed the test as well."""
    if len(row.x) < 4:
        return "Too few runs came to their end to predict one by the others."
    fewer, found = row.without_largest(), row.nats[-1]
    middle, low, high = predict(fewer, row.x[-1], seeds=len(found.values))
    place = "within" if low <= found.mean <= high else "outside"
    way = "above" if found.mean > middle else "below"
    passing = [
        f"{name} ({spread.mean:.3f})"
        for name, spread in zip(fewer.names, fewer.nats, strict=True)
        if low <= spread.mean <= high
    ]
    also = f" The range also holds {listed(passing)}: no gain from there on would have passed too." if passing else ""
    return _signed(
        f"Tested: fitted without {row.names[-1]}, the law predicts {middle:.3f} ({low:.3f} to {high:.3f}) for it; it came to"
        f" {found.mean:.3f}, {abs(found.mean - middle):.3f} {way} and {place} the range.{also}"
    )


def prediction(row: Row, x: float) -> str:
    """What the law predicts at x, with its range."""
    middle, low, high = predict(row, x)
    return _signed(f"{middle:.3f} nats ({low:.3f} to {high:.3f})")


def _range(ends: tuple[float, float], form: str) -> str:
    return f"{ends[0]:{form}} to {ends[1]:{form}}"


def _signed(text: str) -> str:
    """With true minus signs."""
    return text.replace("-", "−")
