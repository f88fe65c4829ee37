"""The ghost's controls: switch, temperatures and seed in the bar, its keys, its guesses, and the hint in the status line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot

from inkapp.editor.open_document import OpenDocument
from inkapp.ui.canvas.chips import Chips
from inkapp.ui.chrome.actions import BY_NAME, GUESSES
from inkapp.ui.chrome.ghost_settings import GhostMode
from inkapp.ui.chrome.settings import Settings
from inkapp.ui.flow.companion import Companion
from inkapp.ui.flow.writing import Writing
from inkapp.ui.front import Front

GHOST_HINT = "Tab takes what is shown  ·  → the next word  ·  R another  ·  Esc away"
KEYS_HINT = f"{BY_NAME['shortcuts'].shown_keys.split(' or ')[0]} shows all keys"
IDLE_HINT = f"Rest the pen and the ink goes on  ·  {KEYS_HINT}"
OFF_HINT = f"{BY_NAME['continue_now'].shown_keys.split(' or ')[0]} lets the ink go on  ·  {KEYS_HINT}"


def guesses_hint(count: int) -> str:
    """What can be done with a ghost of words, of which there are so many guesses."""
    other = f"R or 1–{count} others" if count > 1 else "R another"
    return f"Tab takes what is shown  ·  → next word  ·  {other}  ·  Shift+R redrawn  ·  Esc away"


class GhostControls(QObject):
    """Between the companion, which has the ghost, and the widgets that show and change how it is made."""

    def __init__(
        self,
        companion: Companion,
        open_document: OpenDocument,
        writing: Writing,
        settings: Settings,
        front: Front,
        other_hint: Callable[[], str],
        parent: QObject,
    ) -> None:
        """``other_hint``: what is said where nothing is to be said of a ghost; "" for how one comes."""
        super().__init__(parent)
        self._companion, self._open_document, self._writing = companion, open_document, writing
        self._settings, self._other_hint = settings, other_hint
        bar = front.bar
        self._actions, self._bar, self._status, self._canvas = front.actions, bar, front.status, front.canvas
        self._chips = Chips(front.canvas, front.player)
        self._chips.clicked.connect(companion.take_guess)
        companion.guesses.changed.connect(self._show_guesses)
        companion.state.ghost_changed.connect(self.hint)
        companion.state.due_changed.connect(self._set_due)
        companion.state.message_changed.connect(self.hint)
        companion.seeds.changed.connect(bar.seed.set_seed)
        bar.switch.words.changed.connect(self._set_words_temperature)
        bar.temperature.changed.connect(self._set_temperature)
        bar.seed.entered.connect(self._enter_seed)
        self._set_due(False)
        self._show_guesses()

    def action_handlers(self) -> dict[str, Callable[[], object]]:
        """The handler of each action of the ghost's, by its name."""
        companion, bar = self._companion, self._bar
        asking: dict[str, Callable[[], object]] = {
            "roll_again": companion.roll_again,
            "draw_again": companion.draw_again,
            "continue_now": companion.continue_now,
            **{name: partial(companion.take_guess, number) for number, name in enumerate(GUESSES)},
        }
        return {
            **{name: partial(self._ask, ask) for name, ask in asking.items()},
            **{mode.value: partial(self._set_mode, mode) for mode in GhostMode},
            "next_mode": lambda: self._set_mode(self._settings.ghost.mode.next, tell=True),
            "show_guesses": self._toggle_guesses,
            "accept_piece": self._accept_piece,
            "calmer": lambda: bar.temperature.step(-1),
            "wilder": lambda: bar.temperature.step(1),
            "fix_seed": self.fix_seed,
        }

    def follow_settings(self) -> None:
        """The switch, the temperatures, the guesses and the pen's rest, as the settings have them."""
        settings, companion = self._settings, self._companion
        ghost = settings.ghost
        self._bar.switch.set_mode(ghost.mode)
        self._bar.switch.words.set_temperature(ghost.words_temperature)
        self._actions["show_guesses"].setChecked(ghost.shows_guesses)
        companion.set_words(ghost.words_temperature, or_free=ghost.or_free)
        companion.set_mode(ghost.mode)
        self._show_guesses()
        self._writing.show_hint()
        companion.set_rest(settings.rest_ms)
        self._bar.temperature.set_temperature(settings.temperature)
        companion.set_temperature(settings.temperature)
        self._bar.seed.set_seed(companion.seeds.seed)

    def fix_seed(self) -> None:
        """Every ghost under the seed shown from now on, or each under another, as the action is checked."""
        fixed = self._actions["fix_seed"].isChecked()
        self._companion.seeds.fixed = fixed
        self._bar.set_locked(fixed)

    @Slot()
    def hint(self) -> None:
        """Shows the companion's message, else what can be done with the ghost, else how one comes."""
        state = self._companion.state
        if state.message:
            self._status.set_hint(state.message, ghost=True)
        elif state.has_ghost:
            count = len(self._companion.guesses.told)
            self._status.set_hint(guesses_hint(count) if count else GHOST_HINT, ghost=True)
        elif other := self._other_hint():
            self._status.set_hint(other, ghost=True)
        else:
            idle = OFF_HINT if self._settings.ghost.mode is GhostMode.OFF else IDLE_HINT
            self._status.set_hint(KEYS_HINT if self._open_document.is_empty else idle)

    @Slot(bool)
    def set_text_due(self, due: bool) -> None:
        """Whether a text is being written, of which Tab shows the rest."""
        self._actions["accept_shown"].setEnabled(due or self._companion.state.is_due)

    @Slot(bool)
    def _set_due(self, due: bool) -> None:
        # switched off, Right moves the page, as everywhere else; but who is too early for a ghost that is about to come
        # does not mean that
        self._actions["accept_shown"].setEnabled(due)
        self._actions["accept_piece"].setEnabled(due)

    @Slot()
    def _show_guesses(self) -> None:
        """How the line may go on: as chips, where they are wanted, in words for who does not see them, and in the hint."""
        guesses = self._companion.guesses
        told = tuple(guess.shown for guess in guesses.told)
        for number, name in enumerate(GUESSES):
            self._actions[name].setEnabled(number < len(told))
        self._chips.show_texts(told if self._settings.ghost.shows_guesses else (), guesses.chosen)
        chosen = f"The ghost says: {told[guesses.chosen]}." if told else ""
        others = "; ".join(f"{number}, {text}" for number, text in enumerate(told, 1)) if len(told) > 1 else ""
        self._canvas.tell_ghost(f"{chosen} Guesses: {others}." if others else chosen)
        self.hint()

    def _ask(self, ask: Callable[[], object]) -> None:
        """Not while the pen is down, where no ghost would be wanted."""
        if not self._canvas.pen_tool.is_down:
            ask()

    def _accept_piece(self) -> None:
        if not self._canvas.bring_ghost_into_view():  # nothing becomes ink that nobody sees
            self._companion.ghost.take_piece()

    def _set_mode(self, mode: GhostMode, *, tell: bool = False) -> None:
        self._settings.ghost.mode = mode
        self.follow_settings()
        if tell:  # by a key, and the switch may be out of sight
            self._status.tell(f"Ghost: {BY_NAME[mode.value].plain}")

    def _toggle_guesses(self) -> None:
        self._settings.ghost.shows_guesses = self._actions["show_guesses"].isChecked()
        self._show_guesses()

    @Slot(float)
    def _set_words_temperature(self, temperature: float) -> None:
        self._settings.ghost.words_temperature = temperature
        self._companion.set_words(temperature, or_free=self._settings.ghost.or_free)

    @Slot(float)
    def _set_temperature(self, temperature: float) -> None:
        self._settings.temperature = temperature
        self._companion.set_temperature(temperature)

    @Slot(int)
    def _enter_seed(self, seed: int) -> None:
        self._actions["fix_seed"].setChecked(True)
        self.fix_seed()
        self._companion.set_seed(seed)
