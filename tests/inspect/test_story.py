"""The tour's words: complete, of panels that exist, and true to the weights that ship."""

from __future__ import annotations

import json

import pytest

from inkapp.inspect.story import STORY, Chapter
from model.checkpoint import LIVE

PANELS = {"", "timeline", "cells", "cell-on-ink", "density", "futures", "surprise", "gradient", "step"}


@pytest.mark.parametrize("chapter", STORY, ids=lambda chapter: chapter.name)
def test_a_chapter_is_whole(chapter: Chapter) -> None:
    assert chapter.panel in PANELS
    assert chapter.title and chapter.deed.endswith((".", "?")) and 1 <= len(chapter.words) <= 3
    assert all(words == words.strip() and words.endswith((".", "tanh c′.")) for words in chapter.words)
    assert 30 < sum(len(words.split()) for words in chapter.words) < 140  # read in a minute


def test_the_story_goes_through_every_panel_under_names_of_its_own() -> None:
    assert {chapter.panel for chapter in STORY} == PANELS
    assert len({chapter.name for chapter in STORY}) == len(STORY) == 10


def test_its_numbers_are_those_of_the_weights() -> None:
    told = json.loads(LIVE.with_suffix(".json").read_text(encoding="utf-8"))
    words = " ".join(" ".join(chapter.words) for chapter in STORY)
    assert told["layers"] == 2 and f"two layers of {told['hidden']} cells" in words
    assert told["components"] == 20 and "twenty soft hills" in words
    assert told["data"]["lines"] // 1000 == 10 and "ten thousand lines" in words
    assert 280 < told["data"]["points"] / told["data"]["lines"] < 330 and "three hundred or so to a line" in words
