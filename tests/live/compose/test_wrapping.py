"""Where words go: each line is filled as far as it goes, in every alignment, page after page, whatever the words' widths."""

from __future__ import annotations

from itertools import groupby, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkapp.ink.document import Background, Page
from inkapp.ink.typed_text import Alignment
from inkapp.live.compose.wrapping import NoRoom, Place, TextArea, Wrapping, text_area

AREA = TextArea(10.0, 110.0, 130.0, (50.0, 60.0), (20.0, 30.0, 40.0))
SPACE = 4.0
WIDTHS = st.lists(st.floats(0.5, 100.0), min_size=1, max_size=40)


def wrap(widths: list[float], **options: object) -> list[Place]:
    wrapping = Wrapping(AREA, SPACE, **options)  # type: ignore[arg-type]
    places = [place for k, width in enumerate(widths) for place in wrapping.add(width, 1 if k else 0)]
    return places + wrapping.finish()


def lines(places: list[Place]) -> list[list[Place]]:
    return [list(group) for _, group in groupby(places, key=lambda place: (place.page, place.baseline))]


@given(WIDTHS, st.sampled_from(Alignment))
def test_words_keep_their_order_and_their_distance_and_stay_between_the_margins(
    widths: list[float], alignment: Alignment
):
    places = wrap(widths, alignment=alignment)
    assert [place.word for place in places] == list(range(len(widths)))
    assert places == sorted(places, key=lambda place: (place.page, place.baseline, place.x))
    for line in lines(places):
        assert line[0].x >= AREA.left - 1e-6 and line[-1].x + widths[line[-1].word] <= AREA.right + 1e-5
        for before, after in pairwise(line):
            assert after.x - before.x - widths[before.word] == pytest.approx(SPACE)


@given(WIDTHS)
def test_a_word_goes_to_the_next_line_only_where_it_has_no_room(widths: list[float]):
    set_out = lines(wrap(widths))
    for line, after in pairwise(set_out):
        end = line[-1].x + widths[line[-1].word]
        assert end + SPACE + widths[after[0].word] > AREA.right
        assert after[0].x == AREA.left
    baselines = [(line[0].page, line[0].baseline) for line in set_out]
    pages = [(0, y) for y in AREA.first_page] + [(page, y) for page in range(1, 20) for y in AREA.next_pages]
    assert baselines == pages[: len(baselines)]


@given(WIDTHS)
def test_alignments_move_whole_lines(widths: list[float]):
    left, centred, right = (lines(wrap(widths, alignment=alignment)) for alignment in Alignment)
    for begin, middle, end in zip(left, centred, right, strict=True):
        free = AREA.right - begin[-1].x - widths[begin[-1].word]
        for a, b, c in zip(begin, middle, end, strict=True):
            assert (b.x - a.x, c.x - a.x) == (pytest.approx(free / 2, abs=1e-6), pytest.approx(free, abs=1e-6))


def test_words_are_placed_as_they_come_and_other_alignments_line_by_line():
    wrapping = Wrapping(AREA, SPACE)
    assert wrapping.add(20, 0) == [Place(0, 0, 10.0, 50.0)]
    assert wrapping.add(20, 1, binds=True) == []
    assert wrapping.add(70, 1) == [Place(1, 0, 10.0, 60.0), Place(2, 0, 34.0, 60.0)]
    assert wrapping.finish() == []
    centred = Wrapping(AREA, SPACE, alignment=Alignment.CENTRED)
    assert centred.add(20, 0) == centred.add(20, 1) == []
    assert centred.add(90, 1) == [Place(0, 0, 38.0, 50.0), Place(1, 0, 62.0, 50.0)]
    assert centred.add(90, 1) == [Place(2, 0, 15.0, 60.0)]
    assert centred.finish() == [Place(3, 1, 15.0, 20.0)]


def test_paragraphs_are_indented_and_empty_ones_are_empty_lines():
    wrapping = Wrapping(AREA, SPACE, indent=8.0)
    places = [*wrapping.add(60, 0), *wrapping.add(60, 1), *wrapping.end_paragraph(), *wrapping.end_paragraph()]
    places += [*wrapping.add(5, 0), *wrapping.finish()]
    assert [(place.page, place.x, place.baseline) for place in places] == [
        (0, 18.0, 50.0),
        (0, 10.0, 60.0),
        (1, 18.0, 30.0),
    ]


def test_typed_spaces_move_a_paragraphs_first_word_and_give_way_to_a_wide_one():
    wrapping = Wrapping(AREA, SPACE)
    assert [*wrapping.add(20, 4), *wrapping.end_paragraph()] == [Place(0, 0, 26.0, 50.0)]
    assert [*wrapping.add(98, 4), *wrapping.finish()] == [Place(1, 0, 10.0, 60.0)]


def test_a_page_may_end_early():
    wrapping = Wrapping(AREA, SPACE)
    places = [*wrapping.add(20, 0), *wrapping.end_paragraph(new_page=True), *wrapping.add(20, 0), *wrapping.finish()]
    assert [(place.page, place.baseline) for place in places] == [(0, 50.0), (1, 20.0)]


