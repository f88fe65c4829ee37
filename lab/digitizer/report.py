"""The report on the digitizer: what its rounding is, how that is known, and what it does to published losses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lab.digitizer.search import Found, Rings
from lab.engine.report import bullets, composed
from training.lattice.nats_saved import Worth

TITLE = "What did the digitizer leave in the ink?"
REAL = 0.1  # of what a lattice forbids by chance: where it forbids more than that of the points, there is none
QUESTION = (
    "Points of IAM-OnDB are whole numbers. Are all equally likely? If not, a density may use which can come, and its loss falls"
    " without a better guess at where the pen goes."
)
METHOD = (
    "A digitizer's own whole-number point (u, v), on a grid at 45° to the page, is assumed to be written as (⌊f·p⌋, ⌊f·q⌋),"
    " p = u + v and q = u − v, both even or both odd. Where f is below 1, some whole-number points of the page never occur,"
    " and some stand for two of the digitizer's. The strongest wave in the coordinates leaves a few factors f open; the one"
    " that forbids least is taken (`lab/digitizer/search.py`)."
)
LOSS = (
    "Graves' representation holds offsets alone: where on the lattice a line begins is inferred point by point (Bayes' rule"
    " over both phases, `training/lattice/posterior.py`). The network's mixture is multiplied by the lattice's expected"
    " pattern, each component divided by its integral with it, so the result is still a density (a test integrates it). One"
    " line in ten is allowed for as another device's."
)


@dataclass(frozen=True, eq=False, slots=True)
class DigitizerFindings:
    """All that the report says. ``points``: how many were searched. ``bound``: nats per point that the lattice can be worth."""

    points: int
    lattice: Found
    alone: float
    rings: Rings | None
    worth: Worth
    weights: str
    bound: float
    quick: bool

    @property
    def forbidden(self) -> int:
        """Points where the lattice has none."""
        return round(self.lattice.impossible * self.points)

    @property
    def real(self) -> bool:
        """Whether there is such a lattice."""
        return self.lattice.impossible < REAL * self.lattice.chance


def compose(name: str, found: DigitizerFindings) -> str:
    """The report's text."""
    rest = [
        f"![The digitizer's lattice]({name}.svg)",
        "## Method",
        METHOD,
        LOSS,
        *bullets("## Limits", notes(found)),
        *bullets("## Appendix", details(found)),
    ]
    return composed(name, TITLE, QUESTION, conclude(found), rest, quick=found.quick)


def details(all_found: DigitizerFindings) -> list[str]:
    """On what the conclusion rests."""
    found, worth, rings = all_found.lattice, all_found.worth, all_found.rings
    said = [
        f"Searched: {all_found.points:,} points of the training list. The mean of exp(2πi · coordinate / f) has a size of"
        f" {found.coherence:.3f}. {100 * all_found.alone:.1f} % of the points stand for one of the"
        " digitizer's alone.",
        f"{worth.lines:,} lines of the held-out forms ({worth.points:,} points), each from the zero state: {all_found.weights}"
        f" alone {_signed(worth.alone)} nats per line, with the lattice {_signed(worth.with_lattice)}.",
    ]
    if rings is not None:
        said.append(
            f"Rings: {rings.pitch:.3f} units apart in {len(rings.waves):,} windows with points enough (median coherence"
            f" {np.median(rings.coherence):.2f}). Half of the lines along the waves meet within {rings.miss:.0f} units of one"
            f" point. The position in a ring is worth {rings.worth:.2f} nats per point, mean of the windows."
        )
    return said


def _signed(loss: float) -> str:
    """A loss per line, with a true minus sign."""
    return f"{loss:,.1f}".replace("-", "−")


def conclude(all_found: DigitizerFindings) -> list[str]:
    """What a reader takes away."""
    found, worth, rings = all_found.lattice, all_found.worth, all_found.rings
    if not all_found.real:
        return ["No such lattice: as many points as by chance lie where none could be."]
    said = [
        f"**The digitizer's grid is in the ink.** With f = {found.factor:g}, {all_found.forbidden:,} of {all_found.points:,}"
        f" points are where none can be; by chance {100 * found.chance:.0f} % would be (A). Along an axis a unit holds one step"
        " of p or two, as often as the lattice says (B).",
        f"**Using it takes {worth.alone - worth.with_lattice:.0f} nats off a held-out line**, {worth.a_point:.3f} off a point,"
        " with the same weights. After some 50 points it is clear where on the lattice a line stands (D).",
    ]
    if rings is not None and np.median(rings.coherence) > 0.5:
        said.append(
            f"**There is more, which no density here uses.** On the digitizer's own grid, points lie on rings {rings.pitch:.1f}"
            f" units apart around one point, its receiver (C): it measured distances, in whole numbers. The receiver's position"
            f" could take up to {rings.worth:.1f} nats off each point; it would teach nothing about writing."
        )
    said.append(
        "**So a log-loss on this data compares networks only where they use the digitizer's grid alike.** How much of the"
        " differences between published figures, 11 to 136 nats per line, is handwriting is not known."
    )
    return said


def notes(found: DigitizerFindings) -> list[str]:
    """What weakens the figures."""
    return [
        "The sampler does not use the lattice: a person's pen has none.",
        "Components narrower than the pattern (0.58 units), such as the one for a pen at rest, are left as they are. A single"
        " phase's integral is taken as 1, which may raise the loss a little.",
        f"At most {found.bound:.3f} nats per point would be gained by a density that is even over the pattern; a network's"
        " components are some units wide.",
    ]
