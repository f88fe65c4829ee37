"""How well weights read listed lines, as the app reads them: each line by itself, with or without words.

A transcription counts whole: upper and lower case, marks, digits, and its spaces, runs of which are one. ``as_written`` counts
the same against it without gaps before marks, see ``training.reader.lines``.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from model.arrays import Float64Array
from model.captioner import Captioner
from model.checkpoint import CheckpointError
from model.decoder import Decoder
from model.language import Language
from model.line_readers import load_line_reader
from model.line_reading import LineReader, ReadCharacter, Reading
from model.text_model import TextModel
from model.word_beam import WordBeam
from training.data.form_lists import lines_of
from training.data.iam import DataError, Line, form_of, read_lines, read_list
from training.data.texts import read_texts
from training.reader.edits import Errors, interval
from training.reader.lines import as_written


def evaluate_reading(
    data: Path, split: Path, weights: Path, width: int, words: Path | None = None, *, captions: bool = False
) -> dict[str, object]:
    """The figures over the lines of a list of lines or forms. ``words``: a table of words to decode with. ``captions``: what
    the weights' own decoder says counts, and not CTC.

    Raises CheckpointError, LanguageError, DataError, ValueError for no width.
    """
    if width < 0:
        raise ValueError(f"a beam's width must be 0 or more, not {width}")
    reader = load_line_reader(weights)
    decoder = None if words is None else WordBeam(TextModel(Language.load(words)), reader.alphabet)
    names = lines_of(data, split)
    lines, report = read_lines(data, names)
    told = dict.fromkeys(read_list(split))
    forms = {form_of(name) for name in names}
    return {
        "split": split.name,
        "forms_missing": 0 if told.keys() & set(names) else len(told.keys() - forms),
        "missing": len(report.missing),
        "rejected": dict(report.rejected),
        **read_and_count(
            _captions(reader, weights) if captions else reader, lines, read_texts(data, names), width, decoder
        ),
        "table": None if words is None else words.name,
    }


def read_and_count(
    reader: LineReader,
    lines: Sequence[Line],
    texts: Mapping[str, str],
    width: int = 0,
    decoder: Decoder | None = None,
) -> dict[str, object]:
    """What ``reader`` makes of lines. A line without extent is read as nothing; one without a text is left out, and counted.

    ``beam``: the width of the prefix beam, 0 for the likeliest path; ``decoder`` decides instead of both.
    ``character_error_95``: a bootstrap over forms. ``confidence``: the mean of all characters'. ``ms_per_line``: the median,
    in this process. Raises DataError for no text.
    """
    plain, mended = Errors(), Errors()
    by_form: dict[str, tuple[int, int]] = {}
    took, sure = [], []
    unusable = 0
    told = [line for line in lines if texts.get(line.name, "").strip()]
    if not told:
        raise DataError(f"none of the {len(lines)} lines has a text")
    for line in told:
        begun = time.perf_counter()
        reading = _read(reader, line, width, decoder)
        took.append(time.perf_counter() - begun)
        unusable += reading is None
        read = "" if reading is None else reading.text
        sure += [] if reading is None else [character.confidence for character in reading.characters]
        written, before = " ".join(texts[line.name].split()), (plain.character_edits, plain.characters)
        plain.add(read, written)
        mended.add(as_written(read), as_written(written))
        now = by_form.get(line.form, (0, 0))
        by_form[line.form] = (
            now[0] + plain.character_edits - before[0],
            now[1] + plain.characters - before[1],
        )
    return {
        "forms": len(by_form),
        "lines": len(told),
        "without_text": len(lines) - len(told),
        "unusable": unusable,
        **plain.figures(),
        "character_error_95": interval(list(by_form.values())),
        "as_written": mended.figures(),
        "beam": width,
        "confidence": float(np.mean(sure)) if sure else 0.0,
        "ms_per_line": 1000 * float(np.median(took)),
        "weights": reader.name,
    }


def _read(reader: LineReader, line: Line, width: int, decoder: Decoder | None) -> Reading | None:
    """What a line says, or None where it has no extent."""
    try:
        return reader.read([stroke.astype(np.float64) for stroke in line.strokes()], width, decoder)
    except ValueError:
        return None


class _Captions:
    """A captioner's other head as a reader of lines; where a character stands is not told."""

    def __init__(self, captioner: Captioner) -> None:
        self._captioner = captioner
        self.name, self.alphabet = captioner.name, captioner.alphabet
        self.frames = captioner.frames

    def read(self, strokes: Sequence[Float64Array], width: int = 0, decoder: Decoder | None = None) -> Reading:
        """What the decoder says, greedily."""
        caption = self._captioner.caption(strokes)
        characters = tuple(
            ReadCharacter(character, 0, 0, float(np.exp(said.log_probs.max())))
            for character, said in zip(caption.text, caption.said, strict=False)  # the end is said, and no character
        )
        return Reading(characters, caption.points, np.zeros(len(caption.points), dtype=np.intp), ())


def _captions(reader: LineReader, weights: Path) -> LineReader:
    if not isinstance(reader, Captioner):
        raise CheckpointError(f"{weights}: have no decoder that captions")
    return _Captions(reader)
