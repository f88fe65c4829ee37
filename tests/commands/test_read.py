"""``inkapp read`` and ``inkapp search``: what they print, where, and how they fail."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from inkapp.cli import main
from inkapp.commands import ink, network
from inkapp.formats.registry import write_any
from inkapp.ink.document import Document, Page
from inkapp.ink.edits import CorrectText
from inkapp.ink.file import save
from tests.commands.asked import refused
from tests.formats.pdf.parsed import Parsed
from tests.live.reading.readers import MadeUpReader, drawn_line

BOX = drawn_line(np.array([(20, 120), (60, 120), (60, 150), (20, 150), (20, 120)]))
EXAMPLE = Path(__file__).parents[2] / "assets" / "examples" / "quick.ink"


@pytest.fixture(autouse=True)
def made_up(monkeypatch: pytest.MonkeyPatch) -> MadeUpReader:
    """The commands' reader is the made-up one."""
    reader = MadeUpReader()
    for module in (network, ink):
        monkeypatch.setattr(module, "load_reader", lambda: reader)
    return reader


@pytest.fixture
def notes(tmp_path: Path, made_up: MadeUpReader) -> Path:
    """Two pages, of which a word was put right, and a box."""
    first, second = made_up.page("the quick fox"), made_up.page("a page", "of nates", sure=0.9)
    document = Document((first, Page(), second)).add_strokes([BOX], 2)
    save(CorrectText((0,), "A", 0).apply(document), tmp_path / "notes.ink")
    return tmp_path / "notes.ink"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = main(list(map(str, arguments)))
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_text_is_printed_page_by_page(notes: Path, capsys: pytest.CaptureFixture[str]):
    status, out, err = run(capsys, "read", notes)
    assert (status, out) == (0, "A quick fox\n\na page\nof nates\n")
    assert err == f"{notes}: page 3: 1 of 3 lines do not look like writing that can be read, in Latin letters\n"


def test_json_says_how_sure_and_where(notes: Path, capsys: pytest.CaptureFixture[str]):
    status, out, _ = run(capsys, "read", notes, "--json")
    first, second, third = json.loads(out)["pages"]
    assert status == 0 and out.count("\n") == 1 and second == {"page": 2, "lines": []}
    (line,) = first["lines"]
    assert (line["line"], line["text"], line["writing"]) == (1, "A quick fox", True)
    a, quick, _ = line["words"]
    assert (a["text"], a["confidence"], a["source"], a["strokes"]) == ("A", 1.0, "corrected", 1)
    assert (quick["text"], quick["source"]) == ("quick", "read")
    assert (quick["left"], quick["top"], quick["right"], quick["bottom"]) == (28.5, 40.0, 38.5, 42.0)
    assert [line["writing"] for line in third["lines"]] == [True, True, False]
    assert 0 < third["lines"][1]["words"][1]["confidence"] < 1
    assert third["lines"][2]["words"] == [] and third["lines"][2]["right"] == 60.0


@pytest.mark.parametrize("suffix", [".svg", ".inkml"])
def test_other_formats_are_read(notes: Path, made_up: MadeUpReader, suffix: str, capsys: pytest.CaptureFixture[str]):
    out = notes.with_suffix(suffix)
    write_any(Document((made_up.page("hello"),)), out)
    status, printed, _ = run(
        capsys, "read", out, "--json"
    )  # ink may stand elsewhere there, where nobody has drawn a word
    assert status == 0 and len(json.loads(printed)["pages"][0]["lines"]) == 1


@pytest.mark.parametrize(
    ("page", "says"),
    [(Page(), "there is no ink on it"), (Page((BOX,)), "there is nothing on it that can be read")],
)
def test_nothing_to_read_is_said(tmp_path: Path, page: Page, says: str, capsys: pytest.CaptureFixture[str]):
    save(Document((page,)), tmp_path / "x.ink")
    assert main(["read", str(tmp_path / "x.ink")]) == 2
    printed = capsys.readouterr()
    assert says in printed.err.splitlines()[-1] and printed.out == ""


def test_a_bad_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "bad.ink").write_text("{")
    assert "bad.ink: not an ink file" in refused(["read", str(tmp_path / "bad.ink")], capsys)
    assert "none.ink" in refused(["search", "x", str(tmp_path / "none.ink")], capsys)
    assert "there is no word to look for" in refused(["search", " ", str(tmp_path / "none.ink")], capsys)


