"""In which precision the LSTM layers of a training compute on this machine: bfloat16 where it is faster, else float32.

Not every processor has a bfloat16 LSTM: oneDNN refuses one where there is AVX2 alone, and where it has to emulate one it is
several times slower than float32. So both are measured, on one small layer, which takes a fraction of a second. Weights,
gradients, the head and the loss are in float32 either way.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import nn

from training.parallel import Team

BFLOAT16, FLOAT32 = "bfloat16", "float32"

# The layer that is timed. Of wider ones the ratio is much the same; the few units of a test's network would say nothing.
UNITS, LINES, POINTS = 256, 16, 16
ROUNDS = 5
LOSS = 2.0  # times float32's: a run that was begun in bfloat16 keeps it up to so much time


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of work that a forward and backward pass takes in each precision; infinite for bfloat16 where it fails."""

    float32: float
    bfloat16: float


def autocast(device_type: str, precision: str) -> torch.autocast:
    """A context in which matrix products are in ``precision``."""
    return torch.autocast(device_type, torch.bfloat16, enabled=precision == BFLOAT16)


@lru_cache(maxsize=1)
def timed() -> Timing:
    """What this machine's processor takes, measured once a process.

    Processor time in one thread, the least of a few rounds in turn: other work on the machine hardly moves it. A single
    pass decides where bfloat16 takes more than ``LOSS`` times as long, so that emulation costs no more than that pass.
    """
    threads, random = torch.get_num_threads(), torch.get_rng_state()
    torch.set_num_threads(1)
    try:
        layer, rows = nn.LSTM(UNITS, UNITS), torch.zeros(POINTS, LINES, UNITS)
        float32 = bfloat16 = float("inf")
        for _ in range(ROUNDS):
            float32 = min(float32, _seconds(layer, rows, FLOAT32), _seconds(layer, rows, FLOAT32))
            try:
                if bfloat16 == float("inf"):
                    _seconds(layer, rows, BFLOAT16)  # the first pass compiles its kernels
                bfloat16 = min(bfloat16, _seconds(layer, rows, BFLOAT16))
            except RuntimeError:  # oneDNN has no such LSTM for this processor
                break
            if bfloat16 > 2 * LOSS * float32:
                break
        return Timing(float32, bfloat16)
    finally:
        torch.set_num_threads(threads)
        torch.set_rng_state(random)


def _seconds(layer: nn.LSTM, rows: torch.Tensor, precision: str) -> float:
    """Processor time of one forward and backward pass. Raises RuntimeError where the processor cannot."""
    began = time.process_time()
    with autocast("cpu", precision):
        out, _ = layer(rows)
    out.float().sum().backward()
    return time.process_time() - began


def suited(timings: list[Timing], begun: str | None) -> str:
    """The precision for a training that was ``begun`` in one, or in none yet, on processors that take so long."""
    if begun == FLOAT32:
        return FLOAT32
    float32, bfloat16 = (sum(getattr(timing, name) for timing in timings) for name in (FLOAT32, BFLOAT16))
    return BFLOAT16 if bfloat16 < float32 * (1.0 if begun is None else LOSS) else FLOAT32


def choose(team: Team | None = None, begun: str | None = None) -> str:
    """The precision of a training, the same in all its processes; of a GPU bfloat16 where it has that, unmeasured.

    ``begun``: the precision of the checkpoint that it goes on from. Raises Lost, TeamError.
    """
    team = team or Team()
    if begun == FLOAT32:
        return FLOAT32
    with team.together():
        if team.device.type == "cuda":
            able = torch.cuda.is_bf16_supported(including_emulation=False)
            own = Timing(float32=1.0, bfloat16=0.5 if able else float("inf"))
        else:
            own = timed()
    return suited(team.gather(own), begun)
