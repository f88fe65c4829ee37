"""SVG of other programs: units, boxes, transforms, shapes; and what is refused."""

from __future__ import annotations

import gzip

import numpy as np
import pytest

from inkapp.formats.svg.attributes import compose, read_transform
from inkapp.formats.svg.read import read_svg
from inkapp.formats.svg.viewports import MM_PER_PX
from inkapp.ink.document import Author, Background, Page
from inkapp.ink.errors import FileError

NS = 'xmlns="http://www.w3.org/2000/svg"'


def page_of(content: str, attributes: str = 'width="100mm" height="50mm" viewBox="0 0 100 50"') -> Page:
    (page,) = read_svg(f"<svg {NS} {attributes}>{content}</svg>".encode(), "x.svg").pages
    return page


def points_of(content: str, attributes: str = 'width="100mm" height="50mm" viewBox="0 0 100 50"') -> list[list[float]]:
    (stroke,) = page_of(content, attributes).strokes
    return np.round(np.stack((stroke.x, stroke.y), axis=1), 3).tolist()


LINE = '<path d="M1,2 L3,4"/>'


@pytest.mark.parametrize(
    ("shape", "points"),
    [
        (LINE, [[1, 2], [3, 4]]),
        ('<path d="M1 2 3 4-5 6"/>', [[1, 2], [3, 4], [-5, 6]]),
        ('<path d="m1 2l2 2h1v-1H1V1z"/>', [[1, 2], [3, 4], [4, 4], [4, 3], [1, 3], [1, 1], [1, 2]]),
        ('<path d="M01.5 5.L.5.25"/>', [[1.5, 5], [0.5, 0.25]]),
        ('<polyline points="1,2 3,4,5 6"/>', [[1, 2], [3, 4], [5, 6]]),
        ('<polygon points="1,2 3,4 5,6"/>', [[1, 2], [3, 4], [5, 6], [1, 2]]),
        ('<line x1="1" y1="2" x2="3mm" y2="10%"/>', [[1, 2], [11.339, 5]]),
        ('<path d="M5 5h0.01"/>', [[5, 5]]),
        ('<path d="M5 5z"/>', [[5, 5]]),
        ('<polyline points="5 5"/>', [[5, 5]]),
        ('<path d="M9 9M1 2L3 4M8 8"/>', [[1, 2], [3, 4]]),
        ('<path d="M0 0A0 5 0 0 1 3 4"/>', [[0, 0], [3, 4]]),
    ],
)
def test_shapes(shape: str, points: list[list[float]]):
    assert points_of(shape) == points


def test_subpaths_are_strokes_and_go_on_after_a_close():
    page = page_of('<path d="M0 0L1 0L1 1Z L5 5 M7 7L8 8"/>')
    assert [len(s) for s in page.strokes] == [4, 2, 2]
    assert page.strokes[1].x.tolist() == [0, 5]


@pytest.mark.parametrize(
    ("d", "centre", "radius"),
    [
        ("M10 20A10 10 0 0 1 30 20", (20, 20), 10),
        ("M10 20a10 10 0 1130 0", (25, 20), 15),  # flags need nothing between; a radius too small is grown
        ("M10 20A1 1 0 0 1 30 20", (20, 20), 10),
        # a quarter circle as a cubic is within 0.03 % of it
        ("M10 20C10 14.477152 14.477152 10 20 10", (20, 20), 10),
    ],
)
def test_curves_keep_to_their_tolerance(d: str, centre: tuple[float, float], radius: float):
    (stroke,) = page_of(f'<path d="{d}"/>').strokes
    x, y = (
        np.interp(np.linspace(0, 1, 4000), np.linspace(0, 1, len(stroke)), stroke.x),
        np.interp(np.linspace(0, 1, 4000), np.linspace(0, 1, len(stroke)), stroke.y),
    )
    away = np.abs(np.hypot(x - centre[0], y - centre[1]) - radius)
    assert away.max() < 0.025
    assert len(stroke) < 60


