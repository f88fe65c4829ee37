"""InkML of other programs: units, resolutions, contexts, canvases, channels that come and go; what is left out is told."""

from __future__ import annotations

import numpy as np
import pytest

from inkapp.formats.inkml.contexts import PLAIN
from inkapp.formats.inkml.traces import TraceReader
from inkapp.formats.inkml.write import read_inkml
from inkapp.ink.document import Page
from inkapp.ink.errors import FileError

INK = '<ink xmlns="http://www.w3.org/2003/InkML">'


def page_of(content: str, told: list[str] | None = None) -> Page:
    (page,) = read_inkml(f"{INK}{content}</ink>".encode(), "x.inkml", (told if told is not None else []).append).pages
    return page


def strokes_of(content: str) -> list[list[list[float]]]:
    return [np.round(np.stack((s.x, s.y), axis=1), 3).tolist() for s in page_of(content).strokes]


def source(*channels: str, resolutions: tuple[tuple[str, float, str], ...] = (), id: str = "a", more: str = "") -> str:
    properties = "".join(
        f'<channelProperty channel="{channel}" name="resolution" value="{value}" units="{units}"/>'
        for channel, value, units in resolutions
    )
    return (
        f'<definitions><context xml:id="{id}"><inkSource xml:id="{id}s"><traceFormat>'
        + "".join(f"<channel {channel}/>" for channel in channels)
        + f"</traceFormat>{more}<channelProperties>{properties}</channelProperties></inkSource></context></definitions>"
    )


def xy(units: str) -> tuple[str, str]:
    return f'name="X" units="{units}"', f'name="Y" units="{units}"'


@pytest.mark.parametrize(
    ("units", "mm"),
    [("m", 1000), ("cm", 10), ("mm", 1), ("himetric", 0.01), ("in", 25.4), ("pt", 127 / 360), ("pc", 127 / 30)],
)
def test_units_of_length(units: str, mm: float):
    value = 20 / mm
    ((first, last),) = strokes_of(source(*xy(units)) + f'<trace contextRef="#a">{value} {value}, {2 * value} 0</trace>')
    assert first == pytest.approx([20, 20], abs=1e-3) and last == pytest.approx([40, 0], abs=1e-3)


def test_each_channel_has_its_own_unit_and_resolution():
    both = source('name="X"', 'name="Y"', resolutions=(("X", 100, "1/cm"), ("Y", 254, "1/in")))
    assert strokes_of(both + '<trace contextRef="#a">100 200, 300 0</trace>') == [[[10, 20], [30, 0]]]
    units = source('name="X" units="cm"', 'name="Y" units="mm"')
    assert strokes_of(units + '<trace contextRef="#a">1 2, 3 4</trace>') == [[[10, 2], [30, 4]]]
    device = source('name="X" units="dev"', 'name="Y" units="dev"', resolutions=(("X", 10, "dev/mm"),))
    assert strokes_of(device + '<trace contextRef="#a">100 200, 300 0</trace>') == [[[10, 20], [30, 0]]]


def test_each_context_is_read_by_itself():
    content = (
        source('name="X"', 'name="Y"', resolutions=(("X", 20, "1/mm"), ("Y", 20, "1/mm")))
        + source('name="Y"', 'name="X"', resolutions=(("X", 1, "1/mm"), ("Y", 1, "1/mm")), id="b")
        + source(*xy("in"), id="c")
        + '<context xml:id="d" contextRef="#b"/>'
        + '<trace contextRef="#a">200 400, 0 20</trace><trace contextRef="#b">5 6, 7 8</trace>'
        + '<trace contextRef="#c">1 1</trace><traceGroup contextRef="#b"><trace>50 60</trace></traceGroup><trace>1 2</trace>'
    )
    assert strokes_of(content) == [[[10, 20], [0, 1]], [[6, 5], [8, 7]], [[25.4, 25.4]], [[60, 50]], [[2, 1]]]


def test_a_context_between_traces_is_for_those_that_follow():
    content = (
        '<context><traceFormat><channel name="X" units="mm"/><channel name="Y" units="mm"/></traceFormat></context>'
        "<trace>1 2</trace>"
        '<context><traceFormat><channel name="X" units="cm"/><channel name="Y" units="cm"/></traceFormat></context>'
        "<trace>1 2</trace>"
    )
    assert strokes_of(content) == [[[1, 2]], [[10, 20]]]


FORMAT = '<traceFormat xml:id="f"><channel name="X" units="cm"/><channel name="Y" units="cm"/></traceFormat>'
SOURCE, CONTEXT = '<inkSource xml:id="s" traceFormatRef="#f"/>', '<context xml:id="c" inkSourceRef="#s"/>'
TRACE = '<trace contextRef="#c">1 2</trace>'


