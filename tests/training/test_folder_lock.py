"""One training a folder; a dead one blocks nobody."""

from __future__ import annotations

import errno
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.training.teams import ROOT
from training.folder_lock import Busy, locked


def test_a_second_one_is_refused_and_a_later_one_is_not(tmp_path: Path) -> None:
    with locked(tmp_path / "run") as held:
        assert held
        with pytest.raises(Busy, match="another training is at work"), locked(tmp_path / "run"):
            pass
        (tmp_path / "run" / "last").write_text("x")
    with locked(tmp_path / "run"):
        pass
    assert [file.name for file in (tmp_path / "run").iterdir()] == ["last"]  # nothing of the lock stays


def test_an_empty_folder_of_its_own_goes_again(tmp_path: Path) -> None:
    with pytest.raises(KeyError), locked(tmp_path / "run"):
        raise KeyError
    assert not (tmp_path / "run").exists()
    (tmp_path / "run").mkdir()
    with locked(tmp_path / "run"):
        pass
    assert (tmp_path / "run").exists()


def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    code = f"""
import time
from pathlib import Path
from training.folder_lock import locked
with locked(Path({str(tmp_path)!r})):
    print("held", flush=True)
    time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        with pytest.raises(Busy), locked(tmp_path):
            pass
        process.send_signal(signal.SIGKILL)
    with locked(tmp_path):
        pass


def test_where_no_lock_can_be_had_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")  # Windows has another

    def unsupported(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", unsupported)
    with locked(tmp_path) as held:
        assert not held
