"""The costliest files, made small: what they hold is read, so that none is refused for another reason than its size."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tools.slow_files import FILES, main, read

NOTHING = {"a hundred rules", "long styles", "long style sheets", "transforms", "nested pictures", "attributes"}
NOTHING |= {"used and empty", "far lines", "use within use", "moves"}


@pytest.mark.parametrize("name", FILES)
def test_a_small_one_is_read(name: str, tmp_path: Path):
    suffix, _, make = FILES[name]
    path = (tmp_path / "a").with_suffix(suffix)
    path.write_text(make(20))
    seconds, megabytes, outcome = read(path).split(" ", 2)
    assert float(seconds) >= 0 and (int(megabytes) > 0 or sys.platform == "win32")
    if name in NOTHING:
        assert "holds no lines" in outcome or "strokes" in outcome
    else:
        assert outcome.endswith(" strokes") and int(outcome.split()[0]) > 0


@pytest.mark.process
def test_the_command_reads_each_in_a_process_of_its_own(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(FILES, "lines", (".svg", 3, FILES["lines"][2]))
    assert main(["lines"]) == 0
    assert capsys.readouterr().out.rstrip().endswith("3 strokes")