@pytest.mark.parametrize(
    "content",
    [
        f"<definitions>{FORMAT}{SOURCE}{CONTEXT}</definitions>{TRACE}",
        f"<definitions>{CONTEXT}{SOURCE}{FORMAT}</definitions>{TRACE}",
        f"{TRACE}<definitions>{FORMAT}{SOURCE}{CONTEXT}</definitions>",
        f'<traceGroup contextRef="#c"><trace>1 2</trace></traceGroup><definitions>{CONTEXT}{FORMAT}{SOURCE}</definitions>',
    ],
)
def test_a_reference_may_name_what_comes_later(content: str):
    told: list[str] = []
    (stroke,) = page_of(content, told).strokes
    assert (stroke.x.tolist(), stroke.y.tolist()) == ([10], [20]) and not told


def test_a_reference_to_nothing_is_told():
    told: list[str] = []
    page_of(TRACE, told)
    assert told == ["x.inkml: left out: 1 × reference to what is not there"]


def test_a_context_between_traces_keeps_what_it_does_not_name():
    content = f'<context>{FORMAT}</context><context brushRef="#b"/><trace>1 2</trace>'
    assert strokes_of(content) == [[[10, 20]]]


def test_a_resolution_may_be_the_size_of_a_value():
    content = source('name="X"', 'name="Y"', resolutions=(("X", 0.01, "mm"), ("Y", 2540, "dpi")))
    assert strokes_of(content + '<trace contextRef="#a">1000 2000, 0 0</trace>') == [[[10, 20], [0, 0]]]


@pytest.mark.parametrize("step", [0.008, 8, 8_000, 8_000_000])
def test_times_of_no_unit_are_of_a_pen(step: float):
    content = source(*xy("mm"), 'name="T"')
    trace = ",".join(f"{i} {i} {1e9 + i * step}" for i in range(4))
    assert page_of(f'{content}<trace contextRef="#a">{trace}</trace>').strokes[0].t.tolist() == pytest.approx(
        [0, 0.008, 0.016, 0.024], abs=1e-5
    )


MM_CANVAS = (
    '<canvas xml:id="v"><traceFormat><channel name="X" units="mm"/><channel name="Y" units="mm"/></traceFormat>'
    "</canvas>"
)


@pytest.mark.parametrize(
    ("mapping", "points"),
    [
        ('<mapping type="affine"><matrix>0.5 0 3, 0 2 -1</matrix></mapping>', [[8, 39], [13, 1]]),
        ('<mapping type="identity"/>', [[10, 20], [20, 1]]),
        (
            '<mapping type="product"><mapping type="affine"><matrix>1 0 5, 0 1 0</matrix></mapping>'
            '<mapping type="affine"><matrix>2 0 0, 0 1 0</matrix></mapping></mapping>',
            [[30, 20], [50, 1]],
        ),
    ],
)
def test_a_transform_leads_onto_the_canvas_and_into_its_units(mapping: str, points: list[list[float]]):
    content = (
        f'<definitions>{MM_CANVAS}<canvasTransform xml:id="t">{mapping}</canvasTransform>'
        '<context xml:id="a" canvasRef="#v" canvasTransformRef="#t"/></definitions>'
        '<trace contextRef="#a">10 20, 20 1</trace>'
    )
    assert strokes_of(content) == [points]


def test_a_mapping_that_is_not_read_is_told():
    told: list[str] = []
    content = (
        f'<definitions>{MM_CANVAS}<context xml:id="a" canvasRef="#v"><canvasTransform><mapping type="mathml"/>'
        '</canvasTransform></context></definitions><trace contextRef="#a">10 20, 20 1</trace>'
    )
    assert len(page_of(content, told).strokes) == 1
    assert told == ["x.inkml: left out: 1 × mapping of type mathml"]


def test_the_other_direction_is_turned():
    content = source('name="X" units="mm"', 'name="Y" units="mm" orientation="-ve"')
    assert strokes_of(content + '<trace contextRef="#a">20 -30, 40 -10</trace>') == [[[20, 30], [40, 10]]]


def test_intermittent_channels_may_be_left_out():
    optional = '<intermittentChannels><channel name="F" max="10" default="5"/></intermittentChannels>'
    channels = '<channel name="X" units="mm"/><channel name="Y" units="mm"/>'
    content = f"<traceFormat>{channels}{optional}</traceFormat>"
    (stroke,) = page_of(content + "<trace>10 10, 20 20 8, 30 10, 40 20 2 99</trace>").strokes
    assert stroke.x.tolist() == [10, 20, 30, 40]
    assert stroke.pressure.tolist() == [0.5, 0.8, 0.8, 0.2]


@pytest.mark.parametrize(("down", "up"), [("T", "F"), ("1", "0")])
def test_a_tip_switch_divides_a_trace(down: str, up: str):
    content = source(*xy("mm"), 'name="S" type="boolean"')
    text = f"1 9 {up}, 1 1 {down}, 2 2 {down}, 3 3 {up}, 4 4 {down}, 5 5 {up}, 6 6 {down}"
    assert strokes_of(f'{content}<trace contextRef="#a">{text}</trace>') == [[[1, 1], [2, 2]], [[4, 4]], [[6, 6]]]


