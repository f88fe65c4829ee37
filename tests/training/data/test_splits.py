"""An even choice of names, and held-out lines that no report holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.training import archives
from training.data.iam import DataError
from training.data.splits import even, held_out, listed


def test_an_even_choice_keeps_the_order_and_reaches_all_parts() -> None:
    names = [f"{k}" for k in range(100)]
    assert even(names, 4) == ["0", "25", "50", "75"]
    assert even(names, 100) == even(names, 1000) == even(names, None) == names
    assert len(set(even(names, 33))) == 33
    for count in (0, -1):
        with pytest.raises(DataError, match="at least one line"):
            even(names, count)


def test_the_validation_list_is_what_a_report_is_over_unless_another_is_named(tmp_path: Path) -> None:
    (tmp_path / "graves-validation.txt").write_text("a\nb\na\n")
    (tmp_path / "other.txt").write_text("c\n")
    assert listed(tmp_path, None, None) == ["a", "b"]
    assert listed(tmp_path, tmp_path / "other.txt", 5) == ["c"]
    with pytest.raises(DataError, match="cannot be read"):
        listed(tmp_path, tmp_path / "none.txt", None)


def test_what_is_fitted_on_is_by_no_hand_that_is_reported(tmp_path: Path) -> None:
    data = archives.write(tmp_path, archives.members(2))
    first, second = archives.DEV_FORMS
    assert held_out(data, []) == [archives.name_of(form, k) for form in archives.DEV_FORMS for k in (1, 2)]
    assert held_out(data, [archives.name_of(first, 1)]) == [archives.name_of(second, k) for k in (1, 2)]
    with pytest.raises(DataError, match="no held-out line"):
        held_out(data, [archives.name_of(form, 2) for form in archives.DEV_FORMS])
