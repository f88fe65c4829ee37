"""A little text for tests of what learns from text, by a rule: each word is said twice."""

from __future__ import annotations

from pathlib import Path

import numpy as np

WORDS = ["ink", "pen", "page", "line", "word", "hand", "a", "of", "the", "in", "on"]


def text(paragraphs: int, seed: int) -> str:
    random = np.random.default_rng(seed)
    made = []
    for _ in range(paragraphs):
        chosen = random.choice(WORDS, size=12).tolist()
        made.append(" ".join(f"{word} {word}" for word in chosen).capitalize() + ".")
    return "\n".join(made) + "\n"


def folder(path: Path) -> Path:
    """A folder as ``tools.free_text`` makes it."""
    path.mkdir(parents=True, exist_ok=True)
    for seed, (name, paragraphs) in enumerate({"train": 40, "held": 8, "judge": 8}.items()):
        (path / f"{name}.txt").write_text(text(paragraphs, seed), encoding="ascii")
    return path
