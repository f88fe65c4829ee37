"""Finds where the lines that a captioner learns from may end, so that one learns beginnings of lines, too:
``python -m training.captioner.cut_lines RECIPE --data DIR --weights FILE --out FILE`` (``cuts`` of a recipe names the file).

The file is JSON: of each line's name the cuts, [strokes, characters] that stand.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from model.arrays import Float64Array
from model.atomic_write import swap_in
from model.captioner import Captioner
from model.strokes import measure_frame
from training.captioner.cuts import find_spots, places
from training.captioner.lines import Cuts, PictureLines
from training.command import run_command
from training.parallel import Team
from training.reader.read import read_lines_with_texts
from training.recipe import read_recipe

LARGEST = 1.6  # times the line's own spread of y, or as much smaller: a beginning that is to be learnt


def find_cuts(captioner: Captioner, strokes: Sequence[Float64Array], text: str) -> list[tuple[int, int]]:
    """After how many of a line's strokes (n, 2), in spreads of its y, and characters it may end, from left to right."""
    spots = find_spots(captioner, strokes, text, 1.0)
    if isinstance(spots, str):
        return []
    found = []
    for begin, _, begun in places(text):
        standing = begin + begun if begun else begin - 1
        lift = spots.lift(standing - 1, begin + begun)
        if isinstance(lift, int) and is_sized(strokes[:lift]):
            found.append((lift, standing))
    return found


def is_sized(strokes: Sequence[Float64Array]) -> bool:
    """Whether a line's beginning has about the height of the line, as the bar of a T alone has not."""
    try:
        return 1 / LARGEST <= measure_frame(strokes).size <= LARGEST
    except ValueError:
        return False


def read_cuts(path: Path) -> Cuts:
    """What ``main`` wrote. Raises ValueError, one line, for what is none."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return {
            str(name): [(int(strokes), int(characters)) for strokes, characters in own] for name, own in told.items()
        }
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise ValueError(f"{path}: no cuts of lines ({error})") from None


def main(arguments: list[str] | None = None) -> int:
    """The command line; what cannot be read or written gives one line on stderr and 2."""
    parser = argparse.ArgumentParser(prog="python -m training.captioner.cut_lines", description="Find lines' cuts.")
    parser.add_argument("recipe", type=Path, help="of the captioner that is to learn them")
    parser.add_argument("--data", type=Path, required=True, help="folder with the official archives, or unpacked")
    parser.add_argument("--weights", type=Path, required=True, help="a captioner's, which says where letters stand")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    return run_command(parser, arguments, work)


def work(options: argparse.Namespace) -> None:
    """Raises what ``training.command`` tells."""
    captioner, recipe = Captioner.load(options.weights), read_recipe(options.recipe)
    cache = options.out.parent / "cache"
    learn, _ = read_lines_with_texts(options.data, recipe, Team(), cache, PictureLines)
    cuts = {name: find_cuts(captioner, strokes, text) for name, strokes, text in learn.told()}
    options.out.parent.mkdir(parents=True, exist_ok=True)
    swap_in({options.out: json.dumps(cuts).encode()})
    some = sum(bool(own) for own in cuts.values())
    print(f"{options.out}: {sum(map(len, cuts.values())):,} cuts in {some:,} of {len(cuts):,} lines")


if __name__ == "__main__":
    raise SystemExit(main())
