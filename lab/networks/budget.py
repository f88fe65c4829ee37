"""Every setting that decides a run, and the width at which a network has the parameters that it may have."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Literal

from lab.networks.cells import LSTMParts
from lab.networks.initial_weights import Start
from lab.networks.stack import Kind, Shape

TOLERANCE = 0.02  # of the parameters that are given
SEEDS = (1, 2, 3)
SEEDS_OF_BRIEF = (1, 2, 3, 4, 5)  # where a run takes seconds
QUICK_SEEDS = 2  # the first so many, in a trial

Bound = Literal["norm", "value"]
Feed = Literal["lanes", "padded", "packed", "bucketed"]
# Fields that came after results had been kept. Left as they were before they were there, they are no part of a key and no
# line of a budget, so that an older result stays valid and an older report the same.
LATER: dict[str, Any] = {"clip_by": "norm", "feed": "lanes", "learnt": False}


@dataclass(frozen=True, slots=True)
class Setting:
    """All that decides a run but its seed and its ink. What two variants of a study do not share is what it asks about.

    The network: ``cell``, ``layers``, ``skips``, ``gates``, ``start``, ``residual``, ``components`` as in ``stack.Shape``; its
    width follows from ``parameters``. The data: the first ``lines`` to learn from (0: all). A step: ``batch`` windows of
    ``window`` points; with ``carry`` each begins with the state at the last one's end, without it from zero. The
    optimiser: Adam at a one-cycle rate (a rise over ``warmup`` of the ``steps``, then a cosine's fall to a hundredth), the
    gradient's norm clipped to ``clip`` (infinity: never); with ``clip_by`` "value" each of its numbers to ± that instead.

    ``feed``: "lanes" as said; the others give whole lines (``feeds``), as many as make batch · window points. ``learnt``:
    the state before a line is learnt too, and whole lines begin with it.
    """

    cell: Kind = "lstm"
    layers: int = 1
    skips: bool = True
    gates: LSTMParts = field(default_factory=LSTMParts)
    start: Start = "uniform"
    residual: float = 0.0
    components: int = 10
    parameters: int = 50_000
    lines: int = 2400
    steps: int = 900
    batch: int = 20
    window: int = 64
    carry: bool = True
    rate: float = 2e-2
    warmup: float = 0.05
    clip: float = 1.0
    clip_by: Bound = "norm"
    feed: Feed = "lanes"
    learnt: bool = False

    def shape(self, hidden: int) -> Shape:
        """The network's shape at a width."""
        return Shape(self.cell, hidden, self.layers, self.skips, self.gates, self.start, self.residual, self.components)

    def to_json(self) -> dict[str, Any]:
        """For the kept results."""
        return {name: value for name, value in asdict(self).items() if name not in LATER or value != LATER[name]}


# What each setting is called in a report.
NAMES = {
    "cell": "cell",
    "layers": "layers",
    "skips": "skips",
    "gates": "the LSTM's parts",
    "start": "initial weights",
    "residual": "residual along time",
    "components": "mixture components",
    "parameters": "parameters",
    "lines": "training lines used (0: all)",
    "steps": "steps",
    "batch": "windows a step",
    "window": "points a window",
    "carry": "state carried from window to window",
    "rate": "rate",
    "warmup": "warm-up over a share of the steps of",
    "clip": "bound on the gradient",
    "clip_by": "clipped by",
    "feed": "how lines are fed",
    "learnt": "learnt initial state",
}


def shared(settings: list[Setting]) -> tuple[dict[str, Any], list[str]]:
    """What all settings have in common, by field, and the fields in which they differ."""
    values = {f.name: [getattr(setting, f.name) for setting in settings] for f in fields(Setting)}
    same = {name: found[0] for name, found in values.items() if all(value == found[0] for value in found)}
    return same, [name for name in values if name not in same]


def count_parameters(shape: Shape) -> int:
    """What ``network.parameter_count`` says of a ``Stack`` of this shape, by arithmetic."""
    blocks = {"lstm": len(shape.gates.blocks), "gru": 3}.get(shape.cell, 1)
    peepholes = shape.gates.blocks.replace("g", "") if shape.gates.peepholes else ""
    total = 0
    for layer in range(shape.layers):
        below = shape.inputs if not layer else shape.hidden + (shape.inputs if shape.skips else 0)
        total += blocks * shape.hidden * (below + shape.hidden + 2) + len(peepholes) * shape.hidden
    shown = shape.hidden * (shape.layers if shape.skips else 1)
    return total + (shown + 1) * (1 + 6 * shape.components)


def fit_width(setting: Setting) -> int:
    """The width at which the network comes nearest to its parameters."""
    hidden = 1
    while count_parameters(setting.shape(hidden)) < setting.parameters:
        hidden += 1
    return min((max(hidden - 1, 1), hidden), key=lambda n: abs(count_parameters(setting.shape(n)) - setting.parameters))


def hold_to_budget(setting: Setting) -> None:
    """Raises ValueError where the parameters are missed by more than ``TOLERANCE``: the comparison would not be one."""
    hidden = fit_width(setting)
    found = count_parameters(setting.shape(hidden))
    if abs(found - setting.parameters) > TOLERANCE * setting.parameters:
        raise ValueError(
            f"no width gives {setting.parameters} parameters within {TOLERANCE:.0%}: {hidden} gives {found}"
        )


def quicken(setting: Setting) -> Setting:
    """The same setting cut down to a trial of seconds: an eighth of the parameters, a thirtieth of the steps, small windows.

    What variants differ in they still differ in. So small a network may miss its parameters by more than is allowed.
    """
    return replace(
        setting,
        parameters=max(setting.parameters // 8, 3000),
        steps=max(setting.steps // 30, 8),
        batch=max(setting.batch // 5, 4),
        window=max(setting.window // 4, 4),
    )
