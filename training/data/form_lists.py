"""The lines that a list stands for, which names them, or names their forms, as the data set's own task-1 lists do."""

from __future__ import annotations

from pathlib import Path

from training.data.graves_lists import names_in
from training.data.iam import INK_FOLDER, DataError, form_of, read_list


def lines_of(data: Path, split: Path) -> list[str]:
    """The names of a list's lines, each once; for a list of forms those that are there, sorted.

    Raises DataError where the list or, for one of forms, the ink cannot be read, or none of its forms is there.
    """
    told = list(dict.fromkeys(read_list(split)))
    if any(name.startswith(f"{INK_FOLDER}/") for name in told):
        return told
    forms = set(told)
    names = [name for name in names_in(data) if form_of(name) in forms]
    if not names:
        raise DataError(f"{split}: none of its {len(forms)} forms is in {data}")
    return names