def test_hits_are_printed_as_file_page_line(notes: Path, capsys: pytest.CaptureFixture[str]):
    assert run(capsys, "search", "quack", notes) == (0, f"{notes}:1:1: quick (28.5,40.0 to 38.5,42.0 mm)\n", "")
    assert run(capsys, "search", "notes", notes)[:2] == (0, f"{notes}:3:2: nates (26.5,52.0 to 36.5,54.0 mm)\n")
    assert run(capsys, "search", "the", notes)[:2] == (1, "")  # it was put right to be another word
    assert run(capsys, "search", "a page", notes)[:2] == (0, f"{notes}:3:1: a page (20.0,40.0 to 32.5,42.0 mm)\n")


def test_other_files_are_searched_though_one_is_bad(notes: Path, capsys: pytest.CaptureFixture[str]):
    (notes.parent / "bad.ink").write_text("{")
    status, out, err = run(capsys, "search", "fox", notes.parent / "bad.ink", notes, notes)
    assert status == 2 and out.count("notes.ink:1:1: fox") == 2 and err.count("\n") == 1 and "bad.ink" in err


def test_a_name_that_is_no_text_is_printed_as_it_is(notes: Path, capfdbinary: pytest.CaptureFixture[bytes]):
    odd = notes.rename(notes.with_name("n\udcff.ink"))
    assert main(["search", "fox", str(odd)]) == 0
    assert b"n\xff.ink:1:1: fox" in capfdbinary.readouterr().out


def test_damaged_weights_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.undo()
    monkeypatch.setattr(network, "CAPTIONER_FILE", tmp_path / "none.safetensors")
    assert "none.json" in refused(["read", str(EXAMPLE)], capsys)
    monkeypatch.undo()
    monkeypatch.setattr(network, "LANGUAGE", tmp_path / "none.npz")
    assert "none.npz" in refused(["read", str(EXAMPLE)], capsys)
    (tmp_path / "none.npz").write_bytes(b"PK")
    assert "no table of words" in refused(["search", "quick", str(EXAMPLE)], capsys)


def test_the_shipped_reader_finds_words_on_an_example(
    made_up: MadeUpReader, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.undo()
    assert run(capsys, "search", "quick", EXAMPLE)[:1] == (0,)
    assert run(capsys, "search", "zebra", EXAMPLE)[:1] == (1,)


def test_an_export_says_what_its_lines_say_when_asked(notes: Path, capsys: pytest.CaptureFixture[str]):
    out = notes.with_suffix(".svg")
    assert run(capsys, "export", notes, "-o", out, "--text")[0] == 0
    assert "<title>A quick fox</title>" in notes.with_name("notes-1.svg").read_text()
    assert "<title>of nates</title>" in notes.with_name("notes-3.svg").read_text()
    assert run(capsys, "export", notes, "-o", out)[0] == 0
    assert "<title>" not in notes.with_name("notes-1.svg").read_text()
    pdf = notes.with_suffix(".pdf")
    assert run(capsys, "export", notes, "-o", pdf, "--text", "--author", "Me", "--language", "de")[0] == 0
    parsed = Parsed(pdf.read_bytes())
    assert ("P", "A quick fox") in parsed.read_aloud() and ("P", "of nates") in parsed.read_aloud()
    assert parsed.get(parsed.trailer["/Info"])["/Title"] == notes.stem and parsed.root["/Lang"] == "de"
    assert run(capsys, "export", notes, "-o", pdf, "--title", "Fox")[0] == 0
    parsed = Parsed(pdf.read_bytes())
    assert {kind for kind, _ in parsed.read_aloud()} == {"Figure"}
    assert parsed.get(parsed.trailer["/Info"])["/Title"] == "Fox"
    said = refused(["export", str(notes), "-o", str(pdf), "--language", "a b"], capsys)
    assert "must be a language's short name" in said
    said = refused(["export", str(notes), "-o", str(notes.with_suffix(".inkml")), "--text"], capsys)
    assert "no format but .svg and .pdf carries the text" in said and not notes.with_suffix(".inkml").exists()
