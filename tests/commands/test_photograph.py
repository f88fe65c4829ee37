"""A picture file is read line by line, its places in the file's own pixels; what cannot be read is told in one line."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from inkapp.cli import main
from inkapp.commands import network
from inkapp.commands.photograph import is_photograph, lines_of_photograph, read_photograph
from inkapp.formats.picture import decode
from inkapp.ink.errors import FileError, InkError
from model.arrays import Float32Array
from tests.live.photograph.pages import TEXTS, page
from tests.model import nets


def saved(grey: Float32Array, path: Path) -> Path:
    pixels = np.ascontiguousarray((grey * 255).astype(np.uint8))
    height, width = pixels.shape
    assert QImage(pixels.data, width, height, width, QImage.Format.Format_Grayscale8).save(str(path))
    return path


@pytest.mark.parametrize("name", ["page.png", "page.JPG"])
def test_lines_and_words_of_a_file(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grey, truth = page()
    monkeypatch.setattr(decode, "KEPT_PIXELS", grey.size // 2)  # so that it is decoded smaller
    path = saved(grey, tmp_path / name)
    assert is_photograph(path) and not is_photograph(tmp_path / "page.ink")
    lines = lines_of_photograph(path)
    assert len(lines) == len(TEXTS)
    for line, points in zip(lines, truth, strict=True):
        assert np.allclose(line.bounds, (*points.min(axis=0), *points.max(axis=0)), atol=6)
    net = nets.captioner(seed=11)
    read = read_photograph(lines, net)
    assert [told.text for told in read] == [" ".join(net.read_picture(line.darkness).text.split()) for line in lines]
    assert any(told.words for told in read)
    for told in read:
        outer = told.bounds
        for word in told.words:
            left, top, right, bottom = word.bounds
            assert outer[0] <= left <= right <= outer[2] and outer[1] <= top <= bottom <= outer[3]
            assert 0 < word.confidence <= 1


def test_the_command_prints_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    net = nets.captioner(seed=11)
    monkeypatch.setattr(network, "load_reader", lambda: net)
    path = saved(page()[0], tmp_path / "page.png")
    told = read_photograph(lines_of_photograph(path), net)
    assert main(["read", str(path)]) == 0
    assert capsys.readouterr().out.splitlines() == [line.text for line in told if line.words]
    assert main(["read", str(path), "--json"]) == 0
    lines = json.loads(capsys.readouterr().out)["lines"]
    assert [line["text"] for line in lines] == [line.text for line in told]
    for line, found in zip(lines, told, strict=True):
        assert [line["left"], line["bottom"]] == pytest.approx([found.bounds[0], found.bounds[3]], abs=1e-3)
        assert [word["text"] for word in line["words"]] == [word.text for word in found.words]
    path.write_bytes(path.read_bytes()[:-9])
    assert main(["read", str(path)]) == 2
    out, err = capsys.readouterr()
    assert not out and err.count("\n") == 1 and "truncated" in err


def test_a_file_without_writing_and_a_truncated_one(tmp_path: Path) -> None:
    path = saved(np.full((200, 300), 0.9, dtype=np.float32), tmp_path / "empty.png")
    with pytest.raises(InkError, match=r"empty\.png: no line of writing was found"):
        lines_of_photograph(path)
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(FileError, match=r"empty\.png: a truncated PNG picture"):
        lines_of_photograph(path)


def test_without_qts_libraries_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "inkapp.formats.picture.decode", None)
    with pytest.raises(InkError, match="pictures cannot be read here"):
        lines_of_photograph(tmp_path / "page.png")
