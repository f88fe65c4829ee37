"""How often lines are taken for another language than English, by how many of their words stand:
``python -m lab.language.foreign --data DIR``: lines of the data set, and the project's own sentences in six other languages.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from assets import LANGUAGE
from lab.tell_figures import tell
from model.alphabet import PRINTABLE
from model.completions import FEWEST_JUDGED, JUDGED, WORD, Completions
from model.language import Language
from model.text_model import TextModel
from training.command import run_command
from training.data.form_lists import lines_of
from training.data.splits import READ_DEV_LIST
from training.data.texts import read_texts
from training.reader.lines import as_written

OTHERS = (
    "das ist mein Haus und dort steht der Baum",
    "ich habe heute keine Zeit fuer dich",
    "wir gehen morgen ins Kino mit den Kindern",
    "der Mann und die Frau gehen in den Wald",
    "je ne sais pas ce que tu veux dire",
    "il fait beau aujourd'hui dans le jardin",
    "nous sommes tous ici avec les enfants",
    "el perro esta en la casa de mi hermano",
    "no tengo dinero para comprar un coche",
    "la vida es un sueno muy largo",
    "ik ga morgen naar de markt met mijn vader",
    "het is een mooie dag om te lopen",
    "non so che cosa fare questa sera con gli amici",
    "domani andiamo al mare con tutta la famiglia",
    "jag vill inte ha mer kaffe i dag",
)


def shares(guesser: Completions, lines: Iterable[str]) -> dict[str, object]:
    """Of lines' beginnings of so many words the share that is taken for another language."""
    judged: dict[int, list[bool]] = {count: [] for count in range(FEWEST_JUDGED, JUDGED + 1)}
    for line in lines:
        words = WORD.findall(line)
        for count, found in judged.items():
            if len(words) >= count:
                found.append(guesser.foreign(" ".join(words[:count])))
    return {f"of_{count}_words": round(sum(found) / max(len(found), 1), 3) for count, found in judged.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.language.foreign", description="Is it English?")
    parser.add_argument("--data", type=Path, required=True, help="the data set's folder")
    parser.add_argument("--split", type=Path, help=f"a list of its forms (default: {READ_DEV_LIST})")
    parser.add_argument("--json", type=Path, help="a file for the figures as JSON")
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures. Raises ModelError, OSError, ValueError."""
    guesser = Completions(TextModel(Language.load(LANGUAGE)), PRINTABLE)
    names = lines_of(options.data, options.split or options.data / READ_DEV_LIST)
    english = [as_written(text) for text in read_texts(options.data, names).values()]
    told: dict[str, object] = {"lines": len(english), "sentences_of_other_languages": len(OTHERS)}
    for name, lines in (("english", english), ("other", OTHERS)):
        told |= {f"{name}_{key}": value for key, value in shares(guesser, lines).items()}
    tell(told, options.json)


if __name__ == "__main__":
    raise SystemExit(main())
