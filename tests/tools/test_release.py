"""A version is tagged when the tree is clean, the changelog tells of it and it has no tag yet; nothing is pushed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tools.release import ReleaseError, check, notes, tag

pytestmark = pytest.mark.process  # git

CHANGELOG = (
    "# Changelog\n\n## [Unreleased]\n\n## [1.1.0] - 2030-01-31\n\n### Added\n\n- A pen.\n\n## [1.0.0] - 2029-01-01\n"
)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    for command in (
        ["init", "-q"],
        ["config", "user.name", "N"],
        ["config", "user.email", "n@example.org"],
        ["config", "core.hooksPath", ".none"],
        ["add", "-A"],
        ["commit", "-q", "-m", "x"],
    ):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    return tmp_path


def test_a_version_that_is_ready_is_tagged_with_its_notes(repository: Path):
    tag(repository, "1.1.0", check(repository, "1.1.0"))
    told = subprocess.run(["git", "tag", "-l", "-n9"], cwd=repository, capture_output=True, text=True).stdout
    assert [line.strip() for line in told.replace("v1.1.0", "").splitlines() if line.strip()] == [
        "inkapp 1.1.0",
        "### Added",
        "- A pen.",
    ]
    with pytest.raises(ReleaseError, match="tagged already"):
        check(repository, "1.1.0")


def test_a_tree_with_changes_is_not_released(repository: Path):
    (repository / "new").touch()
    with pytest.raises(ReleaseError, match="not clean"):
        check(repository, "1.1.0")


@pytest.mark.parametrize("version", ["1.0.0", "1.2.0", "1.1"])
def test_a_version_without_a_word_in_the_changelog_is_not_released(version: str):
    with pytest.raises(ReleaseError, match="no section"):
        notes(CHANGELOG, version)
