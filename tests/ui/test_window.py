"""The whole window, driven as a person drives it: by mouse, by keys, by files.

The network is a small one that waits to be let on, a bridge that obeys, or once the shipped one. Nothing here measures
time: what is asserted is what came, in which order, and what did not come.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, QSettings, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from inkapp.export.registry import read_any
from inkapp.ink.document import Author, Document
from inkapp.ink.file import save
from inkapp.live.bridge import Bridge
from inkapp.live.events import Grown
from inkapp.live.primes import write
from inkapp.ui.actions import ACTIONS
from inkapp.ui.companion import LOADING
from inkapp.ui.dialogs import Answer
from inkapp.ui.settings import Appearance, Settings
from inkapp.ui.theme import DARK, LIGHT
from inkapp.ui.window import GHOST_HINT, Window
from inkapp.ui.writing import HINT
from model.checkpoint import LIVE
from model.sampler import Sampler
from tests.live import fakes
from tests.live.fakes import PATIENCE, Row, WatchedSampler, page_of
from tests.ui.fakes import Clock, FakeBridge, Person, ghost

WAIT_MS = int(1000 * PATIENCE)
KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
WAVE = [(30.0 + 0.5 * n, 38.0 + 3.0 * float(np.sin(0.7 * n))) for n in range(40)]


class User:
    """A window and hands to use it with."""

    def __init__(self, qtbot: QtBot, folder: Path, bridge: object, clock: Callable[[], float] | None = None) -> None:
        self.qtbot, self.bridge, self.person = qtbot, bridge, Person()
        self.settings = Settings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
        self.settings.appearance = Appearance.LIGHT
        self.settings.rest_ms = 150
        self.window = Window(
            bridge,  # type: ignore[arg-type]
            self.settings,
            self.person,  # type: ignore[arg-type]
            **({} if clock is None else {"clock": clock}),
        )
        qtbot.addWidget(self.window, before_close_func=lambda _: setattr(self.person, "answer", Answer.DISCARD))
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow, timeout=WAIT_MS)

    def mouse(self, kind: QEvent.Type, x: float, y: float) -> None:
        canvas = self.window.canvas
        place = QPointF(*canvas.view.to_widget(x, y))
        none, left = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
        event = QMouseEvent(
            kind,
            place,
            canvas.mapToGlobal(place),
            none if kind is QEvent.Type.MouseMove else left,
            none if kind is QEvent.Type.MouseButtonRelease else left,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(canvas, event)

    def draw(self, points: list[tuple[float, float]] = WAVE, shift: float = 0.0) -> None:
        moved = [(x + shift, y) for x, y in points]
        self.mouse(QEvent.Type.MouseButtonPress, *moved[0])
        for point in moved[1:]:
            self.mouse(QEvent.Type.MouseMove, *point)
        self.mouse(QEvent.Type.MouseButtonRelease, *moved[-1])

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=WAIT_MS)

    def until_ghost(self) -> None:
        self.until(lambda: self.window.companion.has_ghost)

    def until_complete(self) -> None:
        self.until(lambda: self.window.player.ghost is not None and self.window.player.ghost.complete)

    @property
    def authors(self) -> list[Author]:
        return [stroke.author for stroke in self.window.desk.document.pages[0].strokes]

    @property
    def status(self) -> str:
        return self.window.status.text


@pytest.fixture
def user(qtbot: QtBot, tmp_path: Path) -> User:
    """With a bridge that obeys the test."""
    bridge = FakeBridge()
    made = User(qtbot, tmp_path, bridge, Clock())
    bridge.ready.emit("fake")
    return made


@pytest.fixture
def sampler() -> WatchedSampler:
    return WatchedSampler(gated=True)


@pytest.fixture
def slow(qtbot: QtBot, tmp_path: Path, sampler: WatchedSampler) -> Iterator[User]:
    """With a network that takes a step only when it is let on, and a clock that stands."""
    bridge = Bridge(lambda: sampler, encode=fakes.encode, place=Row)
    yield User(qtbot, tmp_path, bridge, Clock())
    sampler.gated = False
    sampler.let(10_000)
    assert bridge.close(PATIENCE)


def ghosted(user: User, pieces: int = 3) -> User:
    user.draw()
    user.until(lambda: user.bridge.asked)  # type: ignore[attr-defined]
    user.bridge.grow(ghost(pieces, shift=8.0))  # type: ignore[attr-defined]
    return user


# -- the first minute ---------------------------------------------------------------------------------------------


def test_the_first_minute_with_the_shipped_network(qtbot: QtBot, tmp_path: Path):
    bridge = Bridge(lambda: Sampler.load(LIVE))
    user = User(qtbot, tmp_path, bridge)
    assert user.window.windowTitle().startswith("Untitled") and QApplication.focusWidget() is user.window.canvas
    for stroke in write("hand", 30.0, 42.0, 4.0, seed=3):
        user.draw(list(zip(stroke.x.tolist(), stroke.y.tolist(), strict=True)))
    mine = len(user.authors)
    user.until_ghost()
    assert user.status == GHOST_HINT
    user.until_complete()
    seed = user.window.companion.seed
    assert user.window.bar.seed.field.text() == str(seed)
    user.key(KEY.Key_Tab)
    taken = user.window.desk.document.pages[0].strokes[mine:]
    assert taken and {stroke.author for stroke in taken} == {Author.MODEL}
    assert {stroke.origin.seed for stroke in taken if stroke.origin} == {seed}
    assert QApplication.focusWidget() is user.window.canvas
    user.key(KEY.Key_Z, CTRL)
    assert user.authors == [Author.HAND] * mine
    user.key(KEY.Key_Z, CTRL | SHIFT)
    assert len(user.authors) == mine + len(taken)
    user.person.path = tmp_path / "page.svg"
    user.key(KEY.Key_E, CTRL)
    assert str(tmp_path / "page.svg") in user.status
    read = read_any(tmp_path / "page.svg").pages[0].strokes
    assert len(read) == mine + len(taken)
    user.person.answer = Answer.DISCARD
    assert user.window.close()
    assert bridge.close(PATIENCE)


def test_one_can_write_before_the_network_is_there(qtbot: QtBot, tmp_path: Path):
    there = threading.Event()

    def load() -> Sampler:
        assert there.wait(PATIENCE)
        return WatchedSampler()

    bridge = Bridge(load, encode=fakes.encode, place=Row)
    user = User(qtbot, tmp_path, bridge)
    user.draw()
    assert user.authors == [Author.HAND]
    user.until(lambda: user.status == LOADING)
    user.draw(shift=30.0)
    assert user.status != LOADING
    user.until(lambda: user.status == LOADING)
    there.set()
    user.until_ghost()
    assert user.status == GHOST_HINT
    assert bridge.close(PATIENCE)


def test_without_a_network_the_page_is_still_a_page(qtbot: QtBot, tmp_path: Path):
    def load() -> Sampler:
        raise OSError("no weights here")

    user = User(qtbot, tmp_path, Bridge(load, encode=fakes.encode, place=Row))
    user.until(lambda: "no weights here" in user.status)
    user.draw()
    assert user.authors == [Author.HAND] and "no weights" not in user.status
    user.until(lambda: "no weights here" in user.status)


# -- the ghost and the keys ---------------------------------------------------------------------------------------


def test_tab_takes_all_as_one_step(user: User):
    ghosted(user)
    user.key(KEY.Key_Tab)
    assert user.authors == [Author.HAND] + [Author.MODEL] * 6
    user.key(KEY.Key_Z, CTRL)
    assert user.authors == [Author.HAND]
    user.key(KEY.Key_Y, CTRL)
    assert len(user.authors) == 7


def test_right_takes_one_piece_and_leaves_the_rest(user: User):
    ghosted(user)
    user.key(KEY.Key_Right)
    assert user.authors == [Author.HAND] + [Author.MODEL] * 2 and user.status == GHOST_HINT
    user.key(KEY.Key_Right)
    user.key(KEY.Key_Tab)
    assert len(user.authors) == 7 and not user.window.companion.has_ghost
    for left in (5, 3, 1, 0):
        user.key(KEY.Key_Z, CTRL)
        assert len(user.authors) == left
    user.key(KEY.Key_Right)
    assert len(user.authors) == 0


def test_r_rolls_under_another_seed(user: User):
    ghosted(user)
    before = user.window.companion.seed
    user.key(KEY.Key_R)
    seeds = [seed for _, seed, _ in user.bridge.asked]  # type: ignore[attr-defined]
    assert seeds == [before, user.window.companion.seed] and len(set(seeds)) == 2
    assert user.window.bar.seed.field.text() == str(seeds[1])


def test_esc_sends_it_away_until_the_next_stroke(slow: User, sampler: WatchedSampler):
    slow.draw()
    sampler.let(20)
    slow.until_ghost()
    slow.key(KEY.Key_Escape)
    grown: list[Grown] = []
    slow.window.companion._bridge.grown.connect(grown.append)
    sampler.let(10_000)  # whatever the network still had to say
    assert not slow.window.companion.has_ghost and slow.window.player.ghost is None
    slow.draw(shift=40.0)
    slow.until_ghost()
    assert {event.revision for event in grown} == {slow.window.desk.document.revision}


def test_writing_on_supersedes_before_the_stroke_is_done(user: User):
    ghosted(user)
    user.mouse(QEvent.Type.MouseButtonPress, 100.0, 40.0)
    assert user.window.player.ghost is None and user.window.canvas.is_drawing
    user.mouse(QEvent.Type.MouseMove, 110.0, 44.0)
    user.bridge.grow(ghost(3), ticket=1)  # type: ignore[attr-defined]
    assert user.window.player.ghost is None
    user.key(KEY.Key_R)  # not while the pen is down
    assert len(user.bridge.asked) == 1  # type: ignore[attr-defined]
    user.mouse(QEvent.Type.MouseButtonRelease, 110.0, 44.0)
    user.until(lambda: len(user.bridge.asked) == 2)  # type: ignore[attr-defined]


def test_temperature_acts_from_the_next_point_on_while_it_grows(slow: User, sampler: WatchedSampler):
    clock = slow.window.player._clock
    assert isinstance(clock, Clock)
    slow.draw()

    def shown() -> bool:
        sampler.let(1)  # a ghost is told once a frame: steps go on until there are enough
        ghost = slow.window.player.ghost
        return ghost is not None and bool(ghost.strokes) and len(ghost.strokes[0]) > 15

    slow.until(shown)
    clock.now = 0.52  # a point every 50 ms
    step = slow.window.player.step_now()
    assert step == 11
    slow.key(KEY.Key_BracketRight)
    sampler.let(1)  # the step at which the worker sees it
    slow.until(lambda: len(sampler.begun) == 2)
    seed = slow.window.companion.seed
    assert sampler.begun == [(seed, 0, 0.5), (seed, step, pytest.approx(0.6))]
    assert slow.settings.temperature == pytest.approx(0.6)
    sampler.let(10_000)
    slow.until_complete()
    standing = slow.window.player.ghost
    assert standing is not None and standing.strokes[0].step.tolist() == list(range(400))


def test_sampling_flat_out_leaves_the_window_its_turns(qtbot: QtBot, tmp_path: Path):
    """Check 8 of the canvas list, in order and counts: turns between ghosts, and no ghost after a cancel."""
    bridge = Bridge(WatchedSampler, encode=fakes.encode, place=Row)
    user = User(qtbot, tmp_path, bridge, Clock())
    told: list[str] = []
    timer = QTimer()
    timer.timeout.connect(lambda: told.append("turn"))
    timer.start(0)

    def grown(event: Grown) -> None:
        if event.ghost.complete:
            told.append("ghost")
            user.window.companion.roll_again()  # the network is never without work

    user.draw()
    user.until_ghost()
    bridge.grown.connect(grown)
    user.window.companion.roll_again()
    user.until(lambda: told.count("ghost") >= 15)
    bridge.grown.disconnect(grown)
    stand = [n for n, what in enumerate(told) if what == "ghost"]
    assert all(b - a > 1 for a, b in pairwise(stand))

    after: list[Grown] = []
    user.window.companion.roll_again()
    bridge.grown.connect(after.append)
    user.key(KEY.Key_Escape)
    turns = told.count("turn")
    user.until(lambda: told.count("turn") > turns + 200)
    assert after == [] and user.window.player.ghost is None
    timer.stop()
    user.window.companion.roll_again()
    user.until_complete()
    offer = user.window.companion._offer
    assert offer is not None and {event.ticket for event in after} == {offer.ticket}
    assert bridge.close(PATIENCE)


def test_a_typed_seed_is_fixed_and_used_again(user: User):
    ghosted(user)
    field = user.window.bar.seed.field
    field.setFocus()
    field.selectAll()
    user.qtbot.keyClicks(field, "77")
    user.key(KEY.Key_Return)
    assert user.window.companion.seed_fixed and QApplication.focusWidget() is user.window.canvas
    user.draw(shift=50.0)
    user.until(lambda: len(user.bridge.asked) == 3)  # type: ignore[attr-defined]
    assert [seed for _, seed, _ in user.bridge.asked][1:] == [77, 77]  # type: ignore[attr-defined]
    user.key(KEY.Key_L, CTRL)
    assert not user.window.companion.seed_fixed


def test_what_is_missing_stands_in_the_status_line(user: User):
    user.key(KEY.Key_Space, CTRL)
    user.bridge.deny("Write a word or two")  # type: ignore[attr-defined]
    assert user.status == "Write a word or two"
    user.draw()
    assert user.status != "Write a word or two"


def test_erasing_and_undo_send_the_ghost_away(user: User):
    ghosted(user)
    user.key(KEY.Key_E)
    user.draw()
    assert user.authors == [] and user.window.player.ghost is None
    user.key(KEY.Key_Z, CTRL)
    assert user.authors == [Author.HAND]
    user.key(KEY.Key_B)
    user.draw(shift=40.0)
    assert len(user.authors) == 2


def test_the_eraser_sends_the_ghost_away_too_and_only_where_it_is(user: User):
    ghosted(user)
    user.window.player.reveal()
    visible = user.window.player.visible()
    user.key(KEY.Key_E)
    user.draw([(x, 200.0) for x in (20.0, 21.0)])
    assert user.window.companion.has_ghost
    x, y = float(visible[-1].x[0]), float(visible[-1].y[0])
    user.draw([(x, y), (x + 0.1, y)])
    assert not user.window.companion.has_ghost and user.window.player.ghost is None
    assert user.authors == [Author.HAND]


def test_tab_and_right_pressed_too_early_move_nothing(user: User):
    user.draw()
    view = user.window.canvas.view
    for _ in range(2):
        user.key(KEY.Key_Tab)
        user.key(KEY.Key_Right)
        assert user.window.canvas.hasFocus() and user.window.canvas.view == view and len(user.authors) == 1
        user.until(lambda: user.bridge.asked)  # type: ignore[attr-defined]
    user.key(KEY.Key_Escape)
    user.key(KEY.Key_Tab)
    assert not user.window.canvas.hasFocus()


def begun(user: User) -> None:
    """A stroke whose pen is still down."""
    user.mouse(QEvent.Type.MouseButtonPress, 30.0, 80.0)
    for n in range(20):
        user.mouse(QEvent.Type.MouseMove, 30.0 + n, 80.0)


def test_undo_with_the_pen_down_takes_back_what_it_writes_and_nothing_else(user: User):
    begun(user)
    user.key(KEY.Key_Z, CTRL)
    assert user.authors == [] and not user.window.canvas.is_drawing
    user.mouse(QEvent.Type.MouseMove, 60.0, 80.0)
    user.mouse(QEvent.Type.MouseButtonRelease, 60.0, 80.0)
    user.draw()
    begun(user)
    user.key(KEY.Key_Z, CTRL)
    assert len(user.authors) == 1
    user.key(KEY.Key_Z, CTRL | SHIFT)
    assert len(user.authors) == 2


def test_without_motion_the_ghost_stands_at_once(user: User):
    user.settings.reduced_motion = True
    user.window._follow_settings()
    ghosted(user)
    assert len(user.window.player.visible()) == 6


# -- files ----------------------------------------------------------------------------------------------------------


def test_unsaved_ink_is_asked_about_once(user: User, tmp_path: Path):
    assert user.window.files.may_leave() and user.person.asked == 0
    user.draw()
    assert user.window.isWindowModified()
    for errand in (KEY.Key_N, KEY.Key_Q):
        user.key(errand, CTRL)
    save(page_of(20), tmp_path / "other.ink")
    user.person.path = tmp_path / "other.ink"
    user.key(KEY.Key_O, CTRL)
    assert user.person.asked == 3 and user.authors == [Author.HAND] and user.window.isVisible()
    user.person.answer = Answer.SAVE
    user.person.path = None  # …and thinks better of the name
    assert not user.window.close() and user.window.isVisible()
    user.person.path = tmp_path / "none" / "page.ink"
    assert not user.window.close() and len(user.person.troubles) == 1
    user.person.path = tmp_path / "mine.ink"
    assert user.window.close()
    assert user.person.asked == 6 and len(read_any(tmp_path / "mine.ink").pages[0].strokes) == 1
    assert user.window.close() and user.person.asked == 6
    assert user.bridge.closed  # type: ignore[attr-defined]


@pytest.mark.parametrize("errand", [KEY.Key_N, KEY.Key_Q])
def test_a_stroke_under_way_is_unsaved_ink_too(user: User, errand: Qt.Key):
    begun(user)
    user.key(errand, CTRL)
    assert user.person.asked == 1 and user.authors == [Author.HAND] and user.window.isVisible()


def test_save_open_and_the_recent_files(user: User, tmp_path: Path):
    user.draw()
    user.person.path = tmp_path / "one.ink"
    user.key(KEY.Key_S, CTRL)
    assert user.window.windowTitle().startswith("one.ink") and not user.window.isWindowModified()
    user.key(KEY.Key_N, CTRL)
    assert user.person.asked == 0 and user.authors == []
    user.person.path = tmp_path / "one.ink"
    user.key(KEY.Key_O, CTRL)
    assert user.authors == [Author.HAND] and user.settings.recent == (tmp_path / "one.ink",)
    (tmp_path / "one.ink").unlink()
    user.window._recent.actions()[0].trigger()
    assert "No such file" in user.status and user.authors == [Author.HAND] and user.settings.recent == ()


def test_an_import_is_untitled(user: User, tmp_path: Path):
    user.draw()
    user.person.path = tmp_path / "note.svg"
    user.key(KEY.Key_E, CTRL)
    user.person.answer = Answer.DISCARD
    user.key(KEY.Key_O, CTRL)
    assert user.window.windowTitle().startswith("note[*]") and user.window.isWindowModified()
    assert user.window.desk.path is None
    user.person.path = tmp_path / "note.ink"
    user.key(KEY.Key_S, CTRL)
    assert user.person.suggested[-1] == (tmp_path / "note.ink", (".ink",)) and (tmp_path / "note.ink").exists()


HOSTILE = {
    "empty.ink": b"",
    "brace.ink": b"{",
    "deep.ink": b"[" * 100_000,
    "newer.ink": b'{"format":"ink","version":99,"pages":[]}',
    "nan.ink": b'{"format":"ink","version":1,"pages":[{"strokes":[{"x":[NaN]}]}]}',
    "zip.ink": b"\x1f\x8b\x08\x00garbage",
    "entity.svg": b'<!DOCTYPE x [<!ENTITY a "b">]><svg>&a;</svg>',
    "cut.inkml": b"<ink><trace>1 2, 3",
    "what.docx": b"PK",
    "binary": bytes(range(256)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_one_line_and_costs_nothing(user: User, tmp_path: Path, name: str):
    (tmp_path / name).write_bytes(HOSTILE[name])
    user.draw()
    before = user.window.desk.document
    for _ in range(2):
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
        user.window.dropEvent(
            QDropEvent(
                QPointF(50, 50),
                Qt.DropAction.CopyAction,
                mime,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
        )
    assert str(tmp_path / name) in user.status and "\n" not in user.status
    assert user.window.desk.document is before and user.person.asked == 0
    assert (tmp_path / name).read_bytes() == HOSTILE[name]
    user.person.path = tmp_path / "out.docx"
    user.key(KEY.Key_E, CTRL)
    assert "cannot write .docx" in user.status


def test_a_folder_and_a_missing_file_are_told_too(user: User, tmp_path: Path):
    for path in (tmp_path, tmp_path / "none.ink"):
        assert not user.window.files.open_path(path)
        assert str(path) in user.status


def test_a_file_of_several_pages_is_turned(user: User, tmp_path: Path):
    save(Document(pages=page_of(20).pages + page_of(20, 30).pages), tmp_path / "two.ink")
    assert user.window.files.open_path(tmp_path / "two.ink")
    page = user.window.status.findChildren(QLabel)[1]
    assert page.text() == "page 1 of 2"
    user.key(KEY.Key_PageDown, CTRL)
    assert page.text() == "page 2 of 2"
    user.draw()
    assert [len(p.strokes) for p in user.window.desk.document.pages] == [1, 3]
    user.key(KEY.Key_PageUp, CTRL)
    assert page.text() == "page 1 of 2"


def test_a_page_turned_with_the_pen_down_keeps_the_stroke_on_its_own(user: User, tmp_path: Path):
    save(Document(pages=page_of(20).pages + page_of(20, 30).pages), tmp_path / "two.ink")
    assert user.window.files.open_path(tmp_path / "two.ink")
    begun(user)
    user.key(KEY.Key_PageDown, CTRL)
    user.mouse(QEvent.Type.MouseButtonRelease, 60.0, 80.0)
    assert user.window.desk.page == 1
    assert [len(p.strokes) for p in user.window.desk.document.pages] == [2, 2]


# -- the look, and who cannot see it --------------------------------------------------------------------------------


def test_dark_is_remembered_and_changes_no_export(user: User, tmp_path: Path):
    user.draw()
    exports = []
    for theme in (LIGHT, DARK):
        assert QApplication.palette().window().color() == theme.surface
        assert user.window._actions["dark"].isChecked() == theme.is_dark
        user.person.path = tmp_path / f"{theme.name}.svg"
        user.key(KEY.Key_E, CTRL)
        exports.append(user.person.path.read_bytes())
        user.key(KEY.Key_D, CTRL)
    assert exports[0] == exports[1]
    user.key(KEY.Key_D, CTRL)
    assert user.settings.appearance is Appearance.DARK
    user.key(KEY.Key_D, CTRL)


def test_every_widget_that_takes_keys_has_a_name_and_can_be_reached(user: User):
    reach = {
        w for w in user.window.findChildren(QWidget) if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    assert all(widget.accessibleName() for widget in reach)
    assert {type(w).__name__ for w in reach} >= {"Canvas", "QToolButton", "QSlider", "QLineEdit", "ZoomLabel"}
    user.draw()  # so that undo is a stop, too
    user.key(KEY.Key_Escape)  # while a ghost is due, Tab is its
    seen = set()
    for _ in range(len(reach) + 2):
        seen.add(QApplication.focusWidget())
        user.key(KEY.Key_Tab)
    assert seen >= {widget for widget in reach if widget.isEnabled()}


def test_esc_leads_back_to_the_paper(user: User):
    user.window.bar.seed.field.setFocus()
    user.key(KEY.Key_Escape)
    assert QApplication.focusWidget() is user.window.canvas


def test_letters_typed_as_a_seed_are_no_commands(user: User):
    field = user.window.bar.seed.field
    field.setFocus()
    user.qtbot.keyClicks(field, "r]e1")
    assert user.bridge.asked == [] and field.text().endswith("1")  # type: ignore[attr-defined]


def test_all_actions_are_in_the_menu(user: User):
    def names(menu: object) -> set[str]:
        found: set[str] = set()
        for action in menu.actions():  # type: ignore[attr-defined]
            found |= names(action.menu()) if action.menu() else {action.objectName()}
        return found

    assert names(user.window.bar.menu) >= {entry.name for entry in ACTIONS} - {"menu"}


def test_the_empty_page_says_what_to_do(user: User):
    assert user.window.canvas._layers.hint == HINT
    user.draw()
    assert user.window.canvas._layers.hint == ""
    user.key(KEY.Key_Z, CTRL)
    assert user.window.canvas._layers.hint == HINT


def test_zoom_by_keys_is_shown(user: User):
    shown = user.window.bar.zoom
    user.key(KEY.Key_1, CTRL)
    assert shown.text() == "100 %"
    user.key(KEY.Key_Plus, CTRL)
    assert shown.text() != "100 %"
    user.key(KEY.Key_0, CTRL)
    user.window.resize(800, 600)
    assert shown.text() == f"{user.window.canvas.view.zoom:.0%}".replace("%", " %")


def test_the_sheet_and_the_preferences_open_and_close(user: User):
    for key, modifiers in ((KEY.Key_F1, Qt.KeyboardModifier.NoModifier), (KEY.Key_Comma, CTRL)):
        seen: list[QWidget] = []

        def close(seen: list[QWidget] = seen) -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is None:  # not open yet
                QTimer.singleShot(5, close)
                return
            seen.append(dialog)
            if hasattr(dialog, "rest"):
                dialog.rest.setValue(700)
                dialog.still.setChecked(True)
            dialog.close()

        user.window.activateWindow()
        user.until(user.window.isActiveWindow)
        QTimer.singleShot(0, close)
        user.key(key, modifiers)
        assert len(seen) == 1
    assert user.settings.rest_ms == 700 == user.window.companion._rest.interval() and user.settings.reduced_motion


def test_a_narrow_window_keeps_its_words_and_buttons_apart(user: User):
    user.window.resize(100, 400)
    user.window.status.warn("x" * 4000)
    QApplication.processEvents()
    assert user.window.width() <= 640  # half of a small screen, which is all there is at twice the scale
    bar = user.window.bar
    assert bar.menu_button.geometry().right() < bar.width() and not bar.zoom.isVisible()
    shown = [w for w in bar.children() if isinstance(w, QWidget) and w.isVisible() and w.parent() is bar]
    edges = sorted((w.geometry().left(), w.geometry().right()) for w in shown)
    assert all(right < left for (_, right), (left, _) in pairwise(edges))
    user.window.resize(1000, 400)
    QApplication.processEvents()
    assert bar.zoom.isVisible() and bar.dark.isVisible()
