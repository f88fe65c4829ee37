"""What a ghost was to say does not hang on how its strokes are shared out among its words."""

from __future__ import annotations

import numpy as np

from inkapp.ink.document import Origin
from inkapp.ink.ghost import Ghost, GhostStroke, SaidWord
from lab.going_on.ghosts import written


def test_a_ghost_was_to_say_all_words_up_to_the_last_with_ink() -> None:
    """Also one whose only letter was laid out as the next word's: the window reads ahead."""
    dot = np.zeros(1)
    second = GhostStroke(dot, dot, dot, dot, dot.astype(np.int64), True, Origin("w", 1, 0.5), word=1)
    words = tuple(map(SaidWord, ("that", "the", "end")))
    assert written(Ghost(0, (second,), True, 1, words)) == "that the"
    assert written(Ghost(0, (), True, 1, words)) == written(Ghost(0, (second,), True, 1)) == ""
