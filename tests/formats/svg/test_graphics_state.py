"""What an element inherits: transforms, style sheets, and whether it is seen."""

from __future__ import annotations

import pytest

from inkapp.formats.svg.attributes import compose, read_transform
from inkapp.ink.errors import FileError
from tests.formats.svg.pictures import LINE, page_of, points_of


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


def test_transforms_of_a_style_sheet_are_counted_each_time():
    sheet = f"<style>.a {{ transform: {'scale(1)' * 2_000} }}</style>"
    with pytest.raises(FileError, match="more than 400000 transforms"):
        page_of(sheet + f'<g class="a">{LINE}</g>' * 201)


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
