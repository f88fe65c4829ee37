"""Ink prepared, kept and walked through: every point once, none twice, and never from another archive."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import torch

from lab.engine.study_ink import INPUTS, Lanes, StudyInk, read_ink, synthetic
from tests.model import nets
from tests.training import archives
from training.data.iam import DataError


def same(one: StudyInk, other: StudyInk) -> bool:
    rows = zip([*one.train, *one.dev], [*other.train, *other.dev], strict=True)
    return one.digest == other.digest and all(np.array_equal(a, b) for a, b in rows)


def test_synthetic_ink_is_the_same_each_time_and_looks_like_writing() -> None:
    ink = synthetic()
    assert same(ink, synthetic())
    rows = np.concatenate(ink.train)
    assert rows.shape[1] == INPUTS and np.isfinite(rows).all()
    assert 0.01 < rows[:, 2].mean() < 0.2  # lifts
    assert rows[:, :2].std(axis=0) == pytest.approx(1.0, abs=0.05)
    assert abs(rows[:, 3]).max() < 8  # heights, in spreads of y
    assert len(ink.train) == 72 and len(ink.dev) == 16


def test_prepared_rows_are_kept_and_made_again_for_another_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder, kept = archives.write(tmp_path / "data", archives.members()), tmp_path / "lab" / "ink.npz"
    first = read_ink(folder, kept)
    assert "reading" in capsys.readouterr().out
    assert len(first.train) == 12 and len(first.dev) == 6
    assert same(first, read_ink(folder, kept)) and capsys.readouterr().out == ""
    archives.write(folder, dict(list(archives.members().items())[::-1][:-1]))
    assert not same(first, read_ink(folder, kept)) and "reading" in capsys.readouterr().out
    kept.write_bytes(kept.read_bytes()[: kept.stat().st_size // 2])
    read_ink(folder, kept)
    assert "reading" in capsys.readouterr().out


def test_unpacked_files_are_told_apart_by_size_and_date(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder, kept = archives.write(tmp_path / "data", archives.members(), "folder"), tmp_path / "ink.npz"
    read_ink(folder, kept)
    os.utime(next(path for path in folder.rglob("*.xml")), (1, 1))
    capsys.readouterr()
    read_ink(folder, kept)
    assert "reading" in capsys.readouterr().out


def test_a_damaged_archive_and_a_missing_half_are_errors(tmp_path: Path):
    folder = archives.write(tmp_path / "data", archives.members())
    archive = next(folder.glob("*.tar.xz"))
    archive.write_bytes(archive.read_bytes()[:-40])
    with pytest.raises(DataError, match="damaged archive"):
        read_ink(folder, tmp_path / "ink.npz")
    learnt = {name: data for name, data in archives.members().items() if archives.DEV_FORMS[0][:-1] not in name}
    learnt = {name: data for name, data in learnt.items() if archives.DEV_FORMS[1] not in name}
    half = archives.write(tmp_path / "half", learnt)
    with pytest.raises(DataError, match="held-out"):
        read_ink(half, tmp_path / "ink.npz")
    assert not (tmp_path / "ink.npz").exists()


def test_lanes_show_every_pair_once_and_say_where_a_line_begins() -> None:
    lines = [nets.ink(20 + 7 * k, seed=k) for k in range(6)]
    for k, rows in enumerate(lines):
        rows[:, 3] = np.arange(len(rows)) + 1000 * k  # each row says which it is
    lanes = Lanes(lines, batch=3, window=5, seed=4)
    seen = []
    for _ in range(lanes.points // 3 // 5):
        rows, target, fresh = lanes.next()  # type: ignore[assignment]
        assert rows.shape == (5, 3, 4) and target.shape == (5, 3, 3) and fresh.shape == (5, 3)
        begins = (rows[..., 3] % 1000) == 0
        assert bool((fresh | ~begins).all())
        for place, wanted in zip(rows[..., 3].flatten().tolist(), target.flatten(0, 1), strict=True):
            seen.append(place)
            line, row = divmod(int(place), 1000)
            assert torch.equal(wanted, torch.from_numpy(lines[line][row + 1, :3]))
    assert len(seen) == len(set(seen))
    assert lanes.walk == 0
    assert bool(lanes.next()[2][0].all()) and lanes.walk == 1


def test_lanes_are_the_seeds_alone() -> None:
    lines = [nets.ink(30, seed=k) for k in range(8)]
    one, again, other = (Lanes(lines, 2, 10, seed).next()[0] for seed in (1, 1, 2))
    assert torch.equal(one, again) and not torch.equal(one, other)
    with pytest.raises(ValueError, match="too few"):
        Lanes(lines, 50, 10, 1)
