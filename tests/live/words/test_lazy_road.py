"""When the road of words is loaded, and how often."""

from __future__ import annotations

import pytest

from inkapp.live.words.lazy_road import LazyRoad
from inkapp.live.words.pen_line import NoWords
from inkapp.live.words.words_road import WordsRoad
from tests.live.words.test_words_road import loader


def test_it_is_loaded_once_and_again_when_renewed() -> None:
    loaded: list[WordsRoad] = []

    def load() -> WordsRoad:
        loaded.append(loader()())
        return loaded[-1]

    lazy = LazyRoad(load)
    assert not loaded
    assert lazy.get() is lazy.get() is loaded[0]
    lazy.renew()
    assert len(loaded) == 1
    assert lazy.get() is loaded[1]


def test_trouble_is_told_each_time_and_tried_again_when_renewed() -> None:
    tries: list[int] = []

    def load() -> WordsRoad:
        tries.append(1)
        raise OSError("the table\nis damaged")

    lazy = LazyRoad(load)
    for _ in range(2):
        with pytest.raises(NoWords, match="the table is damaged"):
            lazy.get()
    assert len(tries) == 1
    lazy.renew()
    with pytest.raises(NoWords):
        lazy.get()
    assert len(tries) == 2
