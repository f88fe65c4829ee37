"""Writers are told apart by the order of the lists that name their forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.data.iam import DataError
from training.data.writers import by_writer, writers_of_forms


def test_a_writer_begins_where_the_order_falls_back() -> None:
    assert by_writer(["a02-050", "g06-000j", "c02-078", "h04-057", "a01-003"]) == [
        ["a02-050", "g06-000j"],
        ["c02-078", "h04-057"],
        ["a01-003"],
    ]


def test_no_writer_has_more_than_eight_forms() -> None:
    forms = [f"a{number:02}-000" for number in range(16)]
    assert by_writer(forms) == [forms[:8], forms[8:]]


def test_numbers_go_on_from_list_to_list(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("b01-000\na01-000\n")
    (tmp_path / "two.txt").write_text("c01-000\n")
    assert writers_of_forms(tmp_path, ["one.txt", "two.txt"]) == {"b01-000": 0, "a01-000": 1, "c01-000": 2}


def test_a_missing_list_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        writers_of_forms(tmp_path, ["none.txt"])
