"""The texts that judge a model of language: the transcriptions of a list's lines, or a file of free text."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from pathlib import Path

from model.alphabet import PRINTABLE
from training.data.form_lists import lines_of
from training.data.iam import DataError, form_of, read_list
from training.data.texts import read_texts
from training.data.writers import by_writer
from training.reader.lines import as_written

WIDTH = 50  # characters that a person writes on a line


@dataclass(frozen=True, slots=True)
class JudgeTexts:
    """``lines``: each by itself, of which nobody knows what stood before. ``running``: texts from their beginnings on.
    ``persons``: the lines of each who wrote, in their order."""

    lines: tuple[str, ...]
    running: tuple[str, ...]
    persons: tuple[tuple[str, ...], ...]


def transcriptions(data: Path, split: Path) -> JudgeTexts:
    """Of a list's lines, without gaps before marks; a form's lines are a running text. Raises DataError, OSError."""
    names = lines_of(data, split)
    told = read_texts(data, names)
    told = {name: as_written(" ".join(text.split())) for name, text in told.items() if text.strip()}
    if not told:
        raise DataError(f"{split}: none of its {len(names)} lines has a text")
    forms: dict[str, list[str]] = {}
    for name in names:
        forms.setdefault(form_of(name), []).extend([told[name]] if name in told else [])
    in_order = dict.fromkeys(form_of(name) if name.endswith(".xml") else name for name in read_list(split))
    return JudgeTexts(
        tuple(told[name] for name in names if name in told),
        tuple(" ".join(own) for own in forms.values()),
        tuple(tuple(line for form in own for line in forms.get(form, ())) for own in by_writer(in_order)),
    )


def free_text(path: Path) -> JudgeTexts:
    """Of a file with a paragraph a line, each as a running text and as a line; of one person, who writes narrower lines.

    Raises DataError, OSError.
    """
    told = tuple(line for line in path.read_text(encoding="ascii", errors="replace").splitlines() if line)
    if not told or any(set(line) - set(PRINTABLE) for line in told):
        raise DataError(f"{path}: no text in plain ASCII")
    return JudgeTexts(told, told, (tuple(line for text in told for line in textwrap.wrap(text, WIDTH)),))
