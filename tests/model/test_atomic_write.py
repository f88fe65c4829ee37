"""Files are swapped in whole, after they are on the disk, and last."""

import os
import stat
from pathlib import Path

import pytest

from model import atomic_write
from model.atomic_write import swap_in


def test_files_are_synced_before_the_first_is_moved_and_their_folder_after_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    sync, replace = os.fsync, os.replace

    def synced(handle: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        sync(handle)

    def moved(name: str, path: Path) -> None:
        done.append("move")
        replace(name, path)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", moved)
    swap_in({tmp_path / "a": b"1", tmp_path / "b": b"2"})
    assert done == ["file", "file", "move", "move", "folder"]
    assert (tmp_path / "a").read_bytes() == b"1" and (tmp_path / "b").read_bytes() == b"2"


def test_a_full_disk_leaves_the_old_files_and_nothing_beside_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    swap_in({tmp_path / "a": b"old"})

    def full(handle: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        swap_in({tmp_path / "a": b"new", tmp_path / "b": b"new"})
    assert [path.name for path in tmp_path.iterdir()] == ["a"] and (tmp_path / "a").read_bytes() == b"old"


@pytest.mark.parametrize("tries", [2, 99])
def test_a_file_that_is_held_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tries: int
) -> None:
    """As Windows holds a file that a scanner reads."""
    replace, left = os.replace, [tries]

    def held(name: str, path: Path) -> None:
        left[0] -= 1
        if left[0] >= 0:
            raise PermissionError("held")
        replace(name, path)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(atomic_write, "WAITS_S", (0.0,) * 3)
    if tries > 3:
        with pytest.raises(PermissionError):
            swap_in({tmp_path / "a": b"1"})
        assert not list(tmp_path.iterdir())
    else:
        swap_in({tmp_path / "a": b"1"})
        assert (tmp_path / "a").read_bytes() == b"1"