@pytest.mark.parametrize(
    ("flags", "centre", "share"),
    [("0 1", (0, 10), 1 / 4), ("0 0", (10, 0), 1 / 4), ("1 1", (10, 0), 3 / 4), ("1 0", (0, 10), 3 / 4)],
)
def test_the_flags_of_an_arc_choose_among_four(flags: str, centre: tuple[float, float], share: float):
    (stroke,) = page_of(f'<path d="M0 0A10 10 0 {flags} 10 10"/>').strokes
    np.testing.assert_allclose(np.hypot(stroke.x - centre[0], stroke.y - centre[1]), 10, atol=1e-3)
    length = np.hypot(np.diff(stroke.x), np.diff(stroke.y)).sum()
    assert length == pytest.approx(share * 20 * np.pi, rel=0.01)


def test_quadratic_and_smooth_curves():
    (one,) = page_of('<path d="M0 0Q5 10 10 0T20 0"/>').strokes
    assert (one.x[-1], one.y[-1]) == (20, 0)
    assert one.y.max() == pytest.approx(5, abs=0.05) and one.y.min() == pytest.approx(-5, abs=0.05)
    (two,) = page_of('<path d="M0 0C0 5 10 5 10 0S20 -5 20 0"/>').strokes
    assert two.y.max() == pytest.approx(3.75, abs=0.05) and two.y.min() == pytest.approx(-3.75, abs=0.05)


def test_a_curve_is_flattened_for_the_size_it_is_drawn_at():
    small = page_of('<path d="M0 0C0 50 100 50 100 0"/>', 'width="100mm" height="50mm"').strokes[0]
    large = page_of('<g transform="scale(20)"><path d="M0 0C0 50 100 50 100 0"/></g>', "").strokes[0]
    assert 3 * len(small) < len(large)


@pytest.mark.parametrize(
    ("attributes", "size", "point"),
    [
        ("", (210, 297), (96 * MM_PER_PX, 0)),
        ('width="192" height="96"', (50.8, 25.4), (25.4, 0)),
        ('width="192px" height="1in"', (50.8, 25.4), (25.4, 0)),
        ('viewBox="0 0 192 96"', (50.8, 25.4), (25.4, 0)),
        ('width="100%" height="100%" viewBox="0 0 192 96"', (50.8, 25.4), (25.4, 0)),
        ('width="10cm" height="100mm" viewBox="0 0 192 192"', (100, 100), (50, 0)),
        ('width="720pt" height="60pc" viewBox="0 0 1000 1000"', (254, 254), (24.384, 0)),
        ('width="100mm" height="100mm" viewBox="-50 -50 200 200"', (100, 100), (73, 25)),
        # a box of another shape is centred, or laid where the file says, or stretched
        ('width="100mm" height="50mm" viewBox="0 0 96 96"', (100, 50), (75, 0)),
        ('width="100mm" height="50mm" viewBox="0 0 96 96" preserveAspectRatio="xMinYMid"', (100, 50), (50, 0)),
        ('width="100mm" height="50mm" viewBox="0 0 96 96" preserveAspectRatio="xMaxYMax slice"', (100, 50), (100, -50)),
        ('width="100mm" height="50mm" viewBox="0 0 96 96" preserveAspectRatio="none"', (100, 50), (100, 0)),
    ],
)
def test_sizes_and_units(attributes: str, size: tuple[float, float], point: tuple[float, float]):
    page = page_of('<path d="M96,0L0,0"/>', attributes)
    assert (page.width, page.height) == pytest.approx(size, abs=1e-3)
    assert (page.strokes[0].x[0], page.strokes[0].y[0]) == pytest.approx(point, abs=1e-3)


def test_transforms_are_done_from_the_inside_out():
    content = f'<g transform="translate(10,20)"><g transform="rotate(90) scale(2)">{LINE}</g></g>'
    assert points_of(content) == [[6, 22], [2, 26]]


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("matrix(1 2 3 4 5 6)", (1 * 3 + 3 * 7 + 5, 2 * 3 + 4 * 7 + 6)),
        ("translate(5)", (8, 7)),
        ("translate(5 -2)", (8, 5)),
        ("scale(2)", (6, 14)),
        ("scale(2,-1)", (6, -7)),
        ("rotate(90)", (-7, 3)),
        ("rotate(90, 3, 7)", (3, 7)),
        ("rotate(180 0 7)", (-3, 7)),
        ("skewX(45)", (10, 7)),
        ("skewY(45)", (3, 10)),
        ("translate(1,1), scale(2)", (7, 15)),
        ("", (3, 7)),
    ],
)
def test_each_transform(text: str, moved: tuple[float, float]):
    a, b, c, d, e, f = read_transform(text)
    assert (a * 3 + c * 7 + e, b * 3 + d * 7 + f) == pytest.approx(moved)
    assert compose((1, 0, 0, 1, 0, 0), (a, b, c, d, e, f)) == (a, b, c, d, e, f)


