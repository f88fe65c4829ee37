"""Weights say where they come from: a commit that is this code's own, and a checksum that no order changes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from training import provenance
from training.provenance import checksum, commit_of


def test_a_checksum_does_not_depend_on_order_but_on_all_else() -> None:
    a, b, c = b"a" * 32, b"b" * 32, b"c" * 32
    assert checksum([a, b], [c]) == checksum([b, a], [c])
    others = (checksum([a], [b, c]), checksum([a, b, c], []), checksum([a, b]), checksum([a, a, b], [c]))
    assert len({checksum([a, b], [c]), *others}) == 5


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    if not shutil.which("git"):
        pytest.skip("there is no git")
    code = tmp_path / "code"
    code.mkdir()
    (code / "run.py").write_text("1\n", encoding="utf-8")
    (tmp_path / "readme").write_text("1\n", encoding="utf-8")
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "first"]):
        subprocess.run(["git", "-C", str(tmp_path), *words], check=True, capture_output=True)
    return code


def test_the_commit_is_the_codes_and_says_when_it_is_modified(clone: Path) -> None:
    commit = commit_of(clone)
    assert len(commit) == 40 and set(commit) <= set("0123456789abcdef")
    (clone.parent / "readme").write_text("2\n", encoding="utf-8")  # no code
    assert commit_of(clone) == commit
    (clone / "new.py").write_text("2\n", encoding="utf-8")
    assert commit_of(clone) == commit + "+dirty"


def test_outside_a_clone_or_in_a_foreign_one_it_is_unknown(
    clone: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert commit_of(tmp_path_factory.mktemp("plain")) == "unknown"
    installed = clone.parent / "environment" / "code"
    installed.mkdir(parents=True)
    (installed / "run.py").write_text("1\n", encoding="utf-8")
    assert commit_of(installed) == "unknown"


def test_without_git_it_is_unknown(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert commit_of(clone) == "unknown"


def test_it_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    provenance.commit.cache_clear()
    asked: list[tuple[Path, ...]] = []
    monkeypatch.setattr(provenance, "commit_of", lambda *folders: asked.append(folders) or "c")
    assert provenance.commit() == provenance.commit() == "c"
    root = Path(provenance.__file__).parents[1]
    assert asked == [(root / "training", root / "model")]
    provenance.commit.cache_clear()
