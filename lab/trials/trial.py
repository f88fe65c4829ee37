"""What is tried, by name: one change each against the same plain network."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Literal

Density = Literal["correlated", "cholesky", "diagonal", "student", "logistic"]


@dataclass(frozen=True, slots=True)
class Trial:
    """One small training. All but one setting are the same for all trials.

    ``points``: seen in all; ``lines``: the share of the training lines they are of; ``batch``: rows a step. ``muon``:
    its peak rate, 0 for AdamW alone; ``rate``: AdamW's. ``recurrent_dropout``: share of hidden-to-hidden weights dropped at
    each step (Merity et al. 2018). ``dropout``: share of what a layer says that the next and the head do not hear.
    ``weight_noise``: deviation of what is added to all LSTM weights at each step (Graves 2011). ``weight_decay``: times the
    rate, the share that a weight loses each step (Loshchilov and Hutter 2019). ``layer_norm``: of each layer's output
    (Ba et al. 2016). ``residual``: a layer's input is added to its output. ``last``: width of the last layer, of ``hidden``.
    ``density``: see ``lab.trials.density``. ``scale``, ``shear``, ``rotate``, ``bend``, ``warp``: at most so
    much of each, at each sample of a line.
    ``blur``: deviation of noise on the offsets that are read (not on the targets), in the scale's units.
    ``averaging``: decay of the weights' average that is judged, 0 for the last weights. ``past``: attention over what the
    first layer said before (Vaswani et al. 2017). ``place``: where the pen stands and how the writer writes as further inputs.
    ``distil``: the share of the loss that is paid for what a large network samples in place of the row that came.
    """

    hidden: int = 128
    layers: int = 2
    last: float = 1.0
    components: int = 20
    density: Density = "correlated"
    muon: float = 0.02
    rate: float = 3e-3
    recurrent_dropout: float = 0.0
    dropout: float = 0.0
    weight_noise: float = 0.0
    weight_decay: float = 1e-3
    layer_norm: bool = False
    residual: bool = False
    past: bool = False
    place: bool = False
    distil: float = 0.0
    scale: float = 0.1
    shear: float = 0.0
    rotate: float = 0.0
    bend: float = 0.0
    blur: float = 0.0
    warp: float = 0.0
    averaging: float = 0.0
    lines: float = 1.0
    points: int = 1_000_000
    batch: int = 3000

    def to_json(self) -> dict[str, object]:
        """For the kept results."""
        return asdict(self)


TRIALS = {
    "plain": Trial(),
    "AdamW alone": Trial(muon=0.0),
    "AdamW alone, twice the rate": Trial(muon=0.0, rate=6e-3),
    "Muon, half the rate": Trial(muon=0.01),
    "Muon, twice the rate": Trial(muon=0.04),
    "twice AdamW's rate beside Muon": Trial(rate=6e-3),
    "larger steps, half as many": Trial(batch=6000),
    "smaller steps, twice as many": Trial(batch=1500),
    "recurrent dropout 0.1": Trial(recurrent_dropout=0.1),
    "weight noise 0.02": Trial(weight_noise=0.02),
    "layer normalisation": Trial(layer_norm=True),
    "residual stack": Trial(residual=True),
    "last layer twice as wide": Trial(last=2.0),
    "three layers": Trial(layers=3),
    "half again as wide": Trial(hidden=192),
    "10 components": Trial(components=10),
    "40 components": Trial(components=40),
    "no correlation": Trial(density="diagonal"),
    "covariance by Cholesky": Trial(density="cholesky"),
    "Student's t, 5 degrees": Trial(density="student"),
    "mixture of logistics": Trial(density="logistic"),
    "no scaling": Trial(scale=0.0),
    "scaling by 0.2": Trial(scale=0.2),
    "shear by 0.1": Trial(shear=0.1),
    "time warped by 0.1": Trial(warp=0.1),
    "weights averaged, 0.98": Trial(averaging=0.98),
    "attention over the line's past": Trial(past=True),
    "position inputs": Trial(place=True),
    "half taught by the shipped network": Trial(distil=0.5),
}
# What keeps a network from learning its lines by heart shows only where it sees each of them often: a fourteenth of the
# lines, sixteen times over, so that there are as many points to a number to be learnt as in the record's long training.
OFTEN = Trial(lines=0.07, points=7_000_000)
TRIALS_OFTEN = {
    "often": OFTEN,
    "often, averaged 0.998": replace(OFTEN, averaging=0.998),
    "often, decay 0.03": replace(OFTEN, weight_decay=0.03),
    "often, decay 0.1": replace(OFTEN, weight_decay=0.1),
    "often, decay 0.3": replace(OFTEN, weight_decay=0.3),
    "often, dropout 0.1": replace(OFTEN, dropout=0.1),
    "often, dropout 0.25": replace(OFTEN, dropout=0.25),
    "often, recurrent dropout 0.1": replace(OFTEN, recurrent_dropout=0.1),
    "often, dropout 0.1, decay 0.03": replace(OFTEN, dropout=0.1, weight_decay=0.03),
    "often, half taught by the shipped network": replace(OFTEN, distil=0.5),
}
# The sixth stage's settings, and what might go further: this network sees few of the writers that judge it.
HANDS = replace(OFTEN, dropout=0.1, weight_decay=0.03, scale=0.25, shear=0.3, rotate=0.04)
TRIALS_HANDS = {
    "hands": HANDS,
    "hands, bent by 0.15": replace(HANDS, bend=0.15),
    "hands, bent by 0.3": replace(HANDS, bend=0.3),
    "hands, blurred by 0.05": replace(HANDS, blur=0.05),
    "hands, half taught by the shipped network": replace(HANDS, distil=0.5),
}
SERIES = {"once": TRIALS, "often": TRIALS_OFTEN, "hands": TRIALS_HANDS}
SEEDS = {"plain": (1, 2, 3)}  # the others have one; the plain network's spread says what a difference is worth
