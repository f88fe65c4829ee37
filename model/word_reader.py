"""Reads a line by words: its text is the one that a captioner's two heads and a language make the most of. numpy alone.

The texts that ``model.word_beam`` finds are told to the captioner's decoder, which says how likely it is to say each of them
(joint decoding of CTC and attention: Watanabe et al. 2017, by rescoring). A text is then worth

    its worth in the beam + share · log p(text | the decoder)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from model.arrays import Float32Array, Float64Array
from model.captioner import Captioner, SeenLine
from model.ctc import align
from model.language import Language
from model.line_reading import ReadCharacter, Reading, seen_in
from model.text_model import TextModel
from model.word_beam import Hypothesis, WordBeam
from model.word_confidence import character_confidences


@dataclass(frozen=True, slots=True)
class JointSettings:
    """``share``: see above. ``most``: so many texts the decoder is told, ``margin``: and none that is worth so much less, in
    nats, than the best of the beam."""

    share: float = 0.5
    most: int = 8
    margin: float = 6.0


class WordReader:
    """An ``InkReader`` that reads pictures, too. Frozen: threads may share it."""

    def __init__(self, captioner: Captioner, model: TextModel, settings: JointSettings | None = None) -> None:
        self._captioner, self._beam = captioner, WordBeam(model, captioner.alphabet)
        self._settings = settings or JointSettings()

    @classmethod
    def load(cls, weights: Path, table: Path) -> WordReader:
        """From a captioner's files and a table of words. Raises CheckpointError, LanguageError."""
        return cls(Captioner.load(weights), TextModel(Language.load(table)))

    @property
    def name(self) -> str:
        """The weights'."""
        return self._captioner.name

    def read(self, strokes: Sequence[Float64Array], /) -> Reading:
        """See ``InkReader``."""
        return self._read(self._captioner.see(strokes))

    def read_picture(self, darkness: Float32Array, /) -> Reading:
        """Of a line's darkness alone, see ``Captioner.see_picture``."""
        return self._read(self._captioner.see_picture(darkness))

    def texts(self, features: Float32Array) -> list[Hypothesis]:
        """What a line's features (``SeenLine``) may say, the likeliest first, see ``jointly``."""
        found = self._beam.hypotheses(self._captioner.log_probs(features))
        return jointly(found, partial(self._captioner.decoder.log_likelihoods, features), self._settings)

    def _read(self, line: SeenLine) -> Reading:
        log_probs = self._captioner.log_probs(line.features)
        found = self.texts(line.features)
        best = found[0]
        sure = character_confidences([(one.text, one.worth) for one in found])
        characters = [
            ReadCharacter(character, begin, end, chance)
            for character, (begin, end), chance in zip(best.text, align(log_probs, best.labels), sure, strict=True)
        ]
        return line.reading(characters, seen_in(log_probs, self._captioner.alphabet))


def jointly(
    found: Sequence[Hypothesis],
    likely: Callable[[list[tuple[int, ...]]], Sequence[float]],
    settings: JointSettings,
) -> list[Hypothesis]:
    """The texts of a beam, the best first, with what they are worth then: those that the decoder is told, the best first, and
    then the others, of which it is taken to think as well as of any; they tell how sure the first one is.

    ``likely``: what the decoder says of texts, ``caption_decoder.Decoder.log_likelihoods``.
    """
    count = sum(one.worth >= found[0].worth - settings.margin for one in found[: settings.most])
    chances = likely([one.labels for one in found[:count]])
    chances = [*chances, *[max(chances)] * (len(found) - count)]
    worth = [
        replace(one, worth=one.worth + settings.share * chance) for one, chance in zip(found, chances, strict=True)
    ]
    return [*sorted(worth[:count], key=lambda one: -one.worth), *worth[count:]]
