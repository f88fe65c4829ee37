"""Graves' lists are made from the task-1 lists of pages, from an archive and from its folder alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.training import archives
from training.data import graves_lists


def task_1(folder: Path) -> None:
    (folder / "t1").mkdir()
    pages = {"trainset": ["q11-000"], "testset_t": ["q11-001"], "testset_f": ["q11-051"], "testset_v": ["q11-002"]}
    for name, forms in pages.items():
        (folder / "t1" / f"{name}.txt").write_text("".join(f" {form}\n" for form in forms))


@pytest.mark.parametrize("kind", ["folder", "tar.xz"])
def test_lines_follow_their_pages(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = archives.write(tmp_path, archives.members(2), kind)
    task_1(data)
    for name in ("graves-train.txt", "graves-validation.txt"):
        (data / name).unlink(missing_ok=True)
    assert graves_lists.main([str(data)]) == 0
    train = [archives.name_of(form, k) for form in ("q11-000", "q11-001", "q11-051") for k in (1, 2)]
    assert (data / "graves-train.txt").read_text().split() == train
    assert (data / "graves-validation.txt").read_text().split() == [archives.name_of("q11-002", k) for k in (1, 2)]
    assert "graves-validation.txt: 2 lines" in capsys.readouterr().out


def test_a_list_that_is_there_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = archives.write(tmp_path, archives.members(2))
    task_1(data)
    (data / "graves-train.txt").write_text("mine\n")
    assert graves_lists.main([str(data)]) == 0
    assert (data / "graves-train.txt").read_text() == "mine\n"
    assert "is there already" in capsys.readouterr().out


def test_what_is_missing_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert graves_lists.main([str(tmp_path)]) == 2
    data = archives.write(tmp_path, archives.members(2))
    assert graves_lists.main([str(data)]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 2 and "neither" in errors[0] and "t1" in errors[1]
