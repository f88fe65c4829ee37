"""One sampled point and all that produced it, as frozen values that may cross threads; offsets in the network's own units."""

from __future__ import annotations

from dataclasses import dataclass

from model.arrays import Float32Array
from model.temperatures import HIGHEST_TEMPERATURE, USUAL_TEMPERATURE


@dataclass(frozen=True, slots=True)
class Controls:
    """What a person may turn while the network writes. All act from the next point on.

    ``temperature`` T > 0: mixture logits are divided by T and standard deviations multiplied by √T (Ha's
    temperature), steps kept as long as they were (``mdn.temper``); the pen's chance is left alone. ``floor``:
    components whose tempered weight is below it are dropped, which keeps the rare wild jump out. ``steadiness``: of
    what the writing has drifted off its line, the share that each lift of the pen takes back (networks that read
    the height; 0: none). ``shake``: a temperature of its own for the standard deviations, where it is not to be T.
    ``pen``: the pen's, by which its logit is divided.
    """

    temperature: float = USUAL_TEMPERATURE
    floor: float = 0.01
    steadiness: float = 0.3
    shake: float | None = None
    pen: float = 1.0

    def __post_init__(self) -> None:
        temperatures = {"temperature": self.temperature, "shake": self.of_deviations, "pen": self.pen}
        for name, value in temperatures.items():
            if not 0.0 < value <= HIGHEST_TEMPERATURE:  # also refuses nan
                raise ValueError(f"{name} must be above 0 and at most {HIGHEST_TEMPERATURE:g}, not {value}")
        if not 0.0 <= self.floor < 1.0:
            raise ValueError(f"floor must be in 0 … 1, not {self.floor}")
        if not 0.0 <= self.steadiness <= 1.0:
            raise ValueError(f"steadiness must be in 0 … 1, not {self.steadiness}")

    @property
    def of_deviations(self) -> float:
        """The temperature of the standard deviations."""
        return self.temperature if self.shake is None else self.shake


@dataclass(frozen=True, slots=True)
class Mixture:
    """The distribution of one next point (Graves 2013, eq. 18–25), before any temperature.

    ``weights`` π, ``mean_x``, ``mean_y``, ``std_x``, ``std_y``, ``correlation`` ρ: each (components,).
    ``lift``: the chance that the pen leaves the paper after this point.
    """

    weights: Float32Array
    mean_x: Float32Array
    mean_y: Float32Array
    std_x: Float32Array
    std_y: Float32Array
    correlation: Float32Array
    lift: float


@dataclass(frozen=True, slots=True)
class Step:
    """A sampled point: the offset from the last, and whether the pen leaves the paper after it.

    ``index`` counts from 0 in its continuation. ``dx``, ``dy``: model units, y down. ``nats``: −log of the
    untempered density (and pen chance) at the sampled point. ``hidden``, ``cell``: (layers, units) of the state
    that produced the mixture. ``new_stroke``: the pen was up on the way to this point. ``character``: the number of the
    character that is being written, of a network that writes a text; else −1.
    """

    index: int
    dx: float
    dy: float
    lift: bool
    new_stroke: bool
    nats: float
    controls: Controls
    mixture: Mixture
    component: int
    hidden: Float32Array
    cell: Float32Array
    character: int = -1