@pytest.mark.parametrize(
    ("attributes", "moved"),
    [
        ('transform="rotate(90)" transform-origin="10 20"', [[28, 11], [26, 13]]),
        ('style="transform: scale(2); transform-origin: center"', [[-48, -21], [-44, -17]]),
        ('style="transform: scale(2); transform-origin: bottom left"', [[2, -46], [6, -42]]),
    ],
)
def test_a_transform_about_a_point(attributes: str, moved: list[list[float]]):
    assert points_of(f"<g {attributes}>{LINE}</g>") == moved


def test_a_style_sheet_moves_and_the_outermost_transform_is_outside_of_the_box():
    assert points_of(f'<style>.a {{ transform: translate(1px, 2px) }}</style><g class="a">{LINE}</g>') == [
        [2, 4],
        [4, 6],
    ]
    attributes = 'width="96" height="96" viewBox="0 0 9.6 9.6" transform="translate(9.6)"'
    assert points_of('<path d="M0,0 L.96 0"/>', attributes) == [[2.54, 0], [5.08, 0]]


@pytest.mark.parametrize(
    "attributes",
    ['width="cat" height="5mm"', 'viewBox="0 0 0 5"', 'viewBox="0 0 5"', 'transform="scale(1"', 'width="1e999"'],
)
def test_an_attribute_of_the_picture_that_cannot_be_read_does_not_cost_the_page(attributes: str):
    told: list[str] = []
    (page,) = read_svg(f"<svg {NS} {attributes}>{LINE}</svg>".encode(), "x.svg", told.append).pages
    assert len(page.strokes) == 1 and len(told) == 1 and "left out: 1 × " in told[0]


@pytest.mark.parametrize(
    "content",
    [
        f'<switch><g systemLanguage="de">{LINE}</g><g>{LINE}{LINE}</g></switch>',
        f'<switch><text>a</text>{LINE}<path d="M9 9L8 8"/></switch>',
        f'<switch><foreignObject requiredExtensions="urn:a"><p/></foreignObject><g>{LINE}</g></switch>',
        f'<switch><g requiredExtensions="urn:a">{LINE}</g>{LINE}</switch>',
    ],
)
def test_of_a_switch_one_child_is_drawn(content: str):
    assert points_of(content) == [[1, 2], [3, 4]]


def test_nested_pictures_have_their_own_box():
    content = f'<svg x="10" y="20" width="50%" height="10" viewBox="0 0 5 1">{LINE}</svg>'
    assert points_of(content) == [[20, 40], [40, 60]]


def test_what_is_not_seen_is_not_read():
    hidden = (
        f'<defs>{LINE}</defs><symbol>{LINE}</symbol><g style="display: none">{LINE}</g><g display="none">{LINE}</g>'
        f'<clipPath><g>{LINE}</g></clipPath><g visibility="hidden">{LINE}</g><use href="#a"/><text>M</text>'
    )
    assert len(page_of(hidden + LINE).strokes) == 1
    with pytest.raises(FileError, match="no lines"):
        page_of(hidden)


def test_foreign_ink_is_the_hands_at_a_natural_pace():
    page = page_of('<path d="M0,0L30,40"/>')
    assert page.background is Background.PLAIN
    (stroke,) = page.strokes
    assert stroke.author is Author.PERSON and not stroke.has_pressure
    assert 0.3 < stroke.t[-1] < 2


def test_blanks_may_stand_before_the_declaration():
    text = f'\n <?xml version="1.0"?><svg {NS}>{LINE}</svg>'
    assert len(read_svg(text.encode(), "x.svg").pages[0].strokes) == 1


