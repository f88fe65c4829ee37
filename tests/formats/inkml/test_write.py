"""InkML: the app's own comes back whole; other programs' is understood."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given

from inkapp.formats.inkml.write import read_inkml, write_inkml
from inkapp.ink.document import A4_HEIGHT_MM, A4_WIDTH_MM, Author, Document
from inkapp.ink.errors import FileError
from tests.ink.documents import documents, stroke

NS = 'xmlns="http://www.w3.org/2003/InkML"'


def written(document: Document) -> bytes:
    stream = io.BytesIO()
    write_inkml(document, stream)
    return stream.getvalue()


def read(content: str, attributes: str = NS) -> Document:
    return read_inkml(f"<ink {attributes}>{content}</ink>".encode(), "x.inkml")


def format_of(*channels: str) -> str:
    return "<traceFormat>" + "".join(f"<channel {channel}/>" for channel in channels) + "</traceFormat>"


MM = format_of('name="X" units="mm"', 'name="Y" units="mm"')


@given(documents(decimals=4))
def test_recorded_ink_comes_back_exactly(document: Document):
    assert read_inkml(written(document), "x").pages == document.pages


@given(documents())
def test_any_ink_comes_back_within_a_hundredth(document: Document):
    again = read_inkml(written(document), "x")
    assert len(again.pages) == len(document.pages)
    for page, other in zip(document.pages, again.pages, strict=True):
        assert page.with_strokes(()) == other.with_strokes(())
        for before, after in zip(page.strokes, other.strokes, strict=True):
            assert (before.author, before.origin, before.has_pressure) == (
                after.author,
                after.origin,
                after.has_pressure,
            )
            for name in ("x", "y", "t"):
                away = getattr(before, name) - before.t[0] * (name == "t") - getattr(after, name)
                assert np.abs(away).max() <= 1e-3
            assert np.abs(before.pressure - after.pressure).max() <= 1e-4 or not before.has_pressure


def test_what_is_written_is_inkml():
    text = written(Document().add_strokes([stroke([(1, 2), (3.5, -0.25)]), stroke([(5, 6)], model=True)])).decode()
    assert '<ink xmlns="http://www.w3.org/2003/InkML">' in text
    assert '<trace contextRef="#mouse" brushRef="#hand">1 2 0, 3.5 -0.25 0.01</trace>' in text
    assert '<trace contextRef="#mouse" brushRef="#model">5 6 0</trace>' in text
    again = read_inkml(text.encode(), "x").pages[0].strokes
    assert [s.author for s in again] == [Author.PERSON, Author.MODEL]


def test_the_plain_traces_of_mathematics():
    """CROHME's and MathBrush's way: a format without units, traces without references."""
    document = read(
        format_of('name="X" type="decimal"', 'name="Y" type="decimal"')
        + '<annotation type="UI">2011</annotation><trace id="0">985 3317, 1019 3340,\n 1050 3360</trace>'
        + '<trace id="1">1100 3317, 1100 3417</trace><traceGroup><traceView traceDataRef="0"/></traceGroup>'
    )
    (page,) = document.pages
    assert (page.width, page.height) == (A4_WIDTH_MM, A4_HEIGHT_MM)
    assert [len(s) for s in page.strokes] == [3, 2]
    first, second = page.strokes
    # letters' size and place are free; proportions are not
    assert (second.bounds[3] - second.bounds[1]) / (first.bounds[2] - first.bounds[0]) == pytest.approx(100 / 65, 1e-3)
    left, top = min(s.bounds[0] for s in page.strokes), min(s.bounds[1] for s in page.strokes)
    assert left > 0 and top > 0 and second.bounds[2] < page.width


def test_no_format_at_all_is_x_and_y():
    (page,) = read("<trace>1 2 99, 3 4 99</trace>").pages
    assert len(page.strokes[0]) == 2 and not page.strokes[0].has_pressure


def test_times_and_forces_of_a_tablet():
    """IAM-OnDo's way: X Y T F, seconds, force as a share."""
    channels = format_of('name="X"', 'name="Y"', 'name="T" units="s"', 'name="F" max="1.0"')
    document = read(channels + "<trace>0 0 1000.5 0.25, 50 100 1000.6 0.5, 100 90 1000.55 1</trace>")
    (s,) = document.pages[0].strokes
    assert s.t.tolist() == [0, 0.1, 0.1]
    assert s.pressure.tolist() == [0.25, 0.5, 1] and s.has_pressure


