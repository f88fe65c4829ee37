"""SVG out, for plotters; the same ink back in."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import example, given

from inkapp.formats.svg.read import read_svg
from inkapp.formats.svg.write import path_data, write_svg
from inkapp.ink.document import Author, Background, Document, Page, Stroke
from tests.ink.documents import documents, stroke

SVG = "{http://www.w3.org/2000/svg}"
INKSCAPE = "{http://www.inkscape.org/namespaces/inkscape}"


def written(document: Document, page: int = 0) -> bytes:
    stream = io.BytesIO()
    write_svg(document, stream, page)
    return stream.getvalue()


def rounded(stroke: Stroke) -> np.ndarray:
    """What is left of a stroke at 0.01 mm: points that become the same are one."""
    points = np.rint(np.stack((stroke.x, stroke.y), axis=1) * 100)
    return points[np.concatenate(([True], (np.diff(points, axis=0) != 0).any(axis=1)))] / 100


def test_real_size_layers_and_one_open_path_a_stroke():
    strokes = [stroke([(1, 2), (3.456, 4)]), stroke([(5, 5)], model=True), stroke([(9, 9), (8, 8), (9, 9)])]
    root = ElementTree.fromstring(written(Document().add_strokes(strokes)))
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("210mm", "297mm", "0 0 210 297")
    layers = root.findall(SVG + "g")
    assert [g.get(INKSCAPE + "label") for g in layers] == ["hand", "model"]
    assert [g.get(INKSCAPE + "groupmode") for g in layers] == ["layer", "layer"]
    assert [g.get("fill") for g in layers] == ["none", "none"]
    assert [[p.get("d") for p in g] for g in layers] == [["M1,2L3.46,4", "M9,9L8,8 9,9"], ["M5,5h0.01"]]
    assert len(list(root.iter())) == 1 + 2 + 3  # no ruling, nothing else


def test_numbers_are_short_and_exact():
    s = stroke([(0, -0.001), (-0.05, 12.5), (-3.1, 100), (1234567.89, 0.994), (7, 0.996)])
    assert path_data(s) == "M0,0L-0.05,12.5 -3.1,100 1234567.89,0.99 7,1"


def test_both_layers_stand_on_an_empty_page():
    assert written(Document()).count(b"<g ") == 2


def test_a_page_that_is_not_there():
    with pytest.raises(IndexError, match="no page 1"):
        written(Document(), 1)


def test_paper_and_theme_make_no_difference():
    page = Page().with_strokes([stroke([(1, 1), (2, 2)])])
    plain = Page(background=Background.PLAIN, rule_spacing=7, margin=3).with_strokes(page.strokes)
    assert written(Document((page,))) == written(Document((plain,)))


@given(documents())
@example(Document().add_strokes([stroke([(0, 1), (0, 0)]), stroke([(0, 0)])]))
@example(Document().add_strokes([stroke([(1, 1), (2, 2)], model=True), stroke([(2, 2), (3, 3)], model=True)]))
def test_every_stroke_comes_back_within_a_hundredth(document: Document):
    for index, page in enumerate(document.pages):
        data = written(document, index)
        assert not re.search(rb"nan|inf|[0-9]e[-+]?[0-9]", data)
        ordered = [s for author in (Author.PERSON, Author.MODEL) for s in page.strokes if s.author is author]
        if not ordered:
            continue
        (again,) = read_svg(data, "x").pages
        assert again.width == pytest.approx(page.width, abs=0.006)
        assert again.height == pytest.approx(page.height, abs=0.006)
        assert len(again.strokes) == len(ordered)
        for before, after in zip(ordered, again.strokes, strict=True):
            expected = rounded(before)
            got = np.stack((after.x, after.y), axis=1)
            if np.ptp(expected, axis=0).max() < 0.0102:
                expected = expected[:1]  # no longer than a dot
            assert got.shape == expected.shape
            # a width that is no whole hundredth is rounded in "width" and "viewBox" alike, so the scale stays 1
            np.testing.assert_allclose(got, expected, atol=2e-4, rtol=1e-9)
