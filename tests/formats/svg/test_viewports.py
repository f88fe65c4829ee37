"""The size of a picture and of those within it: units, boxes, and what is damaged of them."""

from __future__ import annotations

import pytest

from inkapp.formats.svg.read import read_svg
from inkapp.formats.svg.viewports import MM_PER_PX
from tests.formats.svg.pictures import LINE, NS, page_of, points_of


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


@pytest.mark.parametrize(
    "attributes",
    ['width="cat" height="5mm"', 'viewBox="0 0 0 5"', 'viewBox="0 0 5"', 'transform="scale(1"', 'width="1e999"'],
)
def test_an_attribute_of_the_picture_that_cannot_be_read_does_not_cost_the_page(attributes: str):
    told: list[str] = []
    (page,) = read_svg(f"<svg {NS} {attributes}>{LINE}</svg>".encode(), "x.svg", told.append).pages
    assert len(page.strokes) == 1 and len(told) == 1 and "left out: 1 × " in told[0]


def test_nested_pictures_have_their_own_box():
    content = f'<svg x="10" y="20" width="50%" height="10" viewBox="0 0 5 1">{LINE}</svg>'
    assert points_of(content) == [[20, 40], [40, 60]]


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
