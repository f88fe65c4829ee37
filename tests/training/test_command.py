"""The frame of a command: what is foreseen is one line and 2, what is not is no business of it."""

from __future__ import annotations

import argparse
import subprocess
import sys

import pytest

from model.checkpoint import CheckpointError
from tests.training.teams import ROOT
from training.command import run_command

PARSER = argparse.ArgumentParser(prog="python -m training.some")
PARSER.add_argument("word")


@pytest.mark.parametrize(
    "error", [CheckpointError("a\nb"), OSError("a b"), ValueError("a  b"), FloatingPointError("a b")]
)
def test_a_foreseen_fault_is_one_line_and_two(error: Exception, capsys: pytest.CaptureFixture[str]) -> None:
    def work(options: argparse.Namespace) -> None:
        raise error

    assert run_command(PARSER, ["x"], work) == 2
    assert capsys.readouterr().err == "training.some: a b\n"


def test_what_goes_well_is_0_and_what_is_not_foreseen_is_raised() -> None:
    heard: list[str] = []
    assert run_command(PARSER, ["x"], lambda options: heard.append(options.word)) == 0 and heard == ["x"]
    with pytest.raises(KeyError):
        run_command(PARSER, ["x"], lambda options: {}[options.word])


def test_it_needs_no_torch() -> None:
    code = "import sys, training.command\nassert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=120)