def test_old_drawing_programs_and_packed_files():
    doctype = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    text = f'<?xml version="1.0"?>{doctype}<svg {NS}>{LINE}</svg>'
    assert len(read_svg(gzip.compress(text.encode()), "x.svgz").pages[0].strokes) == 1
    assert len(read_svg(text.encode("utf-16"), "x.svg").pages[0].strokes) == 1


def told_of(content: str) -> tuple[list[int], list[str]]:
    """Points of each stroke, and what was told."""
    told: list[str] = []
    data = f'<svg {NS} width="100mm" height="50mm" viewBox="0 0 100 50">{content}</svg>'.encode()
    (page,) = read_svg(data, "x.svg", told.append).pages
    return [len(stroke) for stroke in page.strokes], told


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE svg>",
        '<!DOCTYPE svg SYSTEM "svg-20000303-stylable.dtd">',
        '<!DOCTYPE svg PUBLIC "-//X//Y//EN" "http://127.0.0.1:1/never">',
        '<!DOCTYPE svg [<!ENTITY st0 "M1,2"><!ATTLIST svg xmlns:x CDATA #IMPLIED>]>',
    ],
)
def test_document_types_are_read_over(doctype: str):
    d = "&st0; L3,4" if "st0" in doctype else "M1,2 L3,4"
    page = read_svg(f"{doctype}<svg {NS} width='96'><path d='{d}'/></svg>".encode(), "x.svg").pages[0]
    assert len(page.strokes[0]) == 2


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="50mm" viewBox="0 0 200 100"', (50, 25)),
        ('height="50mm" viewBox="0 0 200 100"', (100, 50)),
        ('width="50mm" height="auto" viewBox="0 0 200 100"', (50, 25)),
        ('width="50mm" height="100%" viewBox="0 0 200 100"', (50, 25)),
        ('width="100%" viewBox="0 0 96 192"', (25.4, 50.8)),
        ('width="48" height="96" viewBox=""', (12.7, 25.4)),
    ],
)
def test_a_side_that_is_not_given_follows_from_the_box(attributes: str, size: tuple[float, float]):
    page = page_of(LINE, attributes)
    assert (page.width, page.height) == pytest.approx(size, abs=1e-3)


@pytest.mark.parametrize(
    ("content", "strokes"),
    [
        (f'<g visibility="hidden"><g visibility="visible">{LINE}</g>{LINE}</g>', 1),
        (f'<g style="visibility:collapse"><g style="visibility : VISIBLE">{LINE}</g></g>', 1),
        (f'<g display="none"><g display="inline" visibility="visible">{LINE}</g></g>{LINE}', 1),
        (f'<g display="none" style="display:inline">{LINE}</g>', 1),
        (f'<g style="fill:red;DISPLAY : None !important;">{LINE}</g>{LINE}', 1),
        (f'<g style="/* display:none */ fill:none">{LINE}</g>', 1),
        (f'<g style="x-display:none">{LINE}</g>', 1),
        (f'<g style="display:none!important;display:inline">{LINE}</g>{LINE}', 1),
        (
            f'<g opacity="0">{LINE}</g><g style="opacity: 0.0%"><g opacity="1">{LINE}</g></g><g opacity=".1">{LINE}</g>',
            1,
        ),
        (f'<g visibility="hidden"><g visibility="nonsense">{LINE}</g></g>{LINE}', 1),
        (f'<style>.st0{{display:none;}}</style><g class="st0">{LINE}</g>{LINE}', 1),
        (
            "<style><![CDATA[ g.a.b , #c { Visibility : HIDDEN } ]]></style>"
            f'<g class="b x a">{LINE}</g><g id="c">{LINE}</g>{LINE}',
            1,
        ),
        (f"<style>*{{display:none}} svg,path{{display:inline}}</style><g>{LINE}</g>{LINE}", 1),
        (f'<style>.a{{display:none}} .a{{display:inline}}</style><g class="a">{LINE}</g>', 1),
        (f'<style>#a{{display:none}} .a{{display:inline}}</style><g class="a" id="a">{LINE}</g>{LINE}', 1),
        (f'<style>.a{{display:none}}</style><g class="a" style="display:inline">{LINE}</g>', 1),
        (f'<style>.a{{display:none !important}}</style><g class="a" style="display:inline">{LINE}</g>{LINE}', 1),
        (f'<g class="a">{LINE}</g>{LINE}<style>/* .x{{}} */ .a{{display:none}}</style>', 1),
        (f'<g visibility=" Hidden ">{LINE}<g visibility="inherit">{LINE}</g></g>{LINE}', 1),
    ],
)
def test_what_is_hidden_is_not_ink(content: str, strokes: int):
    assert len(page_of(content).strokes) == strokes


