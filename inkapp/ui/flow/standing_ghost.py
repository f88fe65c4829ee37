"""The ghost that stands or is awaited: what the network tells of it, and how a person takes it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from inkapp.editor.ghost_offer import GhostOffer
from inkapp.ink.document import Document
from inkapp.ink.ghost import Ghost
from inkapp.live.events import Grown, Guessed, Nothing
from inkapp.live.qt_bridge import Bridge
from inkapp.ui.canvas.ghost_player import GhostPlayer
from inkapp.ui.chrome.actions import BY_NAME
from inkapp.ui.flow.ghost_state import GhostState
from inkapp.ui.flow.guesses import Guesses
from model.trace import Controls

NEXT_PAGE = f"{BY_NAME['next_page'].shown_keys} goes to the next page"
NO_MORE_ROOM = f"There is no room for more on this page  ·  {NEXT_PAGE}"
LOADING = "The network is still loading; the ink goes on as soon as it is there"


class StandingGhost(QObject):
    """What was offered in answer to one request, as a player shows it and ``state`` tells it.

    Signals: ``taken`` (Taken), ``used_up`` (there is nothing of it, or nothing left, and nothing more will come).
    """

    taken = Signal(object)
    used_up = Signal()

    def __init__(
        self, bridge: Bridge, player: GhostPlayer, state: GhostState, guesses: Guesses, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._bridge, self._player, self._state, self._guesses = bridge, player, state, guesses
        self._loaded = False
        self._offer: GhostOffer | None = None
        self._revision = 0  # of the document that it stands on by now
        self._wanted = 0  # pieces that a person took before their end was written
        bridge.ready.connect(self._on_ready)
        bridge.failed.connect(self._on_failed)
        bridge.guessed.connect(self._on_guessed)
        bridge.grown.connect(self._on_grown)
        bridge.nothing.connect(self._on_nothing)

    @property
    def ticket(self) -> int | None:
        """Of the request that it answers; None where nothing is asked and no ghost stands."""
        return None if self._offer is None else self._offer.ticket

    def ask(self, document: Document, page: int, seed: int, controls: Controls, *, insists: bool) -> None:
        """Another one in place of it, in the words that are chosen among the guesses."""
        self.end()
        words = self._guesses.wanted
        ticket = self._bridge.request(document, page, seed, controls, insists=insists, words=words)
        self._offer, self._revision = GhostOffer(ticket, document.revision), document.revision
        self._state.set_due(True)
        self._state.set_busy(True)
        self._state.say("" if self._loaded else LOADING)

    def keep_rest(self, revision: int) -> None:
        """Its own ink was accepted: what is left stays, for the document as it is now."""
        self._revision = revision
        left = self._player.ghost
        if left is not None:
            self._stand(replace(left, revision=revision))

    def end(self) -> None:
        """No ghost, and none to come."""
        if self._offer is not None:
            self._bridge.cancel()
        self._offer = None
        self._wanted = 0
        self._player.clear()
        self._state.set_busy(False)
        self._state.set_ghost(False)
        self._state.set_due(False)

    def take_shown(self) -> None:
        """What is shown of it becomes ink, to the end of the word under its pen; the rest stays a ghost.

        Where nothing new is shown since the last time it is the next word.
        """
        ghost, offer = self._player.ghost, self._offer
        if ghost is not None and offer is not None:
            self._take(offer.shown(ghost, self._player.elapsed))

    def take_piece(self) -> None:
        """The next word-sized piece becomes ink, as soon as its end is written; the rest stays a ghost."""
        self._take(1)

    def next_step(self) -> int | None:
        """The first of the network's steps that is neither shown nor ink; None where all is shown."""
        ghost, offer = self._player.ghost, self._offer
        if offer is None or (ghost is not None and ghost.complete and self._player.elapsed >= ghost.duration):
            return None
        return max(self._player.step_now() if ghost is not None else 0, offer.next_step)

    def _stand(self, ghost: Ghost) -> None:
        """Shows what there is; ends where nothing is left and nothing more will come."""
        if ghost.strokes:
            self._player.show(ghost)
            self._state.set_ghost(True)
        elif ghost.complete:
            self.used_up.emit()
        else:
            self._player.show(ghost)  # its clock runs on, for what is still to come
            self._state.set_ghost(False)

    def _take(self, pieces: int) -> None:
        """The first pieces, once the last of them is written to its end."""
        ghost, offer = self._player.ghost, self._offer
        if not self._state.has_ghost or ghost is None or offer is None:
            return
        self._wanted = 0 if offer.can_take(ghost, pieces) else pieces
        if self._wanted:
            return
        taken, rest = offer.take(ghost, self._player.elapsed, pieces)
        self._stand(rest)
        self.taken.emit(taken)

    @Slot(str)
    def _on_ready(self, name: str) -> None:
        self._loaded = True
        if self._state.message == LOADING:
            self._state.say("")

    @Slot(str)
    def _on_failed(self, message: str) -> None:
        self._loaded = True  # or never will be; the answer to each request says so
        self._state.set_busy(False)
        ghost = self._player.ghost
        if ghost is not None and not ghost.complete:
            self._stand(replace(ghost, complete=True))  # no more will come; what stands can be taken
        self._state.say(f"The ink cannot go on: {message}")

    @Slot(object)
    def _on_guessed(self, event: Guessed) -> None:
        if self._offer_of(event) is not None:
            self._guesses.hear(event)

    @Slot(object)
    def _on_grown(self, event: Grown) -> None:
        offer = self._offer_of(event)
        if offer is None:
            return
        self._state.set_busy(not event.ghost.complete)
        self._state.say(NO_MORE_ROOM if event.page_full else self._guesses.reason)
        self._stand(offer.rest(event.ghost, self._revision))
        if self._wanted:
            self._take(self._wanted)

    @Slot(object)
    def _on_nothing(self, event: Nothing) -> None:
        if self._offer_of(event) is not None:
            self.used_up.emit()
            self._state.say(f"{event.message}  ·  {NEXT_PAGE}" if event.page_full else event.message)

    def _offer_of(self, event: Guessed | Grown | Nothing) -> GhostOffer | None:
        """The offer that an event is about, if it is the one that stands."""
        offer = self._offer
        return offer if offer is not None and (event.ticket, event.revision) == (offer.ticket, offer.revision) else None
