"""The companion: asks for a ghost when the pen rests, and does with it what a person says.

Accepted ink is handed to whoever listens to ``ink_accepted``, to be added as one step of undo with what it says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from inkapp.editor.ghost_offer import Taken
from inkapp.ink.document import Document
from inkapp.live.continuation import Choice
from inkapp.live.qt_bridge import Bridge
from inkapp.ui.canvas.ghost_player import GhostPlayer
from inkapp.ui.chrome.ghost_settings import GhostMode
from inkapp.ui.chrome.settings import COOLEST, LONGEST_REST_MS, REST_MS, SHORTEST_REST_MS, WILDEST
from inkapp.ui.flow.cause import Cause
from inkapp.ui.flow.ghost_state import GhostState
from inkapp.ui.flow.guesses import Guesses
from inkapp.ui.flow.seeds import Seeds, any_seed
from inkapp.ui.flow.standing_ghost import StandingGhost
from model.trace import Controls


class Companion(QObject):
    """Stands between the page, the network and the player of ghosts, in the GUI thread.

    ``ghost`` is the one that stands, or is awaited; ``state`` says how it stands, ``seeds`` under which seed, ``guesses`` in
    which words.

    Signals: ``ink_accepted`` (Taken), ``words_accepted`` (the whole words of it, where there are any; after the ink),
    ``controls_changed`` (Controls).
    """

    ink_accepted = Signal(object)
    words_accepted = Signal(str)
    controls_changed = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        player: GhostPlayer,
        parent: QObject | None = None,
        rest_ms: int = REST_MS,
        *,
        new_seed: Callable[[], int] = any_seed,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.state, self.seeds, self.guesses = GhostState(self), Seeds(new_seed, self), Guesses(self)
        self.ghost = StandingGhost(bridge, player, self.state, self.guesses, self)
        self._document, self._page = Document(), 0
        self._controls = Controls()
        self._held = False  # a text is being written: nothing is asked, and the player is not touched
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._rested)
        self.set_rest(rest_ms)
        self.ghost.taken.connect(self._on_taken)
        self.ghost.used_up.connect(self._drop)

    @property
    def temperature(self) -> float:
        return self._controls.temperature

    @property
    def controls(self) -> Controls:
        """Those that the next point is written with."""
        return self._controls

    # -- what happens to the page ------------------------------------------------------------------------------------

    @Slot()
    def pen_down(self) -> None:
        """The pen writes on: the ghost goes at once."""
        self._bridge.pen_down()
        self._rest.stop()
        self._drop()
        self.state.say("")

    def document_changed(self, document: Document, page: int = 0, cause: Cause = Cause.OTHER) -> None:
        """The page is another one. Only a stroke of the pen starts the rest, after which ink is asked for; what is left of
        a ghost stays where the change was its own ink."""
        self._document, self._page = document, page
        if cause is Cause.TEXT:  # the page is looked at when all of the text is there
            return
        self._bridge.observe(document, page, words=self.guesses.mode is GhostMode.WORDS)
        if cause is Cause.GHOST:
            self.guesses.forget()  # they were of the line as it was
            self.ghost.keep_rest(document.revision)
            return
        self._rest.stop()
        self._drop()
        self.state.say("")
        if cause is Cause.PEN and self.guesses.mode is not GhostMode.OFF:
            self._rest.start()
            self.state.set_due(True)

    def hold(self) -> None:
        """A text is written: the ghost goes, and until ``release`` none comes."""
        self.dismiss()
        self._held = True

    def release(self) -> None:
        """The text is written."""
        self._held = False
        self.state.say("")

    # -- what the person says -----------------------------------------------------------------------------------

    @Slot()
    def roll_again(self) -> None:
        """Another continuation: in the next of the guessed words, else under another seed (see ``Seeds.roll``)."""
        if not self.guesses.choose_next():
            self.seeds.roll()
            self.guesses.begin(self.seeds.seed)
        self._ask()

    @Slot()
    def draw_again(self) -> None:
        """The same words, drawn under another seed; by free hand another continuation."""
        self.seeds.roll()
        self._ask()

    def take_guess(self, number: int) -> None:
        """The ghost is written in the words of that guess, from 0, under the same seed."""
        if self.guesses.choose(number):
            self._ask()

    @Slot()
    def continue_now(self) -> None:
        """Asks without waiting for the pen to rest, and for a drawing too; a ghost that stands is left alone."""
        if self.ghost.ticket is None:
            self._go_on(insists=True)

    @Slot()
    def dismiss(self) -> None:
        """The ghost goes and stays away until the next stroke."""
        self._rest.stop()
        self._drop()
        self.state.say("")

    def set_temperature(self, temperature: float) -> None:
        """Acts from the next point on that is not yet visible; where all is, from the next roll."""
        temperature = min(max(temperature, COOLEST), WILDEST)
        if temperature == self.temperature:
            return
        self._controls = replace(self._controls, temperature=temperature)
        self.controls_changed.emit(self._controls)
        ticket, step = self.ghost.ticket, self.ghost.next_step()
        if ticket is not None and step is not None:
            self._bridge.retune(ticket, self._controls, step)

    def set_mode(self, mode: GhostMode) -> None:
        """What comes when the pen rests. A ghost that stands or is awaited goes, or is written anew under the same seed."""
        if mode is self.guesses.mode:
            return
        self.guesses.mode = mode
        if mode is GhostMode.OFF:
            self.dismiss()
        elif self.ghost.ticket is not None:
            self._begin()

    def set_words(self, temperature: float, *, or_free: bool) -> None:
        """How bold words are, and what comes where none are found (see ``WordsWanted``); from the next request on."""
        self.guesses.temperature, self.guesses.or_free = temperature, or_free

    def choose(self, step: int, dx: float, dy: float, lift: bool) -> None:
        """Has the ghost's step of that number go to a point that a person chose, and the network go on from there.

        ``dx``, ``dy``: from the point before, in the network's units. Where no ghost stands one is asked for.
        """
        if self.ghost.ticket is None:
            self._begin()
        ticket = self.ghost.ticket
        if ticket is not None:
            self.state.set_busy(True)
            self._bridge.choose(ticket, Choice(step, dx, dy, lift), self._controls)

    def set_seed(self, seed: int) -> None:
        """Takes a seed that a person named; where a ghost stands or is awaited it is written anew."""
        self.seeds.set_seed(seed)
        if self.ghost.ticket is not None:
            self._begin()

    def set_rest(self, rest_ms: int) -> None:
        """How long the pen rests before ink is asked for."""
        self._rest.setInterval(min(max(rest_ms, SHORTEST_REST_MS), LONGEST_REST_MS))

    def close(self, timeout: float = 1.5) -> bool:
        """Stops everything; True when the network's thread has ended."""
        self._rest.stop()
        self._drop()
        return self._bridge.close(timeout)

    # -- how it is done ----------------------------------------------------------------------------------------

    @Slot(object)
    def _on_taken(self, taken: Taken) -> None:
        self.ink_accepted.emit(taken)
        if taken.words:
            self.words_accepted.emit(" ".join(text for _, text in taken.words))

    @Slot()
    def _rested(self) -> None:
        self._go_on(insists=False)

    def _go_on(self, *, insists: bool) -> None:
        self.seeds.renew()
        self._begin(insists=insists)

    def _begin(self, *, insists: bool = True) -> None:
        """Asks for the likeliest words, or for free hand, under the seed as it is."""
        self.guesses.begin(self.seeds.seed)
        self._ask(insists=insists)

    def _ask(self, *, insists: bool = True) -> None:
        """Asks for the words chosen among the guesses, which stay in sight until others are told."""
        if self._held:
            return
        self._rest.stop()
        self.ghost.ask(self._document, self._page, self.seeds.seed, self._controls, insists=insists)

    @Slot()
    def _drop(self) -> None:
        """No ghost, and none to come."""
        self.ghost.end()
        self.guesses.forget()
