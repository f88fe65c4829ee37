"""How well a table of words foretells text: what characters and words cost, and how often the next word is guessed."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from model.language import Language
from model.spelling import END, LETTERS
from model.text_model import ENDS, TextModel

TOKEN = re.compile(rf"[A-Za-z]+(?:'[A-Za-z]+)*|[{ENDS}]")
KNOWN = 4  # letters of a word, before it is guessed: 0 … KNOWN − 1
REACH = 5  # letters that the pure letter model looks at, the next one among them


def whole_text(language: Language, texts: Sequence[str]) -> dict[str, object]:
    """What all characters cost, capitals and marks among them, by words and by their letters alone."""
    characters = sum(len(text) + 1 for text in texts)  # and each line's end
    costs = {}
    for name, model in (("text", TextModel(language)), ("text_by_letters", TextModel(language, unknown=1.0))):
        nats = sum(sum(character_nats(model, text)) for text in texts)
        costs[f"{name}_perplexity_a_character"] = math.exp(nats / characters)
    return {"lines": len(texts), "characters": characters, **costs}


def character_nats(model: TextModel, text: str) -> list[float]:
    """−log p of each character of a line, and of its end."""
    spot, nats = model.begin(), []
    for character in text:
        spot, chance = model.follow(spot, character)
        nats.append(-chance)
    return [*nats, -model.end(spot)]


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
    hits = Hits()
    for text in texts:
        hits.add(language, text)
    return hits.figures()


class Hits:
    """Counts of the same. ``asked``: of the guesses, by how many letters were known."""

    def __init__(self) -> None:
        self._first, self._three, self.asked = Counter[int](), Counter[int](), Counter[int]()

    def add(self, language: Language, text: str) -> None:
        """All words of a text."""
        for word, after in tokens(language, [text]):
            for known in range(min(KNOWN, len(word) + 1)):
                self.asked[known] += 1
                best = [language.words[number] for number, _ in language.likeliest(word[:known], after)]
                self._first[known] += best[:1] == [word]
                self._three[known] += word in best

    def figures(self) -> dict[str, object]:
        """Parts of those that were asked."""
        return {
            **{f"first_guess_after_{k}": self._first[k] / max(self.asked[k], 1) for k in range(KNOWN)},
            **{f"among_three_after_{k}": self._three[k] / max(self.asked[k], 1) for k in range(KNOWN)},
        }


def tokens(language: Language, texts: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Each word in lower case, and the number of the word before it in its text."""
    for text in texts:
        for word, after in words_of(language, text):
            yield word[0].lower(), after


def words_of(language: Language, text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Each word of a text where it stands, and the number of the word before it."""
    after = language.anywhere
    for found in TOKEN.finditer(text):
        if found[0] in ENDS:
            after = language.at_start
            continue
        yield found, after
        number = language.number(found[0].lower())
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
