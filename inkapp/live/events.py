"""What the sampling thread tells: frozen values that any thread may hold."""

from __future__ import annotations

from dataclasses import dataclass

from inkapp.ink.ghost import Ghost
from model.guess import Guess
from model.trace import Step


@dataclass(frozen=True, slots=True)
class Ready:
    """The network has loaded; ``name`` is the weights'."""

    name: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Something broke; the message is one line. The sampling thread goes on where it can."""

    message: str


@dataclass(frozen=True, slots=True)
class Grown:
    """The ghost of ``ticket`` so far, whole: it replaces what was told before. ``page_full``: it ends for want of room."""

    ticket: int
    revision: int
    ghost: Ghost
    page_full: bool = False


@dataclass(frozen=True, slots=True)
class Nothing:
    """``ticket`` has no answer, and why, in words for the status line. ``page_full``: because nothing more fits on the page."""

    ticket: int
    revision: int
    message: str
    page_full: bool = False


@dataclass(frozen=True, slots=True)
class Guessed:
    """How the line of ``ticket``, which asked for words, may go on: ``guesses``, the likeliest first, of which the ghost writes
    the one of number ``chosen``. Where there are none, ``reason`` says why words give way, for the status line.
    """

    ticket: int
    revision: int
    guesses: tuple[Guess, ...]
    chosen: int
    reason: str


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps behind the ghost since the last such event; those with these indices or above are replaced."""

    ticket: int
    steps: tuple[Step, ...]


Event = Ready | Failed | Guessed | Grown | Nothing | Steps
