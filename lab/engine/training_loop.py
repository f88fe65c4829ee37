"""The lab's training loop, whatever the network and the data: loss, gradient, clipping, step, and what is noted of each."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from torch import Tensor, nn

Tell = Callable[[int, float], None]  # (steps or points done, nats per point of the last batch)


@dataclass(frozen=True, slots=True)
class Course:
    """What is noted of a training: at each step nats per point of its batch, the gradient's norm before clipping, and points.

    ``diverged``: the step whose loss or gradient was not finite, the last that is noted; None where all were. ``seconds``:
    by the clock; ``worked``: of the processor's time.
    """

    curve: list[float]
    norms: list[float]
    points: list[int]
    diverged: int | None
    seconds: float
    worked: float

    @property
    def seen(self) -> list[int]:
        """Points up to and with each step."""
        return list(accumulate(self.points))

    @property
    def points_per_s(self) -> float:
        """Points in a second of the processor's time, since others may share the machine."""
        return sum(self.points) / max(self.worked, 1e-9)


@dataclass(frozen=True, slots=True)
class TrainingLoop:
    """Steps of gradient descent on a network.

    ``loss``: the next batch's mean nats, with its gradient, and its points. ``clip``: clips the gradient and returns its norm
    before that. ``optimiser_step``: moves the weights, given the number of steps and of points before this one.
    """

    network: nn.Module
    loss: Callable[[], tuple[Tensor, int]]
    clip: Callable[[], float]
    optimiser_step: Callable[[int, int], None]

    def run(self, tell: Tell, *, steps: float = math.inf, points: float = math.inf, by_points: bool = False) -> Course:
        """Until so many steps are done, so many points seen, or loss or gradient is not finite (no step is taken then).

        ``tell`` hears the steps done, or with ``by_points`` the points, and the last loss.
        """
        curve: list[float] = []
        norms: list[float] = []
        counts: list[int] = []
        seen, diverged = 0, None
        began, worked = time.monotonic(), time.process_time()
        while len(curve) < steps and seen < points:
            loss, count = self.loss()
            self.network.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            curve.append(float(loss.detach()))
            norms.append(self.clip())
            counts.append(count)
            if not math.isfinite(curve[-1]) or not math.isfinite(norms[-1]):
                diverged = len(curve) - 1
                break
            self.optimiser_step(len(curve) - 1, seen)
            seen += count
            tell(seen if by_points else len(curve), curve[-1])
        return Course(curve, norms, counts, diverged, time.monotonic() - began, time.process_time() - worked)
