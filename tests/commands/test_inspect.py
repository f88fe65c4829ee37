"""``inkapp inspect``: eight panels with their numbers, equal for equal looks, and one line for what cannot be."""

from __future__ import annotations

import csv
import errno
import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from assets import EXAMPLES
from inkapp.cli import main
from inkapp.commands import inspect
from inkapp.ink import atomic_files
from inkapp.ink.document import Document
from inkapp.ink.file import save
from inkapp.inspect import attention
from inkapp.inspect.draw import step
from inkapp.inspect.panel_input import PanelInput
from inkapp.inspect.panel_list import DRAWN
from model.checkpoint import LIVE
from tests.commands.asked import contents, refused
from tests.ink.documents import stroke
from tests.inspect.captions import lively

EXAMPLE = EXAMPLES / "quick.ink"
DOC = Path(__file__).resolve().parents[2] / "docs" / "inspect.md"
TITLES = {
    "cells": "Cells over time",
    "density": "Where the next point is expected",
    "gradient": "How far back",
    "step": "One step",
    "attention": "Where it looked",
}


@pytest.fixture(autouse=True)
def reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """The network that reads is a small one."""
    monkeypatch.setattr(attention, "captioner", lively)


def asked(out: Path, *more: str) -> list[str]:
    return ["inspect", str(EXAMPLE), "-o", str(out), *more]


@pytest.mark.slow
def test_every_panel_is_a_picture_with_its_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(asked(tmp_path / "one")) == 0
    printed = capsys.readouterr()
    files = contents(tmp_path / "one")
    assert printed.err == "" and sorted(Path(line).name for line in printed.out.splitlines()) == sorted(files)
    assert {name.split(".")[0] for name in files} == set(DRAWN) and len(files) == 2 * len(DRAWN)
    for name, data in files.items():
        if name.endswith(".svg"):
            assert len(data) < 1_000_000
            words = " ".join(ElementTree.fromstring(data).itertext())
            assert TITLES.get(name.removesuffix(".svg"), "") in words
        elif name.endswith(".npz"):
            with np.load(tmp_path / "one" / name) as arrays:
                assert arrays.files and all(np.isfinite(arrays[part]).all() for part in arrays.files)
    assert main(asked(tmp_path / "again")) == 0
    assert contents(tmp_path / "again") == files


