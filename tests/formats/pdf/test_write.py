"""A PDF is whole, has the page's very ink, and the read text over it, unpainted; other programs agree where they are there."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from inkapp.formats.pdf.invisible_font import CODES
from inkapp.formats.pdf.write import POINTS_PER_MM, write_pdf
from inkapp.formats.registry import carries_text, write_any
from inkapp.formats.shared.line_text import NOTHING_ABOUT, About, LineText, WordText
from inkapp.ink.document import Background, Document, Page, Stroke, bounds_of
from inkapp.ink.errors import FileError
from inkapp.ink.outline import outline
from tests.formats.pdf.parsed import Parsed
from tests.ink.documents import stroke


def word(text: str, x: float, y: float = 50.0, width: float = 18.0, height: float = 8.0) -> WordText:
    """A zigzag over a box whose bottom left is at x, y."""
    zigzag = [(x + width * k / 6, y - height * (k % 2)) for k in range(7)]
    return WordText((stroke(zigzag),), text)


def line(*words: WordText, slope: float = 0.0) -> LineText:
    strokes = tuple(one for word in words for one in word.strokes)
    return LineText(strokes, " ".join(word.text for word in words), words, slope)


def written(*pages: Sequence[LineText], about: About = NOTHING_ABOUT, more: Sequence[Stroke] = ()) -> bytes:
    """Pages whose ink is that of their lines; the first with ``more`` of it."""
    inks = [tuple(one for line in lines for one in line.strokes) for lines in pages]
    document = Document(tuple(Page(ink if k else (*ink, *more)) for k, ink in enumerate(inks)))
    stream = io.BytesIO()
    write_pdf(document, stream, pages, about)
    return stream.getvalue()


def outside(data: bytes, *command: str) -> str:
    """What another program says of a PDF; the test ends here where it is not installed."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    process = subprocess.run(command, input=data, capture_output=True, check=True)
    assert process.stderr == b"" or command[0] == "qpdf"
    return process.stdout.decode()


LINES = [
    line(word("the", 20), word("small", 45), word("hand", 70)),
    line(word("Größe", 20, 80), word("Ждать€", 41, 80), word("漢字😀", 59.5, 80)),  # some words touch, or nearly
]


def test_each_word_stands_over_its_ink_unpainted():
    parsed = Parsed(written(LINES))
    words = [one for one in parsed.shown(0) if one.text != " "]
    assert [one.text for one in words] == ["the", "small", "hand", "Größe", "Ждать€", "漢字😀"]
    assert all(one.mode == 3 for one in parsed.shown(0))
    for one, said in zip(words, [word for line in LINES for word in line.words], strict=True):
        left, top, right, bottom = bounds_of(said.strokes)
        assert one.x == pytest.approx(left, abs=0.001)
        assert left + one.width == pytest.approx(right, abs=0.001) or left + one.width == pytest.approx(59.5, abs=2)
        assert top < one.y < bottom + 0.001 and one.size == pytest.approx((bottom - top) / 0.786, rel=0.01)


def test_words_that_touch_are_two():
    touching = line(word("on", 20, width=18), word("and", 36, width=18))
    first, space, second = Parsed(written([touching])).shown(0)
    assert (first.text, space.text, second.text) == ("on", " ", "and")
    assert first.x + first.width < second.x and space.width > 0


def test_a_line_without_words_is_one_word():
    (shown,) = Parsed(written([LineText(LINES[0].strokes, "the small hand")])).shown(0)
    assert shown.text == "the small hand" and shown.width == pytest.approx(68, abs=0.001)


def test_words_of_a_line_are_of_one_size_and_feet_though_it_runs_uphill():
    level = line(word("gap", 20, 53, height=11), word("on", 45, 50, height=5), word("the", 70, 50, height=8))
    first, second, third = (one for one in Parsed(written([level])).shown(0) if one.text != " ")
    assert first.size == second.size == third.size and first.y == second.y == third.y
    uphill = line(word("a", 20, 60), word("b", 60, 50), word("c", 100, 40), slope=np.arctan(-0.25))
    first, second, third = (one for one in Parsed(written([uphill])).shown(0) if one.text != " ")
    assert first.y - second.y == pytest.approx(10, abs=0.01) and second.y - third.y == pytest.approx(10, abs=0.01)


def test_any_number_of_characters_survives():
    letters = "".join(chr(0x4E00 + k) for k in range(3 * CODES)) + "𝔸"
    lines = [line(word(letters[k : k + 50], 20, 20 + k / 10)) for k in range(0, len(letters), 50)]
    parsed = Parsed(written(lines))
    assert "".join(one.text for one in parsed.shown(0)) == letters
    fonts = parsed.get(parsed.pages[0]["/Resources"])["/Font"]
    assert len(fonts) == 4


def test_what_no_file_should_hold_is_left_out():
    said = line(word("a\x00b\ud800", 20), word("\x07", 50), word("two\tand", 70))
    assert "".join(one.text for one in Parsed(written([said])).shown(0)) == "ab two and"