def test_times_and_forces_beyond_all_reason():
    channels = format_of('name="X" units="mm"', 'name="Y" units="mm"', 'name="T"', 'name="F" max="1"')
    (s,) = read(channels + "<trace>0 0 0 1e308, 60 0 1e308 -1e308</trace>").pages[0].strokes
    assert s.t.tolist() == [0, 1]  # at a hand's pace instead
    assert s.pressure.tolist() == [1, 0]


def test_forces_without_a_range_and_times_without_a_unit():
    channels = format_of('name="X"', 'name="Y"', 'name="T"', 'name="F"')
    document = read(channels + "<trace>0 0 0 128, 0 1 8 256</trace><trace>5 5 20 64, 5 6 28 512</trace>")
    one, other = document.pages[0].strokes
    assert (one.pressure.tolist(), other.pressure.tolist()) == ([0.25, 0.5], [0.125, 1])
    assert one.t.tolist() == [0, 0.008]


def test_differences_as_microsoft_writes_them():
    definitions = (
        '<definitions><context xml:id="ctx0"><inkSource xml:id="src0"><traceFormat>'
        '<channel name="X" type="integer" min="-2147483648" max="2147483647" units="cm"/>'
        '<channel name="Y" type="integer" min="-2147483648" max="2147483647" units="cm"/>'
        '<channel name="F" type="integer" max="1023" units="dev"/></traceFormat><channelProperties>'
        '<channelProperty channel="X" name="resolution" value="1000" units="1/cm"/>'
        '<channelProperty channel="Y" name="resolution" value="1000" units="1/cm"/>'
        "</channelProperties></inkSource></context></definitions>"
    )
    trace = """<trace xml:id="st0" contextRef="#ctx0">1000 2000 1023,'10'-20'0,"0"5"0,-5-5"-1</trace>"""
    (s,) = read(definitions + trace, f'{NS} documentID="x"').pages[0].strokes
    # second differences: 10, then 10 + 0, then 10 − 5; −20, −20 + 5, −15 − 5
    assert np.round(s.x * 100).tolist() == [1000, 1010, 1020, 1025]
    assert np.round(s.y * 100).tolist() == [2000, 1980, 1965, 1945]
    assert s.pressure.tolist() == [1, 1, 1, round(1022 / 1023, 4)]


def test_values_left_out_repeated_hexadecimal_and_explicit_again():
    (s,) = read(MM + "<trace>1 2, * 3, ? 4, '1'1, !#A !10 : 7</trace>").pages[0].strokes
    assert s.x.tolist() == [1, 1, 1, 2, 10]
    assert s.y.tolist() == [2, 3, 4, 5, 10]


@pytest.mark.parametrize(("units", "size"), [("mm", 1), ("cm", 10), ("in", 25.4), ("pt", 25.4 / 72)])
def test_units_are_kept(units: str, size: float):
    channels = format_of(f'name="X" units="{units}"', f'name="Y" units="{units}"')
    (s,) = read(channels + "<trace>1 2, 3 4</trace>").pages[0].strokes
    assert s.x.tolist() == pytest.approx([size, 3 * size], abs=1e-4)


def test_ink_off_the_paper_is_moved_onto_it_and_the_paper_grows():
    (page,) = read(MM + "<trace>-100 -50, 400 100</trace>").pages
    s = page.strokes[0]
    assert (page.width, page.height) == (530, A4_HEIGHT_MM)
    assert (s.x.tolist(), s.y.tolist()) == ([15, 515], [15, 165])


