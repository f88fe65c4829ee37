"""One pen comes out, whatever tablet, mouse and driver do."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QMouseEvent, QPointingDevice

from inkapp.ink.pen import Phase
from inkapp.ui.canvas.tablet import DOUBLE_S, SILENT_S, PenInput, Source, Touch, keep_every_event
from inkapp.ui.canvas.view import View
from tests.ui.pens import (
    LEFT,
    MOUSE_MOVE,
    MOUSE_PRESS,
    MOUSE_RELEASE,
    MOVE,
    NONE,
    PRESS,
    RELEASE,
    RIGHT,
    finger_event,
    mouse_event,
    stylus,
    tablet_event,
)

pytestmark = pytest.mark.usefixtures("qapp")

VIEW = View(1.0, 0.0, 0.0)
PEN, TAIL, POINTER = stylus(), stylus(tail=True), stylus(pressure=False)


class Clock:
    now = 50.0

    def __call__(self) -> float:
        return self.now


class Devices:
    """Both devices on one machine, and what came out of it."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.input = PenInput(self.clock)
        self.touches: list[Touch] = []
        self.stamp = 1000

    def pen(self, kind, x=10.0, y=10.0, pressure=0.5, device=PEN, wait=0.005, **more) -> tuple[Touch, ...]:
        self.wait(wait)
        return self.out(self.input.tablet(tablet_event(device, kind, x, y, pressure, self.stamp, **more), VIEW))

    def mouse(self, kind, x=10.0, y=10.0, wait=0.005, **more) -> tuple[Touch, ...]:
        self.wait(wait)
        return self.out(self.input.mouse(mouse_event(kind, x, y, self.stamp, **more), VIEW))

    def wait(self, seconds: float) -> None:
        self.clock.now += seconds
        self.stamp += round(seconds * 1000)

    def out(self, touches: tuple[Touch, ...]) -> tuple[Touch, ...]:
        self.touches += touches
        return touches

    @property
    def phases(self) -> str:
        """D, M and U; d is a DOWN that replaces the touch under way."""
        return "".join("d" if touch.again else touch.sample.phase.value[0].upper() for touch in self.touches)


@pytest.fixture
def devices() -> Devices:
    return Devices()


def test_a_tablet_stroke_is_sub_pixel_timed_by_the_events_and_has_pressure(devices: Devices) -> None:
    devices.pen(PRESS, 10.25, 20.5, 0.3)
    (touch,) = devices.pen(MOVE, 11.125, 20.75, 0.4)
    assert (touch.sample.x, touch.sample.y) == pytest.approx(VIEW.to_page(11.125, 20.75))
    assert touch.sample.t == pytest.approx(1.010)
    assert touch.sample.pressure == pytest.approx(0.4)
    devices.pen(RELEASE, 11.125, 20.75, 0.0)
    assert devices.phases == "DMU"


def test_a_mouse_has_no_pressure_and_neither_has_a_pen_that_measures_none(devices: Devices) -> None:
    assert devices.mouse(MOUSE_PRESS)[0].sample.pressure is None
    devices.mouse(MOUSE_RELEASE)
    assert devices.pen(PRESS, device=POINTER, wait=1)[0].sample.pressure is None


def test_mouse_events_that_double_the_tablets_are_dropped_whenever_they_come(devices: Devices) -> None:
    devices.pen(PRESS)
    devices.mouse(MOUSE_PRESS)
    for step in range(5):
        devices.pen(MOVE, 10 + step, 10)
        devices.mouse(MOUSE_MOVE, 10 + step, 10)
    devices.pen(RELEASE)
    devices.mouse(MOUSE_RELEASE)
    assert devices.phases == "DMMMMMU"
    devices.mouse(MOUSE_PRESS)  # the whole click once more, after the pen has left
    devices.mouse(MOUSE_MOVE, 12, 12)
    devices.mouse(MOUSE_RELEASE)
    assert devices.phases == "DMMMMMU"


