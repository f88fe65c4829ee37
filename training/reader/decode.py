"""Lines decoded from frames that are kept, by one setting after another: how much words weigh, and a captioner's decoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from model.caption_decoder import END
from model.captioner import LONGEST, Captioner
from model.ctc import best_path
from model.language import Language
from model.text_model import UNKNOWN, TextModel
from model.word_beam import BeamSettings, Hypothesis, WordBeam
from model.word_reader import JointSettings, jointly
from training.reader.edits import Errors
from training.reader.frames import LineFrames


@dataclass(frozen=True, slots=True)
class Setting:
    """What is chosen: of ``JointSettings``, ``BeamSettings`` and ``TextModel``."""

    weight: float = BeamSettings().weight
    bonus: float = BeamSettings().bonus
    unknown: float = UNKNOWN
    share: float = JointSettings().share


class Captions:
    """What a captioner's decoder says of lines; each text is told it once."""

    def __init__(self, captioner: Captioner) -> None:
        self._captioner = captioner
        self._known: dict[tuple[str, tuple[int, ...]], float] = {}

    def greedy(self, lines: Sequence[LineFrames]) -> Errors:
        """The errors of its own captions."""
        errors = Errors()
        for line in lines:
            assert line.features is not None
            said = [one.label for one in self._captioner.decoder.caption(line.features, LONGEST) if one.label != END]
            errors.add(_text(said, self._captioner.alphabet), line.written)
        return errors

    def likely(self, line: LineFrames, texts: Sequence[tuple[int, ...]]) -> list[float]:
        """See ``caption_decoder.Decoder.log_likelihoods``."""
        assert line.features is not None
        unknown = [text for text in texts if (line.name, text) not in self._known]
        for text, chance in zip(unknown, self._captioner.decoder.log_likelihoods(line.features, unknown), strict=True):
            self._known[line.name, text] = chance
        return [self._known[line.name, text] for text in texts]


def by_likeliest_path(lines: Sequence[LineFrames], alphabet: str) -> Errors:
    """The errors of the likeliest paths."""
    errors = Errors()
    for line in lines:
        errors.add(_text(best_path(line.log_probs), alphabet), line.written)
    return errors


class Decoding:
    """Lines and how they are decoded. ``captions``: of the decoder that has a say, if one has."""

    def __init__(
        self, lines: Sequence[LineFrames], language: Language, alphabet: str, captions: Captions | None = None
    ) -> None:
        self._lines, self._language, self._alphabet, self._captions = lines, language, alphabet, captions
        self._beams: tuple[Setting, list[list[Hypothesis]]] | None = None

    def texts(self, setting: Setting) -> tuple[Errors, list[list[Hypothesis]]]:
        """The errors of the lines, and each one's texts, see ``word_reader.jointly``. The beams are kept for the next setting,
        which may differ in the decoder's share alone."""
        errors, found = Errors(), []
        for line, texts in zip(self._lines, self._hypotheses(replace(setting, share=0.0)), strict=True):
            if self._captions is not None:
                texts = jointly(texts, partial(self._captions.likely, line), JointSettings(setting.share))
            found.append(texts)
            errors.add(texts[0].text, line.written)
        return errors, found

    def _hypotheses(self, setting: Setting) -> list[list[Hypothesis]]:
        if self._beams is None or self._beams[0] != setting:
            settings = BeamSettings(weight=setting.weight, bonus=setting.bonus)
            beam = WordBeam(TextModel(self._language, setting.unknown), self._alphabet, settings)
            self._beams = setting, [beam.hypotheses(line.log_probs) for line in self._lines]
        return self._beams[1]


def _text(labels: Sequence[int], alphabet: str) -> str:
    return "".join(alphabet[label - 1] for label in labels)
