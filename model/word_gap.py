"""A hop after the pen has come to rest: where a word has more likely ended than not, the hop begins another.

At a lift in the middle of writing the network asks itself whether the word goes on; it has never seen a pen rest. A
person who rests the pen has ended a word ``ODDS`` times as likely as at any other lift, so by Bayes the chance p of a
word's gap becomes ODDS·p / (ODDS·p + 1 − p), and the likelier of the two is done. Where the network is sure that a word goes
on (an i without its dot, a half-written letter) p is as good as nothing, and it goes on. How far a hop must go to begin a word
is the caller's to say.
"""

from __future__ import annotations

import math
from itertools import product

import numpy as np

from model import mdn, noise
from model.arrays import Float32Array
from model.point_sampler import sample_points
from model.trace import Controls

# Of IAM-OnDB's lifts about a fifth end a word; of a person's rests some three in four may. Chosen at the cuts of
# ``lab.measure.word_gaps``: 20 glues 1.3 of 68 ended words in place of 2.5, but ends 48 of 100 unfinished ones in place of 35.
ODDS = 10.0
# Spreads: a round letter begins so far to the right of its left edge. A gap that the network did not expect comes from the tail
# of hops between letters, and without this the next letter's body would stand as near as in a word.
ROUND = 0.6
TRIES = 128
PLAIN = Controls(1.0, 0.0)
_SALT = 0x5EED_0F_4E57  # the noise of the tries is none that a step of the same seed will use


def gap_chance(head: Float32Array, beyond: float) -> float:
    """The chance that the next hop goes more than ``beyond`` (scaled units) to the right; ``head``: (6M + 1,)."""
    mix = mdn.mixture(head)
    far = (beyond - mix.mean_x.astype(np.float64)) / (mix.std_x.astype(np.float64) * math.sqrt(2.0))
    return float(sum(0.5 * weight * math.erfc(z) for weight, z in zip(mix.weights.tolist(), far.tolist(), strict=True)))


def ends_word(chance: float) -> bool:
    """Whether at a rest a word has more likely ended than not; ``chance``: what ``gap_chance`` says of any lift."""
    return ODDS * chance > 1.0 - chance


def hop_noise(
    head: Float32Array, row: list[float], seed: int, beyond: float, spread: float, controls: Controls
) -> tuple[list[float], Controls]:
    """The noise of the first hop after a rest, and the controls to draw it with: ``row`` and ``controls`` as they are, or
    those of a hop of more than ``beyond`` to the right.

    ``head``: (6M + 1,). ``row``: the step's own four numbers. ``beyond``, and a ``spread`` of y: scaled units. Equal arguments,
    equal noise. Where a gap is not what the network thinks likeliest a low temperature never draws one: then it is drawn at 1.
    """
    if not ends_word(gap_chance(head, beyond)):
        return row, controls
    rows = noise.rows(seed ^ _SALT, 0, TRIES)
    heads = np.repeat(head[:, None], TRIES, axis=1)
    for least, drawn_with in product((beyond + ROUND * spread, beyond), (controls, PLAIN)):
        drawn, _, _ = sample_points(heads, rows, drawn_with)
        fit = np.flatnonzero(drawn > least)
        if len(fit):
            return list(rows[fit[0]].tolist()), drawn_with
    return row, controls