def test_a_tablet_press_absorbs_the_mouse_stroke_just_begun(devices: Devices) -> None:
    devices.mouse(MOUSE_PRESS)
    devices.mouse(MOUSE_MOVE, 11, 10)
    (touch,) = devices.pen(PRESS, 10.5, 10.5)
    assert touch.again and devices.input.source is Source.TABLET
    devices.mouse(MOUSE_MOVE, 12, 10)
    devices.pen(MOVE, 12, 10)
    devices.mouse(MOUSE_RELEASE)
    devices.pen(RELEASE)
    assert devices.phases == "DMdMU"


def test_a_mouse_stroke_of_long_ago_is_ended_not_absorbed(devices: Devices) -> None:
    devices.mouse(MOUSE_PRESS)
    devices.mouse(MOUSE_MOVE, 60, 10, wait=2 * DOUBLE_S)
    devices.pen(PRESS, 10, 10)
    assert devices.phases == "DMUD"


@pytest.mark.parametrize("finger", ["TouchScreen", "SynthesizedBySystem"])
def test_a_palm_that_came_before_the_pen_is_forgotten_and_no_finger_writes_after(devices: Devices, finger: str) -> None:
    def touch(kind: QEvent.Type, x: float, wait: float) -> QMouseEvent:
        devices.wait(wait)
        return finger_event(kind, x, 10, devices.stamp, by_system=finger == "SynthesizedBySystem")

    palm = touch(MOUSE_PRESS, 10, 0)
    assert not devices.input.is_lone_finger(palm)  # who has no pen writes with a finger
    devices.out(devices.input.mouse(palm, VIEW))
    devices.out(devices.input.mouse(touch(MOUSE_MOVE, 60, 2 * DOUBLE_S), VIEW))
    devices.pen(PRESS, 10, 10, wait=2 * DOUBLE_S)
    devices.pen(RELEASE)
    assert devices.phases == "DMdU"
    assert devices.input.is_lone_finger(touch(MOUSE_PRESS, 10, 2 * DOUBLE_S))
    devices.pen(PRESS, wait=2 * DOUBLE_S)
    devices.pen(RELEASE)
    assert not devices.input.is_lone_finger(touch(MOUSE_PRESS, 10, 0.01))  # the pen's press once more
    assert not devices.input.is_lone_finger(mouse_event(MOUSE_PRESS, 10, 10, devices.stamp + round(2000 * DOUBLE_S)))


def test_a_pressure_that_varies_is_measured_whatever_the_pen_says_of_itself(devices: Devices) -> None:
    def seen(kind: QEvent.Type, pressure: float, device: QPointingDevice = POINTER) -> float | None:
        return devices.pen(kind, pressure=pressure, device=device)[0].sample.pressure

    assert [seen(PRESS, 1.0), seen(MOVE, 1.0), seen(RELEASE, 0.0)] == [None] * 3
    assert [seen(PRESS, 1.0), seen(MOVE, 0.75), seen(MOVE, 1.0), seen(RELEASE, 0.0)] == [None, 0.75, 1.0, 0.0]
    assert seen(PRESS, 0.5) == 0.5


def test_the_mouse_writes_again_after_the_pen_has_left(devices: Devices) -> None:
    devices.pen(PRESS)
    devices.pen(RELEASE)
    devices.mouse(MOUSE_PRESS, wait=2 * DOUBLE_S)
    devices.mouse(MOUSE_RELEASE)
    assert devices.phases == "DUDU"


def test_a_pen_that_only_hovers_does_not_silence_the_mouse(devices: Devices) -> None:
    devices.pen(MOVE, pressure=0.0, buttons=NONE)
    devices.mouse(MOUSE_PRESS)
    assert devices.phases == "D"


def test_a_lost_release_shows_when_the_pen_hovers_or_presses_again(devices: Devices) -> None:
    devices.pen(PRESS)
    devices.pen(MOVE, pressure=0.0, buttons=NONE)
    devices.pen(MOVE, pressure=0.0, buttons=NONE)
    devices.pen(PRESS)
    devices.pen(PRESS)
    assert devices.phases == "DUDUD"


