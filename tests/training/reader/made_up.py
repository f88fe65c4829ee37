"""Lines of made-up words in the data set's layout, in task 1's lists: ink from the project's own letters, and its texts."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.training import archives
from tools.synthetic.words import write

LETTERS = "aehilnostu"
SIZE = 100.0  # whiteboard units: a height of an x


def drawn(text: str, seed: int) -> tuple[archives.Strokes, list[int]]:
    """A text of one or more words as strokes of (n, 3), and of each stroke the number of its word."""
    strokes: archives.Strokes = []
    words: list[int] = []
    right, clock = 900.0, 10.0
    for number, word in enumerate(text.split()):
        # the recorder smooths what is small; drawn in the app's own size, then enlarged
        for stroke in write(word, right / SIZE * 3.0, 50.0, 3.0, seed=100 * seed + number):
            strokes.append(np.stack((stroke.x * SIZE / 3.0, stroke.y * SIZE / 3.0, clock + stroke.t), axis=1))
            words.append(number)
            clock = strokes[-1][-1, 2] + 0.2
        right = max(float(stroke[:, 0].max()) for stroke in strokes) + 0.8 * SIZE
    return strokes, words


def line(text: str, seed: int) -> archives.Strokes:
    """The strokes alone."""
    return drawn(text, seed)[0]


def data_set(folder: Path, learn: int, judge: int, report: int, seed: int = 1) -> Path:
    """So many lines of two words in ``t1/trainset.txt``, ``testset_v.txt`` and ``testset_t.txt``; five a form."""
    random = np.random.default_rng(seed)
    files, texts = {}, {}
    (folder / "t1").mkdir(parents=True)
    number = 0
    for name, count in (("trainset", learn), ("testset_v", judge), ("testset_t", report)):
        forms = []
        for _ in range(count):
            form = f"m{number // 5:02d}-{number // 5:03d}"
            forms.append(form)
            listed = archives.name_of(form, number % 5 + 1)
            words = ["".join(random.choice(list(LETTERS), random.integers(2, 6))) for _ in range(2)]
            texts[listed] = " ".join(words)
            files[listed] = archives.xml(line(texts[listed], number))
            number += 1
        number += -number % 5
        (folder / "t1" / f"{name}.txt").write_text("\n".join(dict.fromkeys(forms)) + "\n", encoding="utf-8")
    archives.write(folder, files, "folder")
    archives.write_texts(folder, texts)
    return folder
