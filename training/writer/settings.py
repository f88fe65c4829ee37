"""What a recipe says of a network that writes text: the window over it, and the pairs of lines that it learns from."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Window:
    """The soft window over the text (Graves 2013, sec. 5.1). ``components``: Gaussians in it.

    ``embedding``: numbers that stand for a character by itself, ``features``: for one with those around it, ``style``: for
    the hand, beside the window.
    """

    components: int = 1
    embedding: int = 48
    features: int = 63
    style: int = 32

    def to_json(self) -> dict[str, int]:
        """For the weights' config."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Pairs:
    """How lines are paired: rows of another line of the same form with its text hidden, then a line with its text.

    ``shortest``, ``longest``: rows of the line before, as likely near either on a scale of ratios, alike in all of a batch.
    ``alone``: the share of batches whose lines have none before them. ``hidden_lines``: the share of lines whose own text is
    hidden. ``hidden_weight``: what a row whose text is hidden counts in the loss; others count 1. ``rows``: of a line with
    its text at most, from the first epoch, ``growth`` times as many each epoch. ``rare``: lines in which a character occurs
    that fewer lines have are taken more often, by the root of the ratio, and ``most_often`` times at most. ``through``:
    whether the gradient goes through the rows before the first text of a batch begins; if not they are read faster, and
    cost nothing. ``spans``: the share of lines of which only some words in a row are taken, one to ``span_words``, where the
    line's gaps tell its words apart (``words.words_of``). ``rare_words``: as ``rare``, of a line's words. ``shown``: rows of
    other lines of the form of which the hand's style is made, at most; 0: none.
    """

    shortest: int = 30
    longest: int = 360
    alone: float = 0.08
    hidden_lines: float = 0.08
    hidden_weight: float = 0.3
    rows: int = 150
    growth: float = 1.3
    rare: int = 400
    most_often: float = 4.0
    through: bool = True
    spans: float = 0.0
    span_words: int = 4
    rare_words: int = 1500
    shown: int = 1200
