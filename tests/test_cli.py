"""Commands without a window, as a person meets them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from inkapp.cli import main
from inkapp.export.registry import read_any
from inkapp.ink.document import Document
from inkapp.ink.file import save
from tests.ink.documents import stroke


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.ink"
    save(Document().add_strokes([stroke([(10, 20), (30, 40)]), stroke([(50, 60)])]), path)
    return path


@pytest.mark.parametrize("name", ["out.svg", "out.ink", "out.inkml"])
def test_export_prints_what_it_wrote(page: Path, name: str, capsys: pytest.CaptureFixture[str]):
    out = page.with_name(name)
    assert main(["export", str(page), "-o", str(out)]) == 0
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == (f"{out}\n", "")
    assert len(read_any(out).pages[0].strokes) == 2


@pytest.mark.parametrize(
    ("file", "out", "says"),
    [
        ("none.ink", "out.svg", "No such file"),
        ("page.ink", "out.docx", "cannot write .docx"),
        ("page.ink", "none/out.svg", "No such file"),
        ("page.ink", "folder.svg", "not a plain file"),
        ("empty.svg", "out.svg", "damaged XML"),
        ("page.txt", "out.svg", "cannot read .txt"),
    ],
)
def test_failure_is_one_line_and_nothing_is_lost(
    page: Path, file: str, out: str, says: str, capsys: pytest.CaptureFixture[str]
):
    folder = page.parent
    (folder / "empty.svg").touch()
    (folder / "folder.svg").mkdir()
    (folder / "out.svg").write_text("mine")
    before = sorted(os.listdir(folder))
    assert main(["export", str(folder / file), "-o", str(folder / out)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1 and says in printed.err and printed.err.startswith("inkapp export: ")
    assert sorted(os.listdir(folder)) == before
    assert (folder / "out.svg").read_text() == "mine"


@pytest.mark.parametrize("arguments", [[], ["fly"], ["export"], ["export", "a.ink"], ["export", "a.ink", "-o"]])
def test_wrong_arguments_are_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == "" and printed.err.count("\n") == 1
