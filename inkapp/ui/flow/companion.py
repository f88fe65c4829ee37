"""The companion: asks for a ghost when the pen rests, and does with it what a person says.

Accepted ink is handed to whoever listens to ``ink_accepted``, to be added as one step of undo.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import Enum, auto

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from inkapp.editor.ghost_offer import GhostOffer
from inkapp.ink.document import Document
from inkapp.ink.ghost import Ghost
from inkapp.live.continuation import Choice
from inkapp.live.events import Grown, Nothing
from inkapp.live.qt_bridge import Bridge
from inkapp.ui.canvas.ghost_player import GhostPlayer
from inkapp.ui.chrome.actions import BY_NAME
from inkapp.ui.chrome.settings import COOLEST, LONGEST_REST_MS, REST_MS, SHORTEST_REST_MS, WILDEST
from inkapp.ui.flow.ghost_state import GhostState
from inkapp.ui.flow.seeds import Seeds, any_seed
from model.trace import Controls

NEXT_PAGE = f"{BY_NAME['next_page'].shown_keys} goes to the next page"
NO_MORE_ROOM = f"There is no room for more on this page  ·  {NEXT_PAGE}"
LOADING = "The network is still loading; the ink goes on as soon as it is there"


class Cause(Enum):
    """What made the page another one."""

    PEN = auto()  # a stroke was written
    GHOST = auto()  # ink of the ghost was accepted
    TEXT = auto()  # words of a typed text became ink
    OTHER = auto()  # strokes were erased, a step undone, a page turned, a file opened …


class Companion(QObject):
    """Stands between the page, the network and the player of ghosts, in the GUI thread.

    ``state`` says how the ghost stands, ``seeds`` under which seed.

    Signals: ``ink_accepted`` (tuple of Strokes), ``controls_changed`` (Controls).
    """

    ink_accepted = Signal(object)
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
        self._bridge, self._player = bridge, player
        self.state, self.seeds = GhostState(self), Seeds(new_seed, self)
        self._document, self._page = Document(), 0
        self._controls = Controls()
        self._loaded = False
        self._offer: GhostOffer | None = None  # none: nothing is asked and no ghost stands
        self._held = False  # a text is being written: nothing is asked, and the player is not touched
        self._wanted = 0  # pieces that a person took before their end was written
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._rested)
        self.set_rest(rest_ms)
        bridge.ready.connect(self._on_ready)
        bridge.failed.connect(self._on_failed)
        bridge.grown.connect(self._on_grown)
        bridge.nothing.connect(self._on_nothing)

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
        self._rest.stop()
        self._drop()
        self.state.say("")

    def document_changed(self, document: Document, page: int = 0, cause: Cause = Cause.OTHER) -> None:
        """The page is another one. Only a stroke of the pen starts the rest, after which ink is asked for; what is left of
        a ghost stays where the change was its own ink."""
        self._document, self._page = document, page
        if cause is Cause.TEXT:  # the page is looked at when all of the text is there
            return
        self._bridge.observe(document, page)
        if cause is Cause.GHOST:
            left = self._player.ghost
            if left is not None:
                self._stand(replace(left, revision=document.revision))
            return
        self._rest.stop()
        self._drop()
        self.state.say("")
        if cause is Cause.PEN:
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
    def accept_shown(self) -> None:
        """What is shown of the ghost becomes ink, to the end of the word under its pen; the rest stays a ghost.

        Where nothing new is shown since the last time it is the next word.
        """
        ghost, offer = self._player.ghost, self._offer
        if ghost is not None and offer is not None:
            self._accept(offer.shown(ghost, self._player.elapsed))

    @Slot()
    def accept_piece(self) -> None:
        """The next word-sized piece becomes ink, as soon as its end is sampled; the rest stays a ghost."""
        self._accept(1)

    @Slot()
    def roll_again(self) -> None:
        """Another continuation, under another seed (see ``Seeds.roll``)."""
        self.seeds.roll()
        self._ask()

    @Slot()
    def continue_now(self) -> None:
        """Asks without waiting for the pen to rest, and for a drawing too; a ghost that stands is left alone."""
        if self._offer is None:
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
        ghost, offer = self._player.ghost, self._offer
        if offer is None:
            return
        if ghost is not None and ghost.complete and self._player.elapsed >= ghost.duration:
            return
        shown = self._player.step_now() if ghost is not None else 0
        self._bridge.retune(offer.ticket, self._controls, max(shown, offer.next_step))

    def choose(self, step: int, dx: float, dy: float, lift: bool) -> None:
        """Has the ghost's step of that number go to a point that a person chose, and the network go on from there.

        ``dx``, ``dy``: from the point before, in the network's units. Where no ghost stands one is asked for.
        """
        if self._offer is None:
            self._ask()
        offer = self._offer
        if offer is not None:
            self.state.set_busy(True)
            self._bridge.choose(offer.ticket, Choice(step, dx, dy, lift), self._controls)

    def set_seed(self, seed: int) -> None:
        """Takes a seed that a person named; where a ghost stands or is awaited it is written anew."""
        self.seeds.set_seed(seed)
        if self._offer is not None:
            self._ask()

    def set_rest(self, rest_ms: int) -> None:
        """How long the pen rests before ink is asked for."""
        self._rest.setInterval(min(max(rest_ms, SHORTEST_REST_MS), LONGEST_REST_MS))

    def close(self, timeout: float = 1.5) -> bool:
        """Stops everything; True when the network's thread has ended."""
        self._rest.stop()
        self._drop()
        return self._bridge.close(timeout)

    # -- what the network tells ---------------------------------------------------------------------------------

    @Slot(str)
    def _on_ready(self, name: str) -> None:
        self._loaded = True
        if self.state.message == LOADING:
            self.state.say("")

    @Slot(str)
    def _on_failed(self, message: str) -> None:
        self._loaded = True  # or never will be; the answer to each request says so
        self.state.set_busy(False)
        ghost = self._player.ghost
        if ghost is not None and not ghost.complete:
            self._stand(replace(ghost, complete=True))  # no more will come; what stands can be taken
        self.state.say(f"The ink cannot go on: {message}")

    @Slot(object)
    def _on_grown(self, event: Grown) -> None:
        offer = self._offer
        if offer is None or (event.ticket, event.revision) != (offer.ticket, offer.revision):
            return
        self.state.set_busy(not event.ghost.complete)
        self.state.say(NO_MORE_ROOM if event.page_full else "")
        self._stand(offer.rest(event.ghost, self._document.revision))
        if self._wanted:
            self._accept(self._wanted)

    @Slot(object)
    def _on_nothing(self, event: Nothing) -> None:
        if self._offer is not None and event.ticket == self._offer.ticket:
            self._drop()
            self.state.say(f"{event.message}  ·  {NEXT_PAGE}" if event.page_full else event.message)

    # -- how it is done ----------------------------------------------------------------------------------------

    @Slot()
    def _rested(self) -> None:
        self._go_on(insists=False)

    def _go_on(self, *, insists: bool) -> None:
        self.seeds.renew()
        self._ask(insists=insists)

    def _ask(self, *, insists: bool = True) -> None:
        if self._held:
            return
        self._rest.stop()
        self._drop()
        ticket = self._bridge.request(self._document, self._page, self.seeds.seed, self._controls, insists=insists)
        self._offer = GhostOffer(ticket, self._document.revision)
        self.state.set_due(True)
        self.state.set_busy(True)
        self.state.say("" if self._loaded else LOADING)

    def _stand(self, ghost: Ghost) -> None:
        """Shows what there is of a ghost; ends it where nothing is left and nothing more will come."""
        if ghost.strokes:
            self._player.show(ghost)
            self.state.set_ghost(True)
        elif ghost.complete:
            self._drop()
        else:
            self._player.show(ghost)  # its clock runs on, for what is still to come
            self.state.set_ghost(False)

    def _drop(self) -> None:
        """No ghost, and none to come."""
        if self._offer is not None:
            self._bridge.cancel()
        self._offer = None
        self._wanted = 0
        self._player.clear()
        self.state.set_busy(False)
        self.state.set_ghost(False)
        self.state.set_due(False)

    def _accept(self, pieces: int) -> None:
        """The first pieces of the ghost become ink, as one step of undo, once the last of them is written to its end."""
        ghost, offer = self._player.ghost, self._offer
        if not self.state.has_ghost or ghost is None or offer is None:
            return
        self._wanted = 0 if offer.can_take(ghost, pieces) else pieces
        if self._wanted:
            return
        strokes, rest = offer.take(ghost, self._player.elapsed, pieces)
        self._stand(rest)
        self.ink_accepted.emit(strokes)
