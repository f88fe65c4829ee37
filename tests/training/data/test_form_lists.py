"""A list may name lines, or the forms that they are of."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.training import archives
from training.data.form_lists import lines_of
from training.data.iam import DataError


@pytest.mark.parametrize("kind", ["folder", "tar.xz"])
def test_a_list_of_forms_stands_for_their_lines(kind: str, tmp_path: Path) -> None:
    data = archives.write(tmp_path, archives.members(2), kind)
    split = tmp_path / "forms.txt"
    split.write_text(" q11-001\n q11-000 \n q11-999\n")
    assert lines_of(data, split) == [archives.name_of(f, k) for f in ("q11-000", "q11-001") for k in (1, 2)]
    split.write_text("q11-999")
    with pytest.raises(DataError, match="none of its 1 forms"):
        lines_of(data, split)


def test_a_list_of_lines_is_taken_as_it_is(tmp_path: Path) -> None:
    names = [archives.name_of("q11-003", 2), archives.name_of("q11-000", 1)]
    split = tmp_path / "lines.txt"
    split.write_text("\n".join([*names, names[0]]))
    assert lines_of(tmp_path, split) == names  # the ink need not be there
    with pytest.raises(DataError, match="cannot be read"):
        lines_of(tmp_path, tmp_path / "no.txt")
