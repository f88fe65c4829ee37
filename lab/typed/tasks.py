"""Texts of the validation list, each to be written in the hand of another of its writers, unseen in training.

A hand is learnt from some lines of one form, as ink alone; the other lines of that form are the same person's real ink, to
which what is written is compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.data.iam import DataError, Line, read_lines, read_list
from training.data.splits import VALIDATION_LIST, even
from training.data.texts import read_texts
from training.data.writers import JUDGE_LIST, writers_of_forms
from training.writer.prepared import clean

PRIME_LINES = 4  # of a form, from which a hand is learnt: some 120 letters, as much as the app reads


@dataclass(frozen=True, eq=False, slots=True)
class FormInk:
    """A form's lines: ``prime``, from which its writer's hand is learnt, and the ``others``, with their ``texts`` ("" where it
    is not known what they say). ``prime_texts``: those of the prime's."""

    form: str
    writer: int
    prime: tuple[Line, ...]
    others: tuple[Line, ...]
    texts: tuple[str, ...]
    prime_texts: tuple[str, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Task:
    """A ``text`` of one line, to be written in the hand of ``ink``, whose writer did not write it. ``seed``: of its chance."""

    text: str
    ink: FormInk
    seed: int


@dataclass(frozen=True, eq=False, slots=True)
class Validation:
    """The validation list: its ``forms`` with lines enough, sorted, and all its ``texts``, each with the writer of its line."""

    forms: tuple[FormInk, ...]
    texts: tuple[tuple[str, int], ...]

    def tasks(self, count: int, seed: int = 1) -> list[Task]:
        """``count`` tasks, or one a text where there are no more: texts evenly, each in a hand by chance, every form's about as
        often. Raises DataError."""
        random = np.random.default_rng(seed)
        waiting: list[FormInk] = []
        made = []
        for number, at in enumerate(even([str(k) for k in range(len(self.texts))], count)):
            text, writer = self.texts[int(at)]
            if all(ink.writer == writer for ink in waiting):
                waiting += [self.forms[k] for k in random.permutation(len(self.forms)).tolist()]
            ink = next(ink for ink in waiting if ink.writer != writer)
            waiting.remove(ink)
            made.append(Task(text, ink, seed * 1_000_003 + number))
        return made

    def one_form_a_writer(self) -> list[FormInk]:
        """Each writer's first form."""
        first: dict[int, FormInk] = {}
        for ink in self.forms:
            first.setdefault(ink.writer, ink)
        return [first[writer] for writer in sorted(first)]

    def others_texts(self, writer: int, count: int, seed: int) -> list[str]:
        """``count`` texts by chance, none of them the writer's; or all there are."""
        told = [text for text, other in self.texts if other != writer]
        return [told[k] for k in np.random.default_rng((seed, writer)).permutation(len(told))[:count].tolist()]


def read_validation(data: Path) -> Validation:
    """The validation list of ``data``. Raises DataError where it has not two writers' forms, or no texts."""
    names = list(dict.fromkeys(read_list(data / VALIDATION_LIST)))
    lines, _ = read_lines(data, names)
    told, writers = read_texts(data, names), writers_of_forms(data, (JUDGE_LIST,))
    by_form: dict[str, list[Line]] = {}
    for line in lines:
        if line.form in writers:
            by_form.setdefault(line.form, []).append(line)
    forms, texts = [], []
    for form, own in sorted(by_form.items()):
        own.sort(key=lambda line: line.name)
        said = [clean(told.get(line.name)) for line in own]
        texts += [(text, writers[form]) for text in said if text]
        if len(own) > PRIME_LINES:
            prime, others = tuple(own[:PRIME_LINES]), tuple(own[PRIME_LINES:])
            first, rest = tuple(said[:PRIME_LINES]), tuple(said[PRIME_LINES:])
            forms.append(FormInk(form, writers[form], prime, others, rest, first))
    if len({ink.writer for ink in forms}) < 2:
        raise DataError(f"{data}: the validation list has not two writers' forms of {PRIME_LINES + 1} lines or more")
    if not texts:
        raise DataError(f"{data}: no line of the validation list has a text that can be written")
    return Validation(tuple(forms), tuple(texts))
