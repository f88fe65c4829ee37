"""Who wrote which form, as the order of the data set's lists tells it.

The data set comes without its writers' names here. But each of them wrote eight forms, and task 1's lists name a writer's forms
in a row, in alphabetical order: where the order falls back another writer begins. ``python -m lab.writers`` says how well
ink agrees with that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from training.data.iam import read_list
from training.data.splits import READ_DEV_LIST, READ_LIST

FORMS = 8  # of a writer, at most: two writers' forms may happen to be in order
LEARN_LISTS = (READ_LIST, "t1/testset_t.txt", "t1/testset_f.txt")  # together the forms of ``TRAIN_LIST``
JUDGE_LIST = READ_DEV_LIST  # the forms of ``VALIDATION_LIST``


def by_writer(forms: Iterable[str]) -> list[list[str]]:
    """The forms of a list in its order, a list a writer."""
    writers: list[list[str]] = []
    for form in forms:
        if not writers or form <= writers[-1][-1] or len(writers[-1]) == FORMS:
            writers.append([])
        writers[-1].append(form)
    return writers


def writers_of_forms(data: Path, lists: Sequence[str]) -> dict[str, int]:
    """The writer of each form of some lists, as a number. Raises DataError for a list that cannot be read."""
    writers = [forms for name in lists for forms in by_writer(read_list(data / name))]
    return {form: number for number, forms in enumerate(writers) for form in forms}
