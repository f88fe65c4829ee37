"""``python -m tools.how_it_works DOCS``: writes the tour's chapters and their pictures as ``DOCS/how-it-works.md``.

The pictures are of the bundled example. Equal code and weights give equal files.
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

from threadpoolctl import threadpool_limits

from assets import EXAMPLES
from inkapp.formats.registry import read_any
from inkapp.ink.atomic_files import replace_bytes
from inkapp.ink.errors import InkError
from inkapp.inspect.cell_choice import said_of
from inkapp.inspect.next_point import last_written
from inkapp.inspect.page import read_page
from inkapp.inspect.panel_input import PanelInput
from inkapp.inspect.panel_list import PANELS
from inkapp.inspect.story import STORY, Chapter
from model.cell_table import TableError, read_table
from model.checkpoint import LIVE, CheckpointError
from model.sampler import Sampler
from model.trace import Controls
from tools.story_figures import memory, two_futures

EXAMPLE = EXAMPLES / "quick.ink"
ROWS = {
    "gates": 117,
    "density": 96,
    "temperature": 150,
    "forgetting": 186,
}  # points of "the quick brown"
INSIDE_O, AFTER_K = 148, 112
ASCENDER = (1, 415)  # layer and cell, of those that the eye can follow best
WIDTH = 120
WINDOW = "inspector-light.png"  # made with the other pictures of the window
HEAD = """# How it works

Ten steps from a pen's point to a page that writes on. The app tells the same story on your own ink: Menu → How it works,
or Shift+F1; each step there opens a panel. These pictures are of the bundled example;

    inkapp inspect FILE -o DIR

draws such pictures of any page, with their numbers: see [inspect.md](inspect.md). Words: [glossary](glossary.md).
"""


def main(arguments: Sequence[str]) -> int:
    """Writes the document and its pictures and prints their paths; the exit status: 2, with one line, where it cannot."""
    if len(arguments) != 1:
        print("usage: python -m tools.how_it_works DOCS", file=sys.stderr)
        return 2
    docs = Path(arguments[0])
    try:
        with threadpool_limits(
            limits=1, user_api="blas"
        ):  # or a sum's last bits would hang on how many cores there are
            files = book(docs)
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_bytes(path, data)
            print(path)
    except (InkError, CheckpointError, TableError, OSError) as error:
        print(f"tools.how_it_works: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    return 0


def book(docs: Path) -> dict[Path, bytes]:
    """All files of the document. Raises InkError, CheckpointError and TableError for a bad example, bad weights or table."""
    page = read_page(read_any(EXAMPLE), 0, Sampler.load(LIVE))
    line, table = last_written(page), read_table(LIVE)
    cell = said_of(table, *ASCENDER)
    own = {"memory": lambda: memory(line), "futures": lambda: two_futures(line, INSIDE_O, AFTER_K)}
    files: dict[Path, bytes] = {}
    text = [HEAD]
    for number, chapter in enumerate(STORY, 1):
        picture = ""
        if chapter.panel == "timeline":
            picture = WINDOW
        elif chapter.panel:
            picture = f"how-{chapter.name}.svg"
            row = min(ROWS.get(chapter.name, len(line) - 1), len(line) - 1)
            shown = PanelInput(page, line, row, cell, Controls(), order=table.order)
            figure = own.get(chapter.name)
            files[docs / "pictures" / picture] = figure() if figure else PANELS[chapter.panel].files(shown)[".svg"]
        text.append(_chapter(number, chapter, picture))
    return {docs / "how-it-works.md": "\n".join(text).encode(), **files}


def _chapter(number: int, chapter: Chapter, picture: str) -> str:
    parts = [f"## {number}. {chapter.title}", *(textwrap.fill(words, WIDTH) for words in chapter.words)]
    if picture:
        parts.append(f"![{chapter.title}](pictures/{picture})")
    parts.append(textwrap.fill(f"*{chapter.deed}*", WIDTH))
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