def test_other_namespaces_are_not_read():
    content = (
        '<path xmlns:f="urn:f" f:d="M9 9L8 8" f:transform="scale(3)" f:style="display:none" d="M1,2 L3,4"/>'
        '<f:path xmlns:f="urn:f" d="M9 9L8 8"/>'
    )
    assert points_of(content) == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("content", "strokes", "told"),
    [
        ('<path d="M0 0L5 5 6 6L x"/>', [3], "end of a damaged path"),
        ('<path d="M0 0L5 5C1 1"/>', [2], "end of a damaged path"),
        ('<path d="M0 0L5 5M7 7L9"/>', [2], "odd number"),
        ('<path d="M0 0L5 5L1e999 0L6 6"/>', [2], "too large"),
        ('<path d="Minfinity"/>', [], "end of a damaged path"),
        ('<path d="M0 0A10 10 0 0 1 5"/>', [], "a damaged arc"),  # "10" is no "1" and "0"
        ('<polyline points="1,1 2,2 3,x"/>', [2], "end of a damaged polyline"),
        ('<line x1="cat"/>', [], "damaged line"),
        ('<circle r="1e308"/>', [], "too large"),
        (f'<g transform="scale(1">{LINE}</g>', [2], "damaged transform"),  # an attribute that is no value is none
        (f'<g transform="foo(1) scale(2)"><g transform="rotate(1 2)">{LINE}</g></g>', [2], "damaged transform"),
        (f'<svg viewBox="a">{LINE}</svg>', [2], "damaged list"),
        (f'<svg viewBox="0 0 -5 5" width="cat">{LINE}</svg>', [2], "width, unknown length"),
        ('<path id="a" d="M0 0L5 5"/><use href="#a" x="cat"/>', [2, 2], "x, unknown length"),
        (f'<g clip-path="url(#c)">{LINE}</g>', [2], "1 × clip-path"),
        ('<path marker-end="url(#m)" d="M0 0L5 5"/>', [2], "1 × marker-end"),
        ("<text>a</text><text>b</text>", [], "2 × text"),
        ('<image href="a.png"/>', [], "1 × image"),
        ('<use href="#nowhere"/>', [], "use of what is not there"),
        ('<g id="a"><use href="#a"/></g>', [], "too deep"),
        ("<style>g:first-child { display: none }</style>", [], "style sheet"),
        ("<style>@media print { path { display: none } }</style>", [], "style sheet"),
        ("<style>@import 'a.css'; .b { fill: red }</style>", [], "style sheet"),
    ],
)
def test_one_bad_element_does_not_cost_the_page_and_is_told(content: str, strokes: list[int], told: str):
    lengths, lines = told_of(content + LINE)
    assert lengths == [*strokes, 2]
    (line,) = lines
    assert line.startswith("x.svg: left out: ") and told in line and "\n" not in line


def test_nothing_is_told_where_nothing_was_left_out():
    style = "<style>@charset 'x'; .a, .b:hover { fill: red } @font-face { src: url(x) }</style>"
    assert told_of(f'<title>a</title>{style}<g clip-path="none" transform="none">{LINE}</g>') == ([2], [])


@pytest.mark.parametrize(
    ("shape", "corners", "count"),
    [
        ('<rect x="1" y="2" width="10" height="5"/>', [[1, 2], [11, 2], [11, 7], [1, 7], [1, 2]], 5),
        ('<rect width="10%" height="10%"/>', [[0, 0], [10, 0], [10, 5], [0, 5], [0, 0]], 5),
    ],
)
def test_rectangles(shape: str, corners: list[list[float]], count: int):
    assert points_of(shape) == corners