@given(st.lists(st.tuples(st.floats(0.5, 30.0), st.booleans()), min_size=1, max_size=40))
def test_words_that_bind_the_next_stand_on_its_line_where_a_line_holds_them(words: list[tuple[float, bool]]):
    wrapping = Wrapping(AREA, SPACE)
    places = [p for k, (width, binds) in enumerate(words) for p in wrapping.add(width, 1 if k else 0, binds=binds)]
    places += wrapping.finish()
    assert [place.word for place in places] == list(range(len(words)))
    groups: list[list[int]] = [[]]
    for k, (_, binds) in enumerate(words):
        groups[-1].append(k)
        if not binds:
            groups.append([])
    for group in filter(None, groups):
        if sum(words[k][0] + SPACE for k in group) - SPACE <= AREA.right - AREA.left:
            assert len({(places[k].page, places[k].baseline) for k in group}) == 1


def test_a_word_wider_than_the_line_stands_alone():
    places = wrap([30.0, 112.0, 30.0])
    assert [(place.page, place.baseline) for place in places] == [(0, 50.0), (0, 60.0), (1, 20.0)]
    assert wrap([30.0, 112.0], alignment=Alignment.CENTRED)[1].x == 10.0


def test_a_word_wider_than_the_paper_is_refused():
    with pytest.raises(NoRoom, match="A word is 121 mm wide, and from where the text begins the paper has 120 mm"):
        wrap([30.0, 121.0])


@pytest.mark.parametrize("width", [-1.0, float("nan"), float("inf")])
def test_widths_are_numbers(width: float):
    with pytest.raises(ValueError, match="width"):
        Wrapping(AREA, SPACE).add(width, 0)


def test_areas_without_room_are_refused():
    with pytest.raises(NoRoom, match="between the margins"):
        TextArea(50.0, 50.0, 60.0, (10.0,), (10.0,))
    with pytest.raises(NoRoom, match="too low"):
        TextArea(10.0, 50.0, 60.0, (), ())
    with pytest.raises(NoRoom, match="indent"):
        Wrapping(AREA, SPACE, indent=100.0)
    with pytest.raises(ValueError, match="finite"):
        TextArea(float("nan"), 50.0, 60.0, (10.0,), (10.0,))
    with pytest.raises(ValueError, match="0 mm or more"):
        Wrapping(AREA, -1.0)


def test_text_stands_on_the_rules_from_the_one_that_is_nearest():
    page = Page()
    area = text_area(page, 40.0, 55.0, 10.0, above=8.0, below=4.0)
    assert (area.left, area.right, area.edge) == (40.0, 195.0, 210.0)
    assert area.first_page[:2] == (54.0, 66.0) and area.next_pages[:2] == (30.0, 42.0)
    assert area.next_pages[-1] + 4.0 <= page.height - page.margin / 2 < area.next_pages[-1] + 16.0
    wide = text_area(page, 40.0, 55.0, 13.0, above=8.0, below=4.0)
    assert wide.first_page[:2] == (54.0, 78.0)  # large writing leaves every second rule free


def test_text_on_a_plain_page_begins_where_it_was_asked_for():
    page = Page(background=Background.PLAIN)
    area = text_area(page, 40.0, 55.5, 10.0, above=8.0, below=4.0)
    assert area.first_page[:2] == (55.5, 65.5) and area.next_pages[:2] == (23.0, 33.0)
    assert text_area(page, -5.0, 2.0, 10.0, above=8.0, below=4.0).first_page[0] == 23.0
    assert text_area(page, -5.0, 2.0, 10.0, above=8.0, below=4.0).left == 0.0
    low = text_area(page, 40.0, 296.0, 10.0, above=8.0, below=4.0)
    assert low.first_page == ()
    wrapping = Wrapping(low, SPACE)
    assert [*wrapping.add(5, 0), *wrapping.finish()] == [Place(0, 1, 40.0, 23.0)]


def test_a_page_without_room_for_a_line_is_refused():
    with pytest.raises(NoRoom, match="too low"):
        text_area(Page(height=40.0), 10.0, 20.0, 30.0, above=30.0, below=30.0)
    with pytest.raises(NoRoom, match="no room"):
        text_area(Page(), 200.0, 20.0, 10.0, above=5.0, below=5.0)
    with pytest.raises(ValueError, match="height above 0"):
        text_area(Page(), 20.0, 20.0, 0.0, above=5.0, below=5.0)


def test_lines_that_end_before_other_ink_are_filled_as_far_as_they_go():
    area = TextArea(10.0, 110.0, 130.0, (50.0, 60.0, 70.0), (20.0,), first_ends=(40.0, 30.0, 110.0))
    wrapping = Wrapping(area, SPACE)
    places = [place for width in (12.0, 12.0, 25.0, 60.0) for place in wrapping.add(width, 1)] + wrapping.finish()
    assert [(place.x, place.baseline) for place in places] == [
        (10.0 + SPACE, 50.0),
        (10.0, 60.0),
        (10.0, 70.0),
        (39.0, 70.0),
    ]


def test_a_text_may_begin_on_the_next_page():
    area = TextArea(10.0, 110.0, 130.0, (), (20.0, 30.0))
    assert [(place.page, place.baseline) for place in Wrapping(area, SPACE).add(5.0, 0)] == [(1, 20.0)]