def test_a_tap_has_its_first_pressure():
    content = source(*xy("mm"), 'name="F" max="1"')
    (stroke,) = page_of(content + '<trace contextRef="#a">30 40 .25, 30 40 .75</trace>').strokes
    assert (len(stroke), stroke.pressure.tolist(), stroke.has_pressure) == (1, [0.25], True)


def test_times_of_a_rate_of_a_duration_and_of_a_resolution():
    rate = source(*xy("mm"), more='<sampleRate uniform="true" value="50"/>')
    assert page_of(rate + '<trace contextRef="#a">1 1, 2 2, 9 9</trace>').strokes[0].t.tolist() == [0, 0.02, 0.04]
    lasting = source(*xy("mm")) + '<trace contextRef="#a" duration="400">1 1, 2 2, 9 9</trace>'
    assert page_of(lasting).strokes[0].t.tolist() == [0, 0.2, 0.4]
    ticks = source(*xy("mm"), 'name="T"', resolutions=(("T", 10, "1/ms"),))
    assert page_of(ticks + '<trace contextRef="#a">1 1 5000, 2 2 6000</trace>').strokes[0].t.tolist() == [0, 0.1]


def test_a_damaged_trace_does_not_cost_the_others():
    told: list[str] = []
    page = page_of("<trace>1 1, 2 2</trace><trace>3 3, 4 4, x 5, 6 6</trace><trace>1 nan</trace>", told)
    assert [len(stroke) for stroke in page.strokes] == [2, 2]
    assert (len(told) == 1 and "2 × end of a damaged trace" in told[0]) or "1 × end of a damaged trace" in told[0]


def test_elements_of_other_languages_are_not_ink():
    other = '<annotationXML><trace>5 5, 6 6</trace></annotationXML><m:trace xmlns:m="urn:m">7 7, 8 8</m:trace>'
    assert len(page_of(other + "<trace>1 1, 2 2</trace>").strokes) == 1


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("0 0,'2'1,* *,*'5", [[0, 0], [2, 1], [4, 2], [6, 7]]),  # a wildcard goes on at the same speed …
        ("0 0,'2'0,\"1\"1,* *", [[0, 0], [2, 0], [5, 1], [9, 3]]),  # … or at the same change of it
        ("5 6,* *,7 *", [[5, 6], [5, 6], [7, 6]]),
        ("9 9,'-2' - 3,? ?,*-#A", [[9, 9], [7, 6], [7, 6], [5, -4]]),
        ("-#10 +5 , !- 1 -.5e1,\n", [[-16, 5], [-1, -5]]),
        ("1125 18432,'23'43,\"7\"-8,3-5,7 -3,6 2", [[1125, 18432], [1148, 18475], [1178, 18510], [1211, 18540]]),
    ],
)
def test_values_differences_wildcards_and_signs(text: str, points: list[list[float]]):
    rows, error = TraceReader("x").read(text, PLAIN)
    assert rows[: len(points)].tolist() == points and not error


def test_values_are_counted_over_all_of_a_file():
    for point in ("1 " * 1_900, "'1" * 64):  # beyond the channels; and with many channels
        channels = "".join(f'<channel name="{name}"/>' for name in ("XY" if " " in point else ["X", "Y", *range(62)]))
        traces = f"<trace>{(point + ',') * 20}</trace>" * (4_000_000 // len(point) // 20 + 1)
        with pytest.raises(FileError, match="more than 2000000 values"):
            page_of(f"<traceFormat>{channels}</traceFormat>{traces}")


def test_blanks_before_an_error_cost_their_length_and_not_its_square():
    told: list[str] = []
    assert len(page_of(f"<trace>1 1,{' ' * 3900}x</trace>" * 500, told).strokes) == 500
    assert told == ["x.inkml: left out: 500 × end of a damaged trace (damaged trace, 'x')"]


@pytest.mark.parametrize("width", [37, 101, 491, 777, 1234])
def test_ink_that_fills_the_width_leaves_the_paper_as_it_is(width: int):
    page = page_of(f"<trace>3 3, {3 + width} 3</trace><trace>3 9, {3 + width} 9</trace>")
    assert (page.width, page.height) == (210, 297)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<traceFormat>" + '<channel name="A"/>' * 65 + "</traceFormat>", "64 channels"),
        (
            '<traceGroup><annotation type="inkapp-page">{"width":9,"height":9}</annotation></traceGroup>' * 1001,
            "1000 pages",
        ),
        ("<trace>" + "1 " * 2001 + "</trace>", "4000 characters"),
    ],
)
def test_what_would_take_long_is_refused(content: str, message: str):
    with pytest.raises(FileError, match=message):
        page_of(content)


def test_a_trace_of_many_pieces_is_one_stroke():
    pieces = '<trace xml:id="a" priorRef="#a" continuation="middle">1 1</trace>' * 20_000
    (stroke,) = page_of('<trace xml:id="a">0 0</trace>' + pieces).strokes
    assert len(stroke) == 20_001
