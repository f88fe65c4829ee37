"""``inkapp score FILE``: the loss of every stroke of a page, in nats per point, as a table or as JSON."""

from __future__ import annotations

import argparse
import json

from inkapp.commands.command import Command, add_file
from inkapp.commands.network import read_ink
from inkapp.inspect.surprise import StrokeNats, Surprise, surprise


def _describe(parser: argparse.ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")


def _score(given: argparse.Namespace) -> str:
    found = surprise(read_ink(given.file))
    return _json(found) if given.json else _table(found)


def _json(found: Surprise) -> str:
    whole = {
        "nats": found.total,
        "points": found.points,
        "nats_per_point": found.nats_per_point if found.points else None,
        "strokes": [
            {
                "stroke": one.stroke,
                "line": one.line,
                "points": one.points,
                "nats": one.nats,
                "nats_per_point": one.nats_per_point,
            }
            for one in found.strokes
        ],
    }
    return json.dumps(whole) + "\n"


def _table(found: Surprise) -> str:
    rows = [("stroke", "line", "points", "nats", "nats per point"), *map(_row, found.strokes)]
    each = f"{found.nats_per_point:.3f}" if found.points else "–"
    rows.append(("all", "", str(found.points), f"{found.total:.2f}", each))
    widths = [max(len(row[k]) for row in rows) for k in range(5)]
    return "".join("  ".join(word.rjust(width) for word, width in zip(row, widths, strict=True)) + "\n" for row in rows)


def _row(one: StrokeNats) -> tuple[str, str, str, str, str]:
    line = "–" if one.line is None else str(one.line)
    if one.nats_per_point is None:
        return str(one.stroke), line, "0", "–", "–"
    return str(one.stroke), line, str(one.points), f"{one.nats:.2f}", f"{one.nats_per_point:.3f}"


SCORE = Command("Prints what every stroke of the last page costs the network, in nats.", _describe, _score)
