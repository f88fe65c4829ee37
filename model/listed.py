"""Which lines a measurement is over: the lists that come with the data set, and an even choice of their names.

Knows: the lists' names, and how to take N of many so that all parts of a list have their share.
Refuses to know: archives' formats (``iam`` does), and what is measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from model.dataset import TRAIN_LIST, is_dev
from model.iam import DataError, read_list

VALIDATION_LIST = "graves-validation.txt"  # Graves' own, which published figures are over


def even(names: Sequence[str], count: int | None) -> list[str]:
    """``count`` of the names, evenly from all of them in their order; all where there are no more, or for None.

    Raises DataError for a count below 1.
    """
    if count is None:
        return list(names)
    if count < 1:
        raise DataError(f"there must be at least one line, not {count}")
    count = min(count, len(names))
    return [names[i * len(names) // count] for i in range(count)]


def listed(data: Path, split: Path | None, count: int | None) -> list[str]:
    """The names in ``split``, or in the validation list of ``data``, or ``count`` of them. Raises DataError."""
    return even(list(dict.fromkeys(read_list(split or data / VALIDATION_LIST))), count)


def kept_back(data: Path, reported: Sequence[str]) -> list[str]:
    """The lines that judge checkpoints (``is_dev``) in the training list of ``data``, but for those that are reported.

    A form with a reported line is left out whole: its other lines are by the same hand. Raises DataError where none stays.
    """
    hands = {form_of(name) for name in reported}
    names = [name for name in read_list(data / TRAIN_LIST) if is_dev(form_of(name)) and form_of(name) not in hands]
    if not names:
        raise DataError(f"{data / TRAIN_LIST}: no kept-back line that is not among the reported ones")
    return names


def form_of(name: str) -> str:
    """The form a listed line belongs to, as ``Line.form``."""
    return PurePosixPath(name).stem.rsplit("-", 1)[0]
