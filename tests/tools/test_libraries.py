"""The libraries that Qt needs: the missing ones are named in one line to copy, and end the set-up."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import libraries
from tools.libraries import advice, missing


def test_missing_libraries_are_named_in_one_line_to_copy():
    listing = (
        "/x/QtGui.so:\n\tlibEGL.so.1 => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x0)\n"
        "/x/libqxcb.so:\n\tlibEGL.so.1 => not found\n\tlibxcb-cursor.so.0 => not found\n"
    )
    assert missing(listing) == ["libEGL.so.1", "libxcb-cursor.so.0"]
    assert advice(missing(listing)).endswith("\n    apt install libegl1 libxcb-cursor0")
    assert "libodd.so.3" in advice(["libodd.so.3"]) and "apt" not in advice(["libodd.so.3"])


def test_a_missing_library_ends_the_set_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    ldd = tmp_path / "ldd"
    ldd.write_text('#!/bin/sh\nfor file; do test -e "$file" || exit 9; done\nprintf "\tlibGL.so.1 => not found\\n"\n')
    ldd.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert libraries.main(["window"]) == 1
    assert "    apt install libgl1\n" in capsys.readouterr().err
    assert libraries.main(["moon"]) == 2
    ldd.unlink()
    assert libraries.main([]) == 0  # no ldd: no Linux