def test_the_sum_of_surprise_is_the_score(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(asked(tmp_path, "--panel", "surprise")) == 0
    capsys.readouterr()
    assert main(["score", str(EXAMPLE), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    with (tmp_path / "surprise.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert sum(float(row["nats"]) for row in rows) == pytest.approx(told["nats"], abs=1e-3)
    assert len(rows) == told["points"] and sorted(contents(tmp_path)) == ["surprise.csv", "surprise.svg"]


@pytest.mark.slow
def test_a_cell_a_point_and_a_seed_are_heeded(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    for name, more in (("a", ()), ("b", ("--cell", "1,5")), ("c", ("--point", "20")), ("d", ("--seed", "9"))):
        assert main(asked(tmp_path / name, "--panel", "cell-on-ink", "--panel", "futures", *more)) == 0
    kept = {name: contents(tmp_path / name) for name in "abcd"}
    assert kept["b"]["cell-on-ink.csv"] != kept["a"]["cell-on-ink.csv"]
    for name in "cd":
        assert kept[name]["futures.npz"] != kept["a"]["futures.npz"]
        assert kept[name]["cell-on-ink.csv"] == kept["a"]["cell-on-ink.csv"]
    assert b"cell 5" in kept["b"]["cell-on-ink.svg"]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--panel", "cell"), "known are cells"),
        (("--cell", "9,5"), "no cell 9,5"),
        (("--cell", "1,512"), "no cell 1,512"),
        (("--cell", "one"), "a layer and a cell"),
        (("--point", "100000"), "0 …"),
        (("--point", "5000"), "no point 5000"),
        (("--point", "0", "--panel", "gradient"), "none before it"),
        (("--seed", "-1"), "whole number"),
        (("--temperature", "nan"), "number in"),
    ],
)
def test_what_is_not_there_is_one_line(
    more: tuple[str, ...], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert says in refused(asked(tmp_path / "out", *more), capsys)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", ["score", "inspect"])
@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("none", "No such file"),
        ("empty", "no ink on it"),
        ("dot", "can judge"),
        ("picture", "can judge"),
        ("cut", "page.ink"),
    ],
)
def test_what_no_network_can_judge_is_one_line(
    command: str, page: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "page.ink"
    document = Document()
    if page == "dot":
        document = document.add_strokes([stroke([(50, 60)])])
    elif page == "picture":
        document = document.add_strokes([stroke([(10, 20), (200, 280), (200, 20), (10, 280)])])
    if page != "none":
        save(document, path)
    if page == "cut":
        path.write_bytes(path.read_bytes()[:40])
    out = tmp_path / "out"
    words = [command, str(path), *(["-o", str(out)] if command == "inspect" else [])]
    assert says in refused(words, capsys)
    assert not out.exists()


@pytest.mark.parametrize("fault", ["a file", "below a file", "protected"])
def test_a_folder_that_holds_nothing_is_refused(fault: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "out"
    if fault == "protected":
        out.mkdir(mode=0o500)
    else:
        out.write_text("mine", encoding="utf-8")
    assert "cannot be written" in refused(asked(out / "x" if fault == "below a file" else out), capsys)
    assert out.is_dir() or out.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("fault", ["missing", "damaged"])
def test_without_a_table_of_cells_it_says_so_and_goes_on(
    fault: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    weights = tmp_path / "live.safetensors"
    shutil.copy(LIVE, weights)
    if fault == "damaged":
        weights.with_name("live.cells.json").write_text("{", encoding="utf-8")
    monkeypatch.setattr(inspect, "weights", lambda: weights)
    assert main(asked(tmp_path / "out", "--panel", "cells", "--panel", "cell-on-ink")) == 0
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "live.cells.json" in said
    assert b"moves most on this page" in (tmp_path / "out" / "cell-on-ink.svg").read_bytes()


@pytest.mark.slow
def test_without_the_network_that_reads_it_says_so_and_draws_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.undo()
    monkeypatch.setattr(attention, "CAPTIONER_FILE", tmp_path / "captioner.safetensors")
    assert main(asked(tmp_path / "out")) == 0
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "captioner.json: cannot be read" in said
    assert {name.split(".")[0] for name in contents(tmp_path / "out")} == set(DRAWN) - {"attention"}
    assert "captioner.json: cannot be read" in refused(asked(tmp_path / "other", "--panel", "attention"), capsys)
    assert not (tmp_path / "other").exists()


def filling_up(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """A disk with room for ``after`` files."""
    synced: list[int] = []

    def sync(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) > after:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(atomic_files.os, "fsync", sync)


def test_a_full_disk_leaves_the_old_files_and_no_new_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "surprise.svg").write_text("old", encoding="utf-8")
    filling_up(monkeypatch, 1)
    assert "surprise.csv: cannot be written (No space" in refused(asked(tmp_path, "--panel", "surprise"), capsys)
    assert contents(tmp_path) == {"surprise.svg": b"old"}


def test_a_folder_made_for_nothing_is_taken_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    filling_up(monkeypatch, 0)
    assert "No space" in refused(asked(tmp_path / "a" / "b", "--panel", "surprise"), capsys)
    assert list(tmp_path.iterdir()) == []


def test_panels_are_made_on_one_thread_so_that_their_bytes_hang_on_no_count_of_cores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    threads: list[int] = []

    def ask(given: PanelInput) -> dict[str, bytes]:
        threads.extend(pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas")
        return {}

    monkeypatch.setattr(step, "files", ask)
    with threadpool_limits(limits=2, user_api="blas"):
        assert main(asked(tmp_path, "--panel", "step")) == 0
    assert threads and set(threads) == {1}


@pytest.mark.slow
def test_every_column_and_array_is_told_of(tmp_path: Path):
    """docs/inspect.md names them all, under the panel's own heading."""
    told = dict(re.findall(r"## (\S+)\n(.*?)(?=\n## |\Z)", DOC.read_text(encoding="utf-8"), re.DOTALL))
    assert main(asked(tmp_path, "--point", "20")) == 0
    for path in tmp_path.iterdir():
        if path.suffix == ".csv":
            names = path.read_text(encoding="utf-8").split("\n")[0].split(",")
        elif path.suffix == ".npz":
            with np.load(path) as arrays:
                names = [re.sub("^after_", "before_", name) for name in arrays.files]
        else:
            continue
        names = [re.sub(r"^lab-(lstm|gru)", "lab-rnn", re.sub("^(h|c|direct)1", r"\g<1>0", name)) for name in names]
        assert [name for name in names if f"`{name}`" not in told[path.name]] == []