@pytest.mark.parametrize(
    ("shape", "box"),
    [
        ('<circle cx="30" cy="20" r="10"/>', (20, 10, 40, 30)),
        ('<ellipse cx="30" cy="20" rx="10" ry="5"/>', (20, 15, 40, 25)),
        ('<ellipse cx="30" cy="20" rx="10"/>', (20, 10, 40, 30)),
        ('<rect x="20" y="10" width="20" height="20" rx="5"/>', (20, 10, 40, 30)),
        ('<rect x="20" y="10" width="20" height="20" rx="99" ry="auto"/>', (20, 10, 40, 30)),
    ],
)
def test_round_shapes_are_closed_and_keep_to_their_tolerance(shape: str, box: tuple[float, ...]):
    (stroke,) = page_of(shape).strokes
    assert stroke.bounds == pytest.approx(box, abs=0.05)
    assert (stroke.x[0], stroke.y[0]) == (stroke.x[-1], stroke.y[-1]) and 12 < len(stroke) < 60


def test_shapes_of_no_size_are_not_drawn():
    assert told_of(f'<rect width="5"/><circle r="0"/><ellipse rx="-1"/>{LINE}') == ([2], [])


def test_use_draws_what_it_names():
    content = (
        f'<use href="#late" x="10" y="5"/><defs><g id="late" transform="scale(2)">{LINE}</g>'
        f'<symbol id="s" viewBox="0 0 10 10">{LINE}</symbol></defs>'
        f'<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="#s" width="20" height="20"/>'
    )
    one, two = page_of(content).strokes
    assert (one.x.tolist(), one.y.tolist()) == ([12, 16], [9, 13])
    assert (two.x.tolist(), two.y.tolist()) == ([2, 6], [4, 8])


def test_a_long_path_is_not_read_again_and_again():
    with pytest.raises(FileError, match="too much by use"):
        page_of(f'<path id="a" d="M0 0L1 1{"x" * 100_000}"/>' + '<use href="#a"/>' * 400)


def test_transforms_of_a_style_sheet_are_counted_each_time():
    sheet = f"<style>.a {{ transform: {'scale(1)' * 2_000} }}</style>"
    with pytest.raises(FileError, match="more than 400000 transforms"):
        page_of(sheet + f'<g class="a">{LINE}</g>' * 201)


@pytest.mark.parametrize(
    "bad",
    [
        f'<path d="M0 0A{"2" * 20_000}"/>',
        f'<line x1="{"1" * 100_000}!"/>',
        f'<g transform="scale({"1" * 19_000}!)"/>',
        f'<g transform="{"a" * 19_000}"/>',
        f'<g transform="{"a(" * 9_000}"/>',
    ],
)
def test_a_damaged_attribute_costs_its_length_and_not_a_power_of_it(bad: str):
    lengths, told = told_of(bad * 40 + LINE)
    assert lengths == [2] and "40 × " in told[0]


def test_use_cannot_make_a_small_file_a_large_one():
    levels = "".join(f'<g id="g{n}">' + f'<use href="#g{n + 1}"/>' * 20 + "</g>" for n in range(8))
    with pytest.raises(FileError, match="more than"):
        page_of(f'<defs>{levels}<g id="g8">{LINE}</g></defs><use href="#g0"/>')


@pytest.mark.parametrize(
    ("content", "strokes"),
    [
        ('<path stroke-width="1" d="M0 0L1 1L2 1"/><path stroke-width="2" d="M2 1L3 3"/>', [4]),
        ('<path d="M0 0C1 1 2 1 2 0"/><path d="M2 0C3 1 4 1 4 0"/>', None),
        ('<path d="M0 0L1 1M1 1L2 0M2 0L5 5"/>', [4]),
        ('<line x2="1"/><line x1="1" x2="2"/><line x1="3" x2="4"/>', [3, 2]),
        ('<g><line x2="1"/></g><g><line x1="1" x2="2"/></g>', [2, 2]),
        ('<line x2="1" stroke="red"/><line x1="1" x2="2" stroke="blue"/>', [2, 2]),
        ('<path d="M0 0L1 1L2 1"/><path d="M2 1L3 3L4 4"/>', [3, 3]),
    ],
)
def test_strokes_exported_in_pieces_are_whole_again(content: str, strokes: list[int] | None):
    lengths, told = told_of(content)
    assert (lengths == strokes if strokes else len(lengths) == 1) and not told