def test_hebrew_is_painted_from_left_to_right():
    (shown,) = Parsed(written([line(word("שלום", 20))])).shown(0)
    assert shown.text == "םולש"


def test_it_is_read_aloud_line_by_line_and_unread_ink_is_told():
    parsed = Parsed(written(LINES, [LINES[0]], more=[stroke([(5, 200), (50, 220)])]))
    first, second = "the small hand", "Größe Ждать€ 漢字😀"
    assert parsed.read_aloud() == [("Figure", "Handwriting"), ("P", first), ("P", second), ("P", first)]
    assert parsed.root["/MarkInfo"]["/Marked"] is True


def test_the_ink_is_what_the_window_paints():
    pressed = Stroke(
        np.linspace(20, 60, 9), 50 + np.sin(np.arange(9.0)), np.arange(9.0), np.linspace(0.1, 1, 9), has_pressure=True
    )
    parsed = Parsed(written([], more=[pressed, stroke([(3, 4)], model=True)]))
    places, colours = [], []
    for operator, operands in parsed.operators(0):
        if operator in ("m", "l"):
            places.append(operands)
        elif operator == "rg":
            colours.append(tuple(round(255 * value) for value in operands))
    wanted = [outline(one.x, one.y, one.pressure)[0] for one in (pressed, stroke([(3, 4)]))]
    assert np.abs(np.array(places) / 1000 - np.concatenate(wanted)).max() <= 0.0006
    assert colours[-2:] == [(0x14, 0x21, 0x3D), (0x0E, 0x46, 0x53)]  # as on the page in light


def test_pages_have_their_sizes_and_their_ruling():
    sheets = Page(), Page(width=297, height=210, background=Background.PLAIN), Page(width=6000, height=9000)
    stream = io.BytesIO()
    write_pdf(Document(sheets), stream)
    parsed = Parsed(stream.getvalue())
    for leaf, sheet in zip(parsed.pages, sheets, strict=True):
        _, _, *size = leaf["/MediaBox"]
        unit = leaf.get("/UserUnit", 1)
        assert np.multiply(size, unit) / POINTS_PER_MM == pytest.approx((sheet.width, sheet.height), rel=1e-4)
        assert max(size) <= 14_400  # what readers are sure to take
    rects = [sum(operator == "re" for operator, _ in parsed.operators(page)) for page in range(3)]
    assert rects == [1 + 23, 0, 1 + 748]


def test_it_tells_of_itself():
    parsed = Parsed(written([], about=About("A (draft) \\ Ж", "Me", "en-GB")))
    info = parsed.get(parsed.trailer["/Info"])
    assert info["/Title"] == "A (draft) \\ Ж" and info["/Author"] == "Me" and info["/Creator"].startswith("Inkapp ")
    assert parsed.root["/Lang"] == "en-GB" and parsed.root["/ViewerPreferences"]["/DisplayDocTitle"] is True
    nobody = Parsed(written([]))
    assert "/Author" not in nobody.get(nobody.trailer["/Info"]) and "/Lang" not in nobody.root


def test_all_pages_are_one_file_and_a_failure_leaves_the_old_one(tmp_path: Path):
    document = Document((Page(LINES[0].strokes), Page(LINES[1].strokes)))
    path = tmp_path / "notes.PDF"
    assert carries_text(path)
    assert write_any(document, path, [[LINES[0]]]) == (path,)
    parsed = Parsed(path.read_bytes())
    assert len(parsed.pages) == 2 and parsed.read_aloud() == [("P", "the small hand"), ("Figure", "Handwriting")]
    before = path.read_bytes()
    path.chmod(0o444)
    with pytest.raises(FileError, match="write-protected"):
        write_any(document, path)
    assert path.read_bytes() == before and [one.name for one in tmp_path.iterdir()] == ["notes.PDF"]


@pytest.mark.process
def test_qpdf_finds_no_fault(tmp_path: Path):
    path = tmp_path / "x.pdf"
    path.write_bytes(written(LINES, [], about=About("Ж", "Me", "en")))
    assert "No syntax or stream encoding errors found" in outside(b"", "qpdf", "--check", str(path))


@pytest.mark.process
def test_poppler_finds_the_text_and_its_places():
    data = written(LINES)
    assert outside(data, "pdftotext", "-", "-").split() == " ".join(line.text for line in LINES).split()
    assert 'xMin="56.69' in outside(data, "pdftotext", "-bbox", "-", "-")  # 20 mm


@pytest.mark.process
def test_poppler_paints_the_ink_and_no_text():
    with_text, without = written(LINES), written([LineText(line.strokes, "") for line in LINES])
    painted = [outside(data, "pdftocairo", "-svg", "-", "-") for data in (with_text, without)]
    assert painted[0] == painted[1] and painted[0].count("<path") > 6
