"""The report on the digitizer: what its rounding is, how that is known, and what published prices have to do with it.

Knows: the paper's order, its table and its sentences, made from what was found.
Refuses to know: how it was found, and where the paper goes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lab.digitizer.search import Found, Rings
from lab.engine.report import wrapped
from training.lattice.price import Worth

TITLE = "What did the digitizer leave in the ink?"
REAL = 0.1  # of what a lattice forbids by chance: where it forbids more than that of the points, there is none
QUESTION = (
    "A price is paid for all that is in the data, and not all of that is handwriting. Points of IAM-OnDB are whole numbers."
    " Are all whole numbers alike? If not, a density may know which can come, and its price falls without a better guess"
    " at where the pen goes."
)
METHOD = (
    "A digitizer's own whole-number point (u, v), on a grid at 45° to the page, is taken to be written as (⌊f·p⌋, ⌊f·q⌋),"
    " p = u + v and q = u − v. So p and q are both even or both odd. Where f is below 1, some whole-number points of the page"
    " never occur, and some stand for two of the digitizer's. The strongest wave in the coordinates leaves a few factors f"
    " open; the one that forbids least is taken (`lab/digitizer/search.py`)."
)
PRICE = (
    "Graves' representation holds offsets alone, so nobody is told where on the lattice a line begins. It can be inferred:"
    " `training/lattice/posterior.py` holds a belief over both phases, by Bayes' rule point by point, and multiplies the"
    " network's mixture with the lattice's pattern as believed so far. Each component is divided by its integral with the"
    " pattern, which is closed, so the price is that of a density still (a test integrates it), and of one that looks at"
    " nothing but offsets gone by. One line in ten is allowed for as another device's."
)


@dataclass(frozen=True, eq=False, slots=True)
class Findings:
    """All that the paper tells. ``points``: how many were searched. ``bound``: nats a point that the lattice can be worth."""

    points: int
    found: Found
    alone: float
    rings: Rings | None
    worth: Worth
    weights: str
    bound: float
    quick: bool

    @property
    def forbidden(self) -> int:
        """Points where the lattice has none."""
        return round(self.found.impossible * self.points)

    @property
    def real(self) -> bool:
        """Whether there is such a lattice."""
        return self.found.impossible < REAL * self.found.chance


def compose(name: str, told: Findings) -> str:
    """The paper's text."""
    command = f"python -m lab {name} {'--quick' if told.quick else '--data DIR'}"
    trial = (
        "This is a trial with synthetic ink and weights by chance: it shows that the analysis runs, and nothing else."
    )
    parts = [
        f"# {TITLE}",
        trial if told.quick else "",
        QUESTION,
        f"    {command}",
        "## What was done",
        METHOD,
        PRICE,
        "## What was found",
        f"![The digitizer's lattice]({name}.svg)",
        _table(told),
        "## Conclusion",
        "\n".join(f"- {sentence}" for sentence in conclude(told)),
        "## To be kept in mind",
        "\n".join(f"- {sentence}" for sentence in notes(told)),
    ]
    return "\n\n".join(wrapped(part) for part in parts if part) + "\n"


def _table(told: Findings) -> str:
    found, worth = told.found, told.worth
    rows = [
        ("points searched, of the training list", f"{told.points:,}"),
        ("factor f", f"{found.factor:g}"),
        ("mean of exp(2πi · coordinate / f), its size", f"{found.coherence:.3f}"),
        ("points where none can be", f"{told.forbidden:,}; of points by chance {100 * found.chance:.1f} %"),
        ("points that stand for one of the digitizer's alone", f"{100 * told.alone:.1f} %"),
        ("the lattice's bound", f"{told.bound:.3f} nats a point, for a density that is even over it"),
        (
            "priced lines, of the kept-back forms",
            f"{worth.lines:,}; {worth.points:,} points, each line from the zero state",
        ),
        (f"{told.weights} alone", f"{worth.alone:,.1f} nats a line"),
        (f"{told.weights}, lattice known", f"{worth.known:,.1f} nats a line: {worth.a_point:.3f} nats off a point"),
    ]
    if told.rings is not None:
        rings = told.rings
        rows += [
            ("windows with points enough for rings", f"{len(rings.waves):,}"),
            ("distance between rings", f"{rings.pitch:.3f} of the digitizer's units"),
            ("coherence with them", f"{np.median(rings.coherence):.2f}, median of the windows"),
            ("lines along the waves meet", f"within {rings.miss:.0f} units, half of them, at one point"),
            ("place in a ring", f"{rings.worth:.2f} nats a point, mean of the windows"),
        ]
    return "\n".join(("| | |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in rows)))


def conclude(told: Findings) -> list[str]:
    """What a reader takes away."""
    found, worth = told.found, told.worth
    if not told.real:
        return ["No such lattice: points are as often where none could be as chance would have it."]
    said = [
        f"**The digitizer's grid is in the ink.** With f = {found.factor:g}, {told.forbidden:,} of {told.points:,} points are"
        f" where none can be; chance would put {100 * found.chance:.0f} % there (A). Along an axis a unit holds one step of p"
        " or two, as often as the lattice says (B).",
        f"**Knowing it takes {worth.alone - worth.known:.0f} nats off a line**, {worth.a_point:.3f} off a point of a bound of"
        f" {told.bound:.3f}, with the same weights. Some 50 points tell where on the lattice a line stands (D).",
    ]
    if told.rings is not None and np.median(told.rings.coherence) > 0.5:
        rings = told.rings
        said.append(
            f"**There is more that nobody prices.** On the digitizer's own grid, points lie on rings {rings.pitch:.1f} units"
            f" apart around one point, its receiver (C): it measured distances, in whole numbers. Whoever knew the receiver's"
            f" place could take up to {rings.worth:.1f} nats off each point. That is left alone: it would teach nothing of"
            " writing."
        )
    said.append(
        "**So a log-loss on this data compares networks only while they know the same of the digitizer.** Of the differences"
        " between published figures, 11 to 136 nats a line, nothing says how much is handwriting. The record states the"
        " network's price alone first, and this one beside it."
    )
    return said


def notes(told: Findings) -> list[str]:
    """What weakens the figures."""
    return [
        "The sampler does not use the lattice: a person's pen has none, and ink is not better for standing on it.",
        "Components narrower than the pattern (0.58 units), such as the one for a pen at rest, are left as they are; all"
        " others by their exact integral. Belief takes a single phase's integral as 1, which may cost the price a little.",
        "The bound holds for a density that is even over the pattern. A network's components are some units wide, and near it.",
        "Kept-back forms are of the training list; the validation lines, by which nothing here was chosen, are priced in"
        " [record.md](record.md).",
    ]
