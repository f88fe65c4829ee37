"""Decodes what frames say by words: a beam over beginnings of a line, each weighed by what a language says of its text.

A prefix beam search (Hannun et al. 2014) whose texts have a language's chance from the first letter on, not only when a word
is whole (``model.text_model``), so that a beginning of no word falls behind at once. A text is worth

    log p(text | frames) + weight · log p(text) + bonus · characters
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from model.arrays import Float32Array
from model.ctc import BLANK
from model.decoder import Decoded
from model.text_model import Spot, TextModel
from model.word_confidence import character_confidences

FORGET = 128  # frames after which what fell out of the beam is let go: a long line would fill the memory with it


@dataclass(frozen=True, slots=True)
class BeamSettings:
    """``weight``, ``bonus``: see above. ``width``: how many beginnings are kept at each frame, ``margin``: and how much less
    than the best one they may be worth. ``least``: a class of a lower log-probability in a frame is not tried there."""

    weight: float = 0.8
    bonus: float = 2.0
    width: int = 24
    margin: float = 10.0
    least: float = -9.0


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """``labels``: classes, without blanks. ``worth``: in nats, see above; the line's end is counted."""

    labels: tuple[int, ...]
    text: str
    worth: float


class _Beginning:
    """A text so far. ``blank``, ``label``: the chances of its paths that end in a blank, and that do not, all frames' scaled
    alike; ``next_blank``, ``next_label``: the same one frame on, if ``frame`` is that frame. ``worth``: of its text alone."""

    __slots__ = (
        "blank", "follows", "frame", "label", "last", "next_blank", "next_label", "parent", "spot", "worth",
    )  # fmt: skip

    def __init__(self, parent: _Beginning | None, last: int, spot: Spot, worth: float) -> None:
        self.parent, self.last, self.spot, self.worth = parent, last, spot, worth
        self.follows: dict[int, _Beginning] = {}
        self.blank = self.label = self.next_blank = self.next_label = 0.0
        self.frame = -1

    def labels(self) -> tuple[int, ...]:
        found = []
        at = self
        while at.parent is not None:
            found.append(at.last)
            at = at.parent
        return tuple(reversed(found))


class WordBeam:
    """Decodes with a text model. Frozen: threads may share it."""

    def __init__(self, model: TextModel, alphabet: str, settings: BeamSettings | None = None) -> None:
        self.model, self.alphabet = model, alphabet
        self.settings = settings or BeamSettings()

    def decode(self, log_probs: Float32Array) -> Decoded:
        """The text worth most; each character as sure as its word, see ``model.word_confidence``."""
        found = self.hypotheses(log_probs)
        return Decoded(found[0].labels, character_confidences([(one.text, one.worth) for one in found]))

    def hypotheses(self, log_probs: Float32Array) -> list[Hypothesis]:
        """The texts worth most, the best first, of log-probabilities (frames, 1 + characters of the alphabet)."""
        settings = self.settings
        root = _Beginning(None, BLANK, self.model.begin(), 0.0)
        root.blank = 1.0
        beam = [root]
        for number, frame in enumerate(log_probs):
            labels = [int(label) for label in (frame > settings.least).nonzero()[0] if label != BLANK]
            chances = [math.exp(value) for value in frame.tolist()]
            beam = self._step(beam, number, chances, labels)
            if number % FORGET == FORGET - 1:
                _forget(beam)
        return sorted(map(self._ended, beam), key=lambda one: -one.worth)

    def _ended(self, at: _Beginning) -> Hypothesis:
        labels = at.labels()
        worth = math.log(at.blank + at.label) + at.worth + self.settings.weight * self.model.end(at.spot)
        return Hypothesis(labels, "".join(self.alphabet[label - 1] for label in labels), worth)

    def _step(self, beam: list[_Beginning], number: int, chances: list[float], labels: list[int]) -> list[_Beginning]:
        """The beam one frame on."""
        settings = self.settings
        touched: list[_Beginning] = []
        floor = -math.inf  # what a beginning must be worth to be looked at: what one is worth already, less the margin
        for at in beam:
            both = at.blank + at.label
            if at.frame != number:
                at.frame, at.next_blank, at.next_label = number, 0.0, 0.0
                touched.append(at)
            at.next_blank += both * chances[BLANK]
            if at.last:
                at.next_label += at.label * chances[at.last]
            stays = at.next_blank + at.next_label
            if stays > 0:
                floor = max(floor, math.log(stays) + at.worth - settings.margin)
        for at in beam:
            both = at.blank + at.label
            most = math.log(both) + at.worth + settings.bonus
            for label in labels:
                base = at.blank if label == at.last else both
                gained = base * chances[label]
                if gained <= 0.0:
                    continue
                longer = at.follows.get(label)
                if longer is None:
                    if most + math.log(chances[label]) < floor:
                        continue
                    spot, chance = self.model.follow(at.spot, self.alphabet[label - 1])
                    worth = at.worth + settings.weight * chance + settings.bonus
                    longer = at.follows[label] = _Beginning(at, label, spot, worth)
                if longer.frame != number:
                    longer.frame, longer.next_blank, longer.next_label = number, 0.0, 0.0
                    touched.append(longer)
                longer.next_label += gained
        ranked = []
        for at in touched:
            whole = at.next_blank + at.next_label
            if whole > 0.0:
                worth = math.log(whole) + at.worth
                if worth >= floor:
                    ranked.append((worth, at))
        ranked.sort(key=lambda one: -one[0])
        kept = ranked[: settings.width]
        scale = 1.0 / max(at.next_blank + at.next_label for _, at in kept)
        for _, at in kept:
            at.blank, at.label = at.next_blank * scale, at.next_label * scale
        return [at for _, at in kept]


def _forget(beam: list[_Beginning]) -> None:
    """Keeps of all beginnings those in the beam and what they begin with."""
    alive: set[_Beginning] = set()
    for at in beam:
        node: _Beginning | None = at
        while node is not None and node not in alive:
            alive.add(node)
            node = node.parent
    for node in alive:
        node.follows = {label: longer for label, longer in node.follows.items() if longer in alive}
