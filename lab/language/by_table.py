"""``python -m lab.language --data DIR --split LIST``: how well tables of words foretell text that they were not made from.

The text is the transcriptions of a list's lines, without gaps before marks: as a whole each line by itself, of words all lines
of a form as running text. Nothing of it is printed.
"""

from __future__ import annotations

import argparse
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from assets import LANGUAGE
from lab.tell_figures import tell
from model.language import Language
from model.spelling import END, LETTERS
from model.text_model import ENDS, TextModel
from training.command import run_command
from training.data.form_lists import lines_of
from training.data.iam import DataError, form_of
from training.data.texts import read_texts
from training.reader.lines import as_written

TOKEN = re.compile(rf"[A-Za-z]+(?:'[A-Za-z]+)*|[{ENDS}]")
KNOWN = 4  # letters of a word, before it is guessed: 0 … KNOWN − 1
REACH = 5  # letters that the pure letter model looks at, the next one among them


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0, or 2 with one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m lab.language", description="How well tables foretell text.")
    parser.add_argument("--data", type=Path, required=True, help="folder with the official archives, or unpacked")
    parser.add_argument("--split", type=Path, required=True, help="file of line names or forms, one a line")
    parser.add_argument("--table", type=Path, nargs="+", default=[LANGUAGE], help="default: the shipped one")
    return run_command(parser, arguments, measure)


def measure(options: argparse.Namespace) -> None:
    """Prints the figures of each table. Raises ModelError, OSError, ValueError."""
    names = lines_of(options.data, options.split)
    told = read_texts(options.data, names)
    told = {name: as_written(" ".join(text.split())) for name, text in told.items() if text.strip()}
    if not told:
        raise DataError(f"{options.split}: none of its {len(names)} lines has a text")
    lines = [told[name] for name in names if name in told]
    forms: dict[str, list[str]] = {}
    for name in names:
        forms.setdefault(form_of(name), []).extend([told[name]] if name in told else [])
    running = [" ".join(texts) for texts in forms.values()]
    for path in options.table:
        language = Language.load(path)
        tell(
            {
                "table": path.name,
                "bytes": path.stat().st_size,
                "words": len(language.words),
                **whole_text(language, lines),
                **words_alone(language, running),
                **guesses(language, running),
            }
        )


def whole_text(language: Language, texts: Sequence[str]) -> dict[str, object]:
    """What all characters cost, capitals and marks among them, by words and by their letters alone."""
    characters = sum(len(text) + 1 for text in texts)  # and each line's end
    costs = {}
    for name, model in (("text", TextModel(language)), ("text_by_letters", TextModel(language, unknown=1.0))):
        nats = 0.0
        for text in texts:
            spot = model.begin()
            for character in text:
                spot, chance = model.follow(spot, character)
                nats -= chance
            nats -= model.end(spot)
        costs[f"{name}_perplexity_a_character"] = math.exp(nats / characters)
    return {"lines": len(texts), "characters": characters, **costs}


def words_alone(language: Language, texts: Sequence[str]) -> dict[str, object]:
    """What words cost that the table has, after the word before and alone; and letters of any word, by letters and by words."""
    letters = LetterModel(language)
    pairs = once = spelt = 0.0
    known = counted = signs = 0
    for word, after in tokens(language, texts):
        counted += 1
        signs += len(word) + 1
        spelt -= letters.log_chance(word)
        number = language.number(word)
        if number is not None:
            known += 1
            pairs -= math.log(language.share(number, number + 1, after))
            once -= math.log(language.share(number, number + 1, language.anywhere))
    known = max(known, 1)
    return {
        "words_counted": counted,
        "not_in_table": 1 - known / counted,
        "perplexity_a_word": math.exp(pairs / known),
        "perplexity_a_word_alone": math.exp(once / known),
        f"perplexity_a_letter_by_{REACH}": math.exp(spelt / signs),
        "perplexity_a_letter_by_words": math.exp(_letter_cost(language, texts) / signs),
    }


def _letter_cost(language: Language, texts: Sequence[str]) -> float:
    """Nats of all words by the text model, with what it leaves to unknown ones."""
    model = TextModel(language)
    return -sum(model.word(word, after) for word, after in tokens(language, texts))


def guesses(language: Language, texts: Sequence[str]) -> dict[str, object]:
    """How often the word is the likeliest, or among three, when none or some of its letters are known."""
    first, three, asked = Counter[int](), Counter[int](), Counter[int]()
    for word, after in tokens(language, texts):
        for known in range(min(KNOWN, len(word) + 1)):
            asked[known] += 1
            best = [language.words[number] for number, _ in language.likeliest(word[:known], after)]
            first[known] += best[:1] == [word]
            three[known] += word in best
    return {
        **{f"first_guess_after_{k}": first[k] / max(asked[k], 1) for k in range(KNOWN)},
        **{f"among_three_after_{k}": three[k] / max(asked[k], 1) for k in range(KNOWN)},
    }


def tokens(language: Language, texts: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Each word in lower case, and the number of the word before it in its text."""
    for text in texts:
        after = language.anywhere
        for token in TOKEN.findall(text):
            if token in ENDS:
                after = language.at_start
                continue
            yield token.lower(), after
            number = language.number(token.lower())
            after = language.anywhere if number is None else number


class LetterModel:
    """Letters alone: each after the four before (Witten and Bell 1991), learnt from a table's words as often as they come."""

    def __init__(self, language: Language) -> None:
        self._counts: dict[str, dict[str, float]] = {}
        for number, word in enumerate(language.words):
            often = 1e6 * language.share(number, number + 1, language.anywhere)
            signs = LETTERS[END] * (REACH - 1) + word + LETTERS[END]
            for at in range(REACH - 1, len(signs)):
                for reach in range(REACH):
                    seen = self._counts.setdefault(signs[at - reach : at], {})
                    seen[signs[at]] = seen.get(signs[at], 0.0) + often

    def log_chance(self, word: str) -> float:
        """Of a word and its end."""
        signs = LETTERS[END] * (REACH - 1) + word + LETTERS[END]
        whole = 0.0
        for at in range(REACH - 1, len(signs)):
            chance = 1 / len(LETTERS)
            for reach in range(REACH):
                seen = self._counts.get(signs[at - reach : at])
                if seen is None:
                    break
                chance = (seen.get(signs[at], 0.0) + len(seen) * chance) / (sum(seen.values()) + len(seen))
            whole += math.log(chance)
        return whole


if __name__ == "__main__":
    raise SystemExit(main())
