"""What was guessed at cuts, and what it is worth: hits, letters saved, how often a shown guess is wrong, calibration.

Shares are told with where 95 % of their bootstrap over writers lie.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from inkapp.live.words.words_road import FINISH, FOLLOW
from lab.going_on.cuts import Cut, ToldLine
from model.guess import Guess
from training.captioner.cuts import WORD
from training.reader.edits import interval

MOST = 3  # guesses that are offered
AFTER: Mapping[str, Callable[[int], bool]] = {
    "0": lambda begun: begun == 0,
    "1": lambda begun: begun == 1,
    "2": lambda begun: begun == 2,
    "3": lambda begun: begun == 3,
    "2_to_3": lambda begun: 2 <= begun <= 3,
    "4_and_more": lambda begun: begun > 3,
}
THRESHOLDS = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
EDGES = (0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was guessed of a word of which ``begun`` letters stand and ``left`` do not. Of each guess, the likeliest first: its
    chance (``chances``), whether it ``finishes`` the word under the pen, and whether it is ``right``."""

    writer: int
    begun: int
    left: int
    chances: tuple[float, ...]
    finishes: tuple[bool, ...]
    right: tuple[bool, ...]

    @classmethod
    def of(cls, cut: Cut, guesses: Sequence[Guess]) -> Answer:
        """``guesses``: none where words give way."""
        told = guesses[:MOST]
        return cls(
            cut.line.writer,
            cut.begun,
            len(cut.word) - cut.begun,
            tuple(guess.chance for guess in told),
            tuple(guess.finishes for guess in told),
            tuple(is_right(guess, cut) for guess in told),
        )

    @property
    def first(self) -> bool:
        """Whether the likeliest is right."""
        return self.right[:1] == (True,)

    def shown(self, finish: float, follow: float) -> bool:
        """Whether the likeliest has a chance from which one is shown, of a word under the pen or of a next one."""
        return bool(self.chances) and self.chances[0] >= (finish if self.finishes[0] else follow)


Walk = tuple[ToldLine, Sequence[tuple[Cut, Answer]]]  # a line, and its places from left to right


def is_right(guess: Guess, cut: Cut) -> bool:
    """Whether it is the word that comes, capitals aside."""
    if guess.finishes != bool(cut.begun):
        return False
    word = guess.word if guess.finishes else guess.more.split()[0]
    return word.casefold() == cut.word.casefold()


def share(of_writers: Iterable[tuple[int, float, float]]) -> dict[str, object]:
    """Of (writer, how many, of how many): their ratio, with where 95 % of its bootstrap over writers lie."""
    sums: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for writer, part, whole in of_writers:
        sums[writer][0] += part
        sums[writer][1] += whole
    counted = [(part, whole) for part, whole in sums.values() if whole]
    if not counted:
        return {"": None, "_95": None}
    return {"": sum(part for part, _ in counted) / sum(whole for _, whole in counted), "_95": interval(counted)}


def named(name: str, figures: Mapping[str, object]) -> dict[str, object]:
    """Figures under names that begin with one."""
    return {name + key: value for key, value in figures.items()}


def hits(answers: Sequence[Answer]) -> dict[str, object]:
    """How often the word is the first guess, and among three, by how many of its letters stand."""
    told: dict[str, object] = {}
    for name, counts in AFTER.items():
        own = [answer for answer in answers if counts(answer.begun)]
        told[f"asked_after_{name}"] = len(own)
        told |= named(f"first_after_{name}", share((one.writer, one.first, 1) for one in own))
        told |= named(f"among_three_after_{name}", share((one.writer, any(one.right), 1) for one in own))
        told |= named(f"no_guess_after_{name}", share((one.writer, not one.chances, 1) for one in own))
    return told


def saved(walks: Sequence[Walk], finish: float = FINISH, follow: float = FOLLOW) -> dict[str, object]:
    """Of all letters of lines and a space after each word, those that need not be written where the first guess that is shown
    and right is taken; and of the letters alone."""
    with_space, letters = [], []
    for line, places in walks:
        taken: dict[int, int] = {}
        for cut, answer in places:
            if answer.first and answer.shown(finish, follow):
                taken.setdefault(cut.begin, answer.left)
        words = [len(word[0]) for word in WORD.finditer(line.text)]
        letters.append((line.writer, sum(taken.values()), sum(words)))
        with_space.append((line.writer, sum(taken.values()) + len(taken), sum(words) + len(words)))
    return named("letters_and_spaces_saved", share(with_space)) | named("letters_saved", share(letters))


def along_threshold(answers: Sequence[Answer]) -> list[dict[str, object]]:
    """For each threshold, of the cuts inside words and at gaps: how often a guess is shown, and how often what is shown is
    wrong; and the same by what the guess does, which is what the app knows."""
    rows = []
    for least in THRESHOLDS:
        row: dict[str, object] = {"threshold": least}
        for name, finishes in (("finishing", True), ("following", False)):
            own = [one for one in answers if one.finishes[:1] == (finishes,)]
            shown = [one for one in own if one.shown(least, least)]
            row[f"{name}_count"] = len(shown)
            row |= named(f"{name}_shown", share((one.writer, one.shown(least, least), 1) for one in own))
            row |= named(f"{name}_wrong", share((one.writer, not one.first, 1) for one in shown))
        shown = [one for one in answers if one.shown(least, least)]
        row |= named("shown", share((one.writer, one.shown(least, least), 1) for one in answers))
        row |= named("wrong", share((one.writer, not one.first, 1) for one in shown))
        rows.append(row)
    return rows


def as_shown(answers: Sequence[Answer]) -> dict[str, object]:
    """How often the app shows a guess, and how often that is wrong."""
    shown = [one for one in answers if one.shown(FINISH, FOLLOW)]
    told = named("shown_by_the_app", share((one.writer, one.shown(FINISH, FOLLOW), 1) for one in answers))
    return told | named("wrong_of_these", share((one.writer, not one.first, 1) for one in shown))


def calibration(answers: Sequence[Answer]) -> list[dict[str, object]]:
    """All guesses by their chance: how many, what it is on the average, and how many are right."""
    told = [
        (one.writer, chance, right) for one in answers for chance, right in zip(one.chances, one.right, strict=True)
    ]
    rows: list[dict[str, object]] = []
    for low, high in pairwise(EDGES):
        own = [one for one in told if low <= one[1] < high or one[1] == high == EDGES[-1]]
        if own:
            chance = sum(chance for _, chance, _ in own) / len(own)
            right = named("right", share((writer, is_so, 1) for writer, _, is_so in own))
            rows.append({"from": low, "to": high, "guesses": len(own), "chance": chance, **right})
    return rows
