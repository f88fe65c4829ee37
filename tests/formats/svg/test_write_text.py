"""An SVG carries what its lines say, and is the same ink all the same."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from xml.etree import ElementTree

from inkapp.formats.registry import carries_text, write_any
from inkapp.formats.shared.line_text import LineText
from inkapp.formats.svg.read import read_svg
from inkapp.formats.svg.write import write_svg
from inkapp.ink.document import Author, Document, Origin, Page, Stroke
from tests.ink.documents import stroke

SVG = "{http://www.w3.org/2000/svg}"


def drawn(count: int) -> list[Stroke]:
    return [stroke([(10 * k, 10), (10 * k + 5, 12)]) for k in range(count)]


def written(strokes: Sequence[Stroke], *lines: LineText) -> bytes:
    stream = io.BytesIO()
    write_svg(Document((Page(tuple(strokes)),)), stream, 0, lines)
    return stream.getvalue()


def groups(data: bytes) -> list[tuple[str | None, str | None, int]]:
    """The layer, title and number of paths of each group within a layer."""
    found = []
    for layer in ElementTree.fromstring(data):
        for group in layer.findall(f"{SVG}g"):
            title = group.findtext(f"{SVG}title")
            assert group.get("aria-label") == title and group.get("role") == "img"
            found.append((layer.get("id"), title, len(group.findall(f"{SVG}path"))))
    return found


def test_without_texts_it_is_as_ever():
    strokes = drawn(3)
    assert written(strokes) == written(strokes, LineText(tuple(strokes), "")) and b"title" not in written(strokes)


def test_a_line_is_a_group_with_its_text():
    strokes = drawn(5)
    data = written(strokes, LineText(tuple(strokes[:2]), "one line"), LineText(tuple(strokes[2:4]), 'a <"b"> & c'))
    assert groups(data) == [("hand", "one line", 2), ("hand", 'a <"b"> & c', 2)]


def test_strokes_keep_their_order_and_are_read_as_without():
    strokes = drawn(6)
    lines = LineText((strokes[0], strokes[5]), "gone back to"), LineText(tuple(strokes[1:5]), "between")
    data = written(strokes, *lines)
    assert groups(data) == [("hand", "gone back to", 1), ("hand", "between", 4)]
    told: list[str] = []
    assert read_svg(data, "x", told.append) == read_svg(written(strokes), "x", told.append) and told == []


def test_a_line_of_two_authors_has_its_text_once_a_layer():
    strokes = drawn(2)
    strokes[1] = replace(strokes[1], author=Author.MODEL, origin=Origin("live", 1, 0.5))
    assert groups(written(strokes, LineText(tuple(strokes), "both"))) == [("hand", "both", 1), ("model", "both", 1)]


def test_characters_that_xml_forbids_are_left_out():
    strokes = drawn(1)
    assert groups(written(strokes, LineText(tuple(strokes), "a\x00b\ud800c"))) == [("hand", "abc", 1)]


def test_each_page_has_its_own(tmp_path):
    first, second = drawn(1), drawn(1)
    document = Document((Page(tuple(first)), Page(tuple(second)), Page()))
    paths = write_any(document, tmp_path / "x.svg", [[], [LineText(tuple(second), "two")]])
    assert [groups(path.read_bytes()) for path in paths] == [[], [("hand", "two", 1)], []]
    assert carries_text(tmp_path / "x.SVG") and not carries_text(tmp_path / "x.inkml")