def test_a_trace_may_go_on_in_the_next_and_hover_is_no_ink():
    content = (
        MM + '<trace xml:id="a" continuation="begin">1 1, 2 2</trace><trace type="penUp">5 5, 9 9</trace>'
        '<trace xml:id="b" continuation="middle" priorRef="#a">3 3</trace>'
        '<trace continuation="end" priorRef="#b">4 4</trace><trace> </trace>'
    )
    (s,) = read(content).pages[0].strokes
    assert s.x.tolist() == [1, 2, 3, 4]


def test_contexts_refer_to_sources_and_groups_to_contexts():
    content = (
        f'<definitions><inkSource xml:id="s">{MM}</inkSource><inkSource xml:id="r">'
        + format_of('name="Y" units="mm"', 'name="X" units="mm"')
        + '</inkSource><context xml:id="a" inkSourceRef="#s"/><context xml:id="b" inkSourceRef="#r"/></definitions>'
        '<traceGroup contextRef="#b"><trace>1 2</trace></traceGroup><trace contextRef="#a">1 2</trace><trace>1 2</trace>'
    )
    assert [s.x.tolist() for s in read(content).pages[0].strokes] == [[2], [1], [1]]


IAM = (
    "<WhiteboardCaptureSession><WhiteboardDescription><SensorLocation corner='top_left'/></WhiteboardDescription>"
    "<StrokeSet><Stroke colour='black' start_time='1' end_time='2'><Point x='895' y='992' time='13090871.12'/>"
    "<Point x='896' y='1092' time='13090871.14'/></Stroke><Stroke><Point x='1000' y='992' time='13090872'/></Stroke>"
    "<Stroke/></StrokeSet></WhiteboardCaptureSession>"
)


def test_lines_of_iam_ondb():
    (page,) = read_inkml(IAM.encode(), "x.xml").pages
    one, dot = page.strokes
    assert one.t.tolist() == pytest.approx([0, 0.02], abs=1e-5)
    assert (dot.x[0] - one.x[0]) / (one.y[1] - one.y[0]) == pytest.approx(1.05, abs=1e-3)
    assert len(dot) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "no lines"),
        ("<trace/>", "no lines"),
        ("<trace>" + "1 2," * 300_001 + "</trace>", "more than"),
        ("<trace>1</trace>", "1 values, not 2"),
        ("<trace>1 x</trace>", "damaged trace"),
        ("<trace>1 nan</trace>", "no numbers"),
        ("<trace>1 1e999</trace>", "no numbers"),
        (MM + "<trace>1 2, 1 1e7</trace>", "large"),
        ("<trace>1 2", "damaged XML"),
        ('<traceGroup><annotation type="inkapp-page">{</annotation></traceGroup>', "annotation"),
        ('<traceGroup><annotation type="inkapp-page">' + "[" * 99999 + "</annotation></traceGroup>", "annotation"),
        ('<traceGroup><annotation type="inkapp-page">{"width":0}</annotation></traceGroup>', "width|height"),
        ('<traceGroup><annotation type="inkapp-origin">[]</annotation></traceGroup>', "origin"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(content: str, message: str):
    with pytest.raises(FileError, match=message) as caught:
        read(content)
    assert str(caught.value).startswith("x.inkml: ")
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<svg/>", "not an InkML"),
        (b"", "damaged"),
        (b'<!DOCTYPE ink [<!ENTITY a "b">]><ink><trace>&a;</trace></ink>', "damaged trace"),
        (b'<!DOCTYPE ink [<!ENTITY a "&#38;b;">]><ink><trace>&a;</trace></ink>', "document type"),
        (IAM.replace("y='992'", "").encode(), "without x, y and time"),
        (b"<WhiteboardCaptureSession/>", "no lines"),
    ],
)
def test_other_files_and_entities(data: bytes, message: str):
    with pytest.raises(FileError, match=message):
        read_inkml(data, "x")