def test_a_lost_mouse_release_shows_when_it_moves_without_a_button(devices: Devices) -> None:
    devices.mouse(MOUSE_PRESS)
    devices.mouse(MOUSE_MOVE, held=False)
    devices.mouse(MOUSE_MOVE, held=False)
    assert devices.phases == "DU"


def test_a_pen_that_went_without_a_word_is_noticed_and_a_real_mouse_takes_over(devices: Devices) -> None:
    devices.pen(PRESS)
    assert not devices.input.is_silent()
    devices.clock.now += SILENT_S
    devices.stamp += round(SILENT_S * 1000)
    assert devices.input.is_silent()
    devices.mouse(MOUSE_PRESS)
    assert devices.phases == "DUD"
    assert devices.input.source is Source.MOUSE


def test_a_lost_press_is_made_up_for_by_the_first_move_on_paper(devices: Devices) -> None:
    devices.pen(MOVE, pressure=0.2)
    devices.pen(MOVE, pressure=0.3)
    devices.pen(RELEASE)
    assert devices.phases == "DMU"


def test_the_tail_erases_even_when_the_pen_is_turned_over_without_leaving(devices: Devices) -> None:
    devices.pen(PRESS)
    devices.pen(MOVE, device=TAIL)
    devices.pen(RELEASE, device=TAIL)
    devices.pen(PRESS, device=PEN)
    assert devices.phases == "DUDUD"
    assert [touch.erases for touch in devices.touches] == [False, False, True, True, False]


def test_buttons_on_the_barrel_and_of_the_mouse_do_not_write(devices: Devices) -> None:
    devices.pen(PRESS, button=RIGHT, buttons=RIGHT, pressure=0.0)
    devices.pen(RELEASE, button=RIGHT)
    devices.mouse(MOUSE_PRESS, button=RIGHT, wait=2 * DOUBLE_S)
    devices.mouse(MOUSE_RELEASE, button=RIGHT)
    assert devices.phases == ""
    devices.pen(PRESS)
    devices.pen(PRESS, button=RIGHT, buttons=LEFT | RIGHT)
    devices.pen(RELEASE, button=RIGHT, buttons=LEFT)
    devices.pen(RELEASE)
    assert devices.phases == "DU"


def test_places_that_are_no_numbers(devices: Devices) -> None:
    nan = math.nan
    devices.pen(PRESS, nan, 10.0)
    assert devices.input.source is None
    devices.pen(MOVE, 10.0, 10.0)  # taken for the press
    devices.pen(MOVE, math.inf, 10.0)
    devices.pen(RELEASE, nan, nan)
    assert devices.phases == "DU"
    assert devices.touches[-1].sample.x == pytest.approx(devices.touches[0].sample.x)


def test_a_driver_without_time_stamps_is_timed_by_our_clock(devices: Devices) -> None:
    for step, kind in enumerate((PRESS, MOVE, RELEASE)):
        devices.clock.now = 70.0 + step
        devices.touches += devices.input.tablet(tablet_event(PEN, kind, 10, 10, 0.5, 0), VIEW)
    assert [touch.sample.t for touch in devices.touches] == [70.0, 71.0, 72.0]


def test_finishing_ends_a_touch_where_it_was(devices: Devices) -> None:
    assert devices.input.finish() == ()
    devices.pen(PRESS, 3.0, 4.0)
    (touch,) = devices.input.finish()
    assert touch.sample.phase is Phase.UP
    assert (touch.sample.x, touch.sample.y) == pytest.approx(VIEW.to_page(3.0, 4.0))
    assert devices.input.source is None and devices.input.finish() == ()


def test_every_event_is_asked_for(qapp: QCoreApplication) -> None:
    names = (
        Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents,
        Qt.ApplicationAttribute.AA_CompressTabletEvents,
    )
    before = [QCoreApplication.testAttribute(name) for name in names]
    try:
        for name in names:
            QCoreApplication.setAttribute(name, True)
        keep_every_event(qapp)
        assert not any(QCoreApplication.testAttribute(name) for name in names)
    finally:
        for name, value in zip(names, before, strict=True):
            QCoreApplication.setAttribute(name, value)
