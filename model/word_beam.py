"""Decodes what frames say by words: a beam over beginnings of a line, each weighed by what a language says of its text.

A prefix beam search (Hannun et al. 2014) whose texts have a language's chance from the first letter on, not only when a word
is whole (``model.text_model``), so that a beginning of no word falls behind at once. A text is worth

    log p(text | frames) + weight · log p(text) + bonus · characters
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import TypeAlias

import numpy as np

from model.arrays import Float32Array
from model.ctc import BLANK
from model.decoder import Decoded
from model.text_model import Spot, TextModel
from model.word_confidence import character_confidences

Follow: TypeAlias = Callable[[Spot, str], tuple[Spot, float]]  # see ``TextModel.follow``
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


@dataclass(frozen=True, slots=True)
class SoFar:
    """What a line may say so far. ``spot``: where a language stands after it. ``worth``: see above; that the line ends is not
    counted."""

    text: str
    spot: Spot
    worth: float


class _Beginning:
    """A text so far. ``blank``, ``label``: the chances of its paths that end in a blank, and that do not, all frames' scaled
    alike; ``next_blank``, ``next_label``: the same one frame on. ``frame``: the last one at whose start it was in the
    beam. ``worth``: of its text alone."""

    __slots__ = (
        "blank", "follows", "frame", "label", "last", "next_blank", "next_label", "parent", "spot", "worth",
    )  # fmt: skip

    def __init__(self, parent: _Beginning | None, last: int, spot: Spot, worth: float) -> None:
        self.parent, self.last, self.spot, self.worth = parent, last, spot, worth
        self.follows: dict[int, _Beginning] = {}
        self.blank = self.label = self.next_blank = self.next_label = 0.0
        self.frame = -1

    def next_worth(self) -> float:
        """What it is worth one frame on."""
        whole = self.next_blank + self.next_label
        return math.log(whole) + self.worth if whole > 0.0 else -math.inf

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
        return sorted(map(self._ended, self._run(log_probs, self.model.begin())), key=lambda one: -one.worth)

    def so_far(self, log_probs: Float32Array, begin: Spot | None = None) -> list[SoFar]:
        """The same of a line that is still being written, after ``begin``; by default a line's beginning."""
        beam = self._run(log_probs, self.model.begin() if begin is None else begin)
        found = [SoFar(self._text(at.labels()), at.spot, math.log(at.blank + at.label) + at.worth) for at in beam]
        return sorted(found, key=lambda one: -one.worth)

    def _run(self, log_probs: Float32Array, begin: Spot) -> list[_Beginning]:
        """The beam after all frames."""
        follow = cache(self.model.follow)  # half of what is asked was asked before, of a text with the same last words
        root = _Beginning(None, BLANK, begin, 0.0)
        root.blank = 1.0
        beam = [root]
        for number, frame in enumerate(log_probs.astype(np.float64)):
            labels = [label for label in np.flatnonzero(frame > self.settings.least).tolist() if label != BLANK]
            beam = self._step(beam, number, np.exp(frame).tolist(), labels, follow)
            if number % FORGET == FORGET - 1:
                _forget(beam)
                follow.cache_clear()
        return beam

    def _text(self, labels: tuple[int, ...]) -> str:
        return "".join(self.alphabet[label - 1] for label in labels)

    def _ended(self, at: _Beginning) -> Hypothesis:
        labels = at.labels()
        worth = math.log(at.blank + at.label) + at.worth + self.settings.weight * self.model.end(at.spot)
        return Hypothesis(labels, self._text(labels), worth)

    def _step(
        self, beam: list[_Beginning], number: int, chances: list[float], labels: list[int], follow: Follow
    ) -> list[_Beginning]:
        """The beam one frame on."""
        for at in beam:
            at.frame = number
            at.next_blank = (at.blank + at.label) * chances[BLANK]
            at.next_label = at.label * chances[at.last]  # 0 for the line's beginning, which no path ends with a label
        # what a beginning must be worth to be kept: what one is worth already, less the margin
        floor = max([at.next_worth() for at in beam]) - self.settings.margin
        ranked = self._longer(beam, number, chances, labels, floor, follow) if labels else []
        ranked += [(worth, at) for at in beam if (worth := at.next_worth()) >= floor and worth > -math.inf]
        ranked.sort(key=itemgetter(0), reverse=True)
        kept = [at for _, at in ranked[: self.settings.width]]
        scale = 1.0 / max([at.next_blank + at.next_label for at in kept])
        for at in kept:
            at.blank, at.label = at.next_blank * scale, at.next_label * scale
        return kept

    def _longer(
        self, beam: list[_Beginning], number: int, chances: list[float], labels: list[int], floor: float, follow: Follow
    ) -> list[tuple[float, _Beginning]]:
        """Those with a character more that are worth ``floor``, and what each is worth; one that is in the beam already gets
        its chance of it instead."""
        weight, bonus = self.settings.weight, self.settings.bonus
        tried = [(label, chances[label], self.alphabet[label - 1]) for label in labels]
        found = []
        for at in beam:
            both = at.blank + at.label
            for label, chance, character in tried:
                gained = chance * (at.blank if label == at.last else both)  # twice the same needs a blank between
                longer = at.follows.get(label)
                if longer is not None and longer.frame == number:
                    longer.next_label += gained
                    continue
                if gained <= 0.0:
                    continue
                nats = math.log(gained)
                if longer is None:
                    if nats + at.worth + bonus < floor:  # whatever the language says of it
                        continue
                    spot, likely = follow(at.spot, character)
                    worth = at.worth + weight * likely + bonus
                    if nats + worth < floor:
                        continue
                    longer = at.follows[label] = _Beginning(at, label, spot, worth)
                elif nats + longer.worth < floor:
                    continue
                longer.next_blank, longer.next_label = 0.0, gained
                found.append((nats + longer.worth, longer))
        return found


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
