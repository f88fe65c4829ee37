"""SVG of other programs: what is drawn, left out and told; and what is refused."""

from __future__ import annotations

import gzip

import pytest

from inkapp.formats.svg.read import read_svg
from inkapp.ink.document import Author, Background
from inkapp.ink.errors import FileError
from tests.formats.svg.pictures import LINE, NS, page_of, points_of, told_of


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


def test_use_draws_what_it_names():
    content = (
        f'<use href="#late" x="10" y="5"/><defs><g id="late" transform="scale(2)">{LINE}</g>'
        f'<symbol id="s" viewBox="0 0 10 10">{LINE}</symbol></defs>'
        f'<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="#s" width="20" height="20"/>'
    )
    one, two = page_of(content).strokes
    assert (one.x.tolist(), one.y.tolist()) == ([12, 16], [9, 13])
    assert (two.x.tolist(), two.y.tolist()) == ([2, 6], [4, 8])


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
