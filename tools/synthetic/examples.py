"""The example pages: ``python -m tools.synthetic.examples`` writes them into ``assets/examples``, the same each time."""

from __future__ import annotations

from assets import EXAMPLES
from inkapp.ink.document import Document, Page, Stroke
from inkapp.ink.file import save
from tools.synthetic.words import write

# name: lines of words, height of an x in mm, slant, seed
PAGES: dict[str, tuple[tuple[str, ...], float, float, int]] = {
    "hello": (("hello there",), 3.4, 0.12, 5),
    "quick": (("the quick brown",), 4.2, 0.02, 2),
    "light": (("and so we", "the little light"), 2.8, 0.34, 3),
}
WORD_GAP = 1.25  # heights of an x
PIXELS_PER_MM = 96 / 25.4
RATE_HZ = 125.0


def draw(lines: tuple[str, ...], x_height: float, slant: float, seed: int) -> Document:
    """The lines from the top of a ruled page, at its left margin."""
    page = Page()
    strokes: list[Stroke] = []
    for number, line in enumerate(lines):
        x, baseline = page.margin + 3.0, page.rule_top + number * page.rule_spacing
        for word in line.split():
            seed += 1
            drawn = write(
                word, x, baseline, x_height, slant=slant, seed=seed, rate_hz=RATE_HZ, pixels_per_mm=PIXELS_PER_MM
            )
            strokes += drawn
            x = max(stroke.bounds[2] for stroke in drawn) + WORD_GAP * x_height
    return Document((page.with_strokes(strokes),))


if __name__ == "__main__":
    for name, (lines, x_height, slant, seed) in PAGES.items():
        path = EXAMPLES / f"{name}.ink"
        save(draw(lines, x_height, slant, seed), path)
        print(path.name)
