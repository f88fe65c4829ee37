"""Which lines are for training, for choosing checkpoints and for reports: the data set's lists, and what is chosen of them.

It imports no torch, so that the app's benches may use it.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

from training.data.iam import DataError, form_of, read_list

TRAIN_LIST = "graves-train.txt"
VALIDATION_LIST = "graves-validation.txt"  # Graves' own, which published figures are over
# task 1's own lists, of forms: those that a reader of ink learns from, those that judge its checkpoints, and those of reports
READ_LIST, READ_DEV_LIST, READ_REPORT_LIST = "t1/trainset.txt", "t1/testset_v.txt", "t1/testset_t.txt"
DEV_SHARE = 40  # every 40th form of the training list judges checkpoints; reported lines judge nothing


def is_dev(form: str) -> bool:
    """Whether a form's lines are kept from training to judge checkpoints: the same on every machine."""
    return zlib.crc32(form.encode()) % DEV_SHARE == 0


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


def held_out(data: Path, reported: Sequence[str] = ()) -> list[str]:
    """The lines that judge checkpoints (``is_dev``) in the training list of ``data``, but for those that are reported.

    A form with a reported line is left out whole: its other lines are by the same hand. Raises DataError where none stays.
    """
    hands = {form_of(name) for name in reported}
    names = [name for name in read_list(data / TRAIN_LIST) if is_dev(form_of(name)) and form_of(name) not in hands]
    if not names:
        raise DataError(f"{data / TRAIN_LIST}: no held-out line that is not among the reported ones")
    return names
