"""The one command: a word of the command line's, or a file for the window."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from inkapp import __main__ as start
from inkapp import __version__, cli
from inkapp.__main__ import main
from inkapp.commands.command import Command
from inkapp.ink.file import save
from model.narrow import how_read
from tests.live.fakes import page_of
from tests.test_app import ROOT, run


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """Who starts the window leaves garbage to it."""
    yield
    gc.enable()


@pytest.mark.parametrize(
    ("arguments", "goes"),
    [([], "app"), (["page.ink"], "app"), (["./export"], "app"), (["export", "a", "-o", "b"], "cli"), (["-x"], "app")],
    ids=str,
)
def test_the_first_word_decides(arguments: list[str], goes: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(start, "open_window", lambda given: ("app", given))
    monkeypatch.setattr(cli, "main", lambda given: ("cli", given))
    assert main(arguments) == (goes, arguments)
    monkeypatch.setattr(sys, "argv", ["inkapp", *arguments])
    assert main() == (goes, arguments)


def test_help_tells_of_both(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    told = capsys.readouterr().out
    assert ended.value.code == 0 and "inkapp [FILE]" in told and "export" in told


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"inkapp {__version__}\nnetworks are read in {how_read()}\n"


@pytest.mark.process
def test_a_checkout_runs_without_installing(tmp_path: Path):
    save(page_of(20), tmp_path / "page.ink")
    done = run(tmp_path, str(ROOT / "main.py"), "export", "page.ink", "-o", "out.svg")
    assert (done.returncode, done.stdout, done.stderr) == (0, "out.svg\n", "")
    assert len((ROOT / "main.py").read_text().splitlines()) < 40


def test_an_interrupt_while_modules_are_loaded_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def interrupted() -> Command:
        raise KeyboardInterrupt

    monkeypatch.setitem(cli.COMMANDS, "score", interrupted)
    assert main(["score", "page.ink"]) == 130
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "inkapp: interrupted\n")