def test_a_long_path_of_short_steps_is_one_stroke():
    (stroke,) = page_of('<path d="m1 1' + "l.01 .01" * 5_000 + '"/>').strokes
    assert len(stroke) == 5_001 and stroke.x[-1] == pytest.approx(51)


LAUGHS = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "damaged XML"),
        (b"\x00\x01", "damaged XML"),
        (b"<svg><path d='M0 0L1 1'/>", "damaged XML"),
        (b"<html><svg/></html>", "not an SVG file"),
        (b"<svg/>", "no lines"),
        (f"{LAUGHS}<svg><path d='&b;'/></svg>".encode(), "document type"),
        (b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>', "document type"),
        (b'<!DOCTYPE svg [<!ENTITY % a "b">]><svg/>', "document type"),
        (b'<!DOCTYPE svg [<!ENTITY a "&#38;b;"><!ENTITY b "c">]><svg>&a;</svg>', "document type"),
        (b'<!DOCTYPE svg [<!ENTITY a "' + b"b" * 1001 + b'">]><svg/>', "too long"),
        (b'<!DOCTYPE svg [<!ENTITY a "' + b"b" * 999 + b'">]><svg>' + b"&a;" * 9999 + b"</svg>", "too many"),
        (b'<!DOCTYPE svg [<!ATTLIST path d CDATA "M0 0L9 9">]><svg><path/></svg>', "not read"),
        (b'<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg>&a;</svg>', "entities"),
        (b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x"><svg>&a;</svg>', "entities"),
        (b"<svg>&a;</svg>", "damaged XML"),
        (b"<?xml version='1.0' encoding='cat'?><svg/>", "unknown encoding|unreadable"),
        (b"<svg>" + b"<g>" * 5000, "deeply"),
        (b"<svg>" + b" " * (17 << 20), "larger"),
        (b"<svg width='0' height='5'><path d='M0 0L1 1'/></svg>", "no page"),
        (b"<svg width='1e9mm' height='5mm'><path d='M0 0L1 1'/></svg>", "no page"),
        (b"<svg><path d='M0 0L1'/></svg>", "odd number"),
        (b"<svg><path d='L1 1'/></svg>", "begin with a move"),
        (b"<svg><path d='M0 0A5 5 1e999 0 1 9 9'/></svg>", "too large"),
        (b"<svg><path d='M0 0L1 nan'/></svg>", "damaged"),
        (b"<svg><path d='z'/></svg>", "damaged path"),
        (b"<svg><path d='M0 0A5 5 0 0'/></svg>", "damaged path"),
        (b"<svg><path d='M0 0A5 5 0 2 0 3 3'/></svg>", "damaged path"),
        (b"<svg><path d='M0 0A1e-320 5 0 1 1 3 3'/></svg>", "damaged path"),
        ("<svg><path d='M0 0C1 1 é'/></svg>".encode(), "damaged path"),
        (b"<svg><path d='M0 0L1e999 1'/></svg>", "too large"),
        (b"<svg><path d='M0 0L1e9 1'/></svg>", "farther"),
        (b"<svg><path d='M0 0C1e300 1e300 1e300 1e300 1 1'/></svg>", "farther|too large"),
        (b"<svg><polyline points='1 2 3'/></svg>", "odd number"),
        (b"<svg><g transform='scale(1e300)'><g transform='scale(1e300)'><path d='M0 0L1 1'/></g></g></svg>", "large"),
        (b"<svg>" + b"<g/>" * 100_001 + b"</svg>", "elements"),
        (b"<svg><path d='" + b"M0 0" * 300_001 + b"'/></svg>", "more than"),
        (b"<svg><path d='M0 0" + b"h1" * 400_000 + b"'/></svg>", "more than"),
        (b"<svg><path d='M" + b"0 0 " * 600_000 + b"'/></svg>", "more than"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(data: bytes, message: str):
    with pytest.raises(FileError, match=message) as caught:
        read_svg(data, "a.svg")
    assert str(caught.value).startswith("a.svg: ")
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 300
