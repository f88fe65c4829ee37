"""A hop after the pen has come to rest: most likely a word has ended, and the hop begins another.

At a lift in the middle of writing the network asks itself whether the word goes on; it has never seen a pen rest. A
person who rests the pen has ended a word ``ODDS`` times as likely as at any other lift, so by Bayes the chance p of a
word's gap becomes ODDS·p / (ODDS·p + 1 − p). Where the network is sure that a word goes on (an i without its dot, a
half-written letter) p is as good as nothing, and it goes on. How far a hop must go to begin a word is the caller's to say.
"""

from __future__ import annotations

import numpy as np

from model import noise
from model.arrays import Float32Array
from model.point_sampler import sample_points
from model.trace import Controls

ODDS = 20.0  # of IAM-OnDB's lifts about a fifth end a word; of a person's rests some five in six may
TRIES = 128
_SALT = 0x5EED_0F_4E57  # the noise of the tries is none that a step of the same seed will use


def hop_noise(head: Float32Array, row: list[float], seed: int, beyond: float, controls: Controls) -> list[float]:
    """The noise of the first hop after a rest: ``row`` itself, or one whose hop goes more than ``beyond`` to the right.

    ``head``: (6M + 1,). ``row``: the step's own four numbers. ``beyond``: scaled units. Equal arguments, equal noise.
    """
    rows = noise.rows(seed ^ _SALT, 0, TRIES)
    heads = np.repeat(head[:, None], TRIES, axis=1)
    expected, _, _ = sample_points(heads, rows, Controls(1.0, 0.0))
    chance = float((expected > beyond).mean())
    if noise.uniforms(seed ^ _SALT, TRIES, 1)[0, 0] * (ODDS * chance + 1.0 - chance) >= ODDS * chance:
        return row
    sampled, _, _ = sample_points(heads, rows, controls)
    fit = np.flatnonzero(sampled > beyond)
    return list(rows[fit[0]].tolist()) if len(fit) else row
