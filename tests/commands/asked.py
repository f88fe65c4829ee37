"""``refused`` runs a command that must end with one line on stderr; ``contents`` are a folder's files before and after."""

from __future__ import annotations

from pathlib import Path

import pytest

from inkapp.cli import main


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What is said of it on stderr: one line, with exit status 2 and nothing on stdout."""
    try:
        status = main(arguments)
    except SystemExit as left:
        status = left.code  # type: ignore[assignment]
    printed = capsys.readouterr()
    assert status == 2
    assert printed.out == ""
    assert printed.err.count("\n") == 1 and printed.err.endswith("\n") and printed.err.startswith("inkapp")
    assert len(printed.err) < 500
    return printed.err


def contents(folder: Path) -> dict[str, bytes]:
    """All files in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
