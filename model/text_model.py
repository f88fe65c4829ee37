"""How likely a text is, character by character: words by ``model.language``, others by their letters, capitals, marks, numbers.

What stands before a character is a ``Spot``; each next character leads to another one. A word's beginning has the chance of
all words that begin so together, and a small part is left to words that are in no table, by their letters: no text is
impossible. Capitals, marks and digits follow a few rules with round chances (the constants below), which were not learnt.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from model.language import Language
from model.spelling import END, LETTERS

UNKNOWN = 0.05  # the part that is left to words that no table has
BEFORE_WORD, IN_WORD, AFTER_MARK, IN_NUMBER = range(4)
LOWER, CAPITAL, ALL_CAPITALS = range(3)  # how the word that is being written looks so far
ENDS = ".?!"  # marks after which a sentence begins
LEAST = 1e-300  # a chance, so that its logarithm is a number
RARE = 1e-4  # any character where the rules expect none

# After a word; what ends a line counts as a space
AFTER_WORD = {
    " ": 0.86, ",": 0.05, ".": 0.05, "-": 0.012, "?": 0.004, "!": 0.003, ";": 0.004, ":": 0.003, '"': 0.006, ")": 0.003,
}  # fmt: skip
AFTER_MARKS = {" ": 0.88, '"': 0.04, "'": 0.03, ")": 0.005, ".": 0.01, "-": 0.005}
AFTER_DIGIT = {" ": 0.35, ",": 0.05, ".": 0.05, "-": 0.02, ":": 0.01, "/": 0.01, "'": 0.01, ")": 0.005}
BEFORE = {'"': 0.015, "'": 0.01, "(": 0.004, "-": 0.004, "#": 0.0005}
DIGIT_FIRST, DIGIT_NEXT, LETTER_AFTER = 0.012, 0.45, 0.01
WORD_FIRST = 1.0 - sum(BEFORE.values()) - DIGIT_FIRST - 40 * RARE
CAPITALS = {"start": 0.95, "line": 0.15, "amid": 0.05}  # of words that are no names
UNKNOWN_CAPITAL = 0.5  # at least, of words that no table has: most of them are names
NAME_SMALL = 0.03  # a name without its capital
CAPITALS_GO_ON = 0.05  # a second capital after the first
CHANGE = 1e-3  # of case within a word otherwise
POSSESSIVE, ITS_S = 0.02, 0.8  # an apostrophe after a word that has none in the table, and then an s


class Spot(NamedTuple):  # of which a line has thousands: with a frozen dataclass following takes a quarter longer
    """What has been read up to here, as far as it matters for what comes next.

    ``after``: the word before, as ``Language`` counts. ``capital``: how likely a word here is to begin with one.
    In a word: ``letters``, in lower case; [``low``, ``high``): the words that begin so; ``spelt``: chance of its letters as
    an unknown word's, with its ``context``; ``own``: chance that it is a word of the table with an apostrophe behind it;
    ``known_case``: chance of its first letter's case if it is a word of the table, ``spelt`` has its own in it;
    ``mass``: of all these together.
    """

    kind: int
    after: int
    capital: float
    letters: str = ""
    low: int = 0
    high: int = 0
    context: int = 0
    spelt: float = 0.0
    own: float = 0.0
    known_case: float = 1.0
    mass: float = 1.0
    case: int = LOWER


class TextModel:
    """Chances of texts. Frozen: threads may share it."""

    def __init__(self, language: Language, unknown: float = UNKNOWN) -> None:
        self.language, self._unknown = language, unknown

    def begin(self) -> Spot:
        """A line's beginning, when nothing is known of what stood before."""
        return Spot(BEFORE_WORD, self.language.anywhere, CAPITALS["line"])

    def follow(self, spot: Spot, character: str) -> tuple[Spot, float]:
        """The spot after a character, and the log-probability that this one came."""
        letter = character.lower()
        if spot.kind == IN_WORD:
            if letter in LETTERS:
                return self._letter(spot, character, letter)
            return self._leave(spot, character)
        chances = (BEFORE, {}, AFTER_MARKS, AFTER_DIGIT)[spot.kind]
        if letter in LETTERS and (letter != "'" or spot.kind == IN_NUMBER) and letter not in chances:
            expected = WORD_FIRST if spot.kind == BEFORE_WORD else LETTER_AFTER
            begun = self._enter(spot)
            after, chance = self._letter(begun, character, letter)
            return after, math.log(expected) + chance
        if character.isdigit():
            chance = (DIGIT_FIRST, 0.0, LETTER_AFTER, DIGIT_NEXT)[spot.kind] / 10
            return Spot(IN_NUMBER, self.language.anywhere, CAPITALS["amid"]), math.log(chance)
        return self._marked(spot, character), math.log(chances.get(character, RARE))

    def after(self, text: str, spot: Spot | None = None) -> Spot:
        """The spot after a text; by default of one that begins a line."""
        spot = self.begin() if spot is None else spot
        for character in text:
            spot, _ = self.follow(spot, character)
        return spot

    def whole(self, spot: Spot) -> float:
        """The chance that the word so far, of any kind, ends here; ``spot`` is in a word."""
        return self._ended(spot) / spot.mass

    def known(self, spot: Spot) -> float:
        """The chance of a word of the table that begins like the word so far, each time ``Language.share``; ``spot`` is in a
        word, or before one."""
        if spot.kind != IN_WORD:
            return 1.0 - self._unknown
        return (1.0 - self._unknown) * (1.0 - POSSESSIVE) * spot.known_case / spot.mass

    def end(self, spot: Spot) -> float:
        """The log-probability that a line ends here, as if by a space."""
        return 0.0 if spot.kind == BEFORE_WORD else self.follow(spot, " ")[1]

    def word(self, word: str, after: int) -> float:
        """The log-probability of a whole word that is written small; what follows it is left out."""
        spot, whole = self._enter(Spot(BEFORE_WORD, after, 0.0)), 0.0
        for letter in word:
            spot, chance = self._letter(spot, letter, letter)
            whole += chance
        return whole + math.log(self._ended(spot) / spot.mass)

    def _enter(self, spot: Spot) -> Spot:
        """Before the first letter of a word."""
        return Spot(
            IN_WORD, spot.after, spot.capital, "", 0, len(self.language.words), 0, self._unknown, 0.0, 1.0, 1.0, LOWER
        )

    def _letter(self, spot: Spot, character: str, letter: str) -> tuple[Spot, float]:
        language, letters = self.language, spot.letters + letter
        low, high = spot.low, spot.high
        known = 0.0
        if low < high:
            low, high = language.beginning(letters, low, high)
            if low < high:
                known = (1.0 - self._unknown) * language.share(low, high, spot.after)
        context, chance = language.spelling.follow(spot.context, LETTERS.index(letter))
        spelt = spot.spelt * chance
        own = 0.0
        if letter == "'":
            own = POSSESSIVE * self._whole(spot)
        elif letter == "s" and spot.letters.endswith("'"):
            own = ITS_S * spot.own
        case, fits = _case(spot, character)
        known_case = spot.known_case
        if not spot.letters and letter != "'":
            known_case, spelt, fits = fits, spelt * _unknown_case(spot, character), 1.0
        mass = max((known + own) * known_case + spelt, LEAST)
        after = Spot(IN_WORD, spot.after, spot.capital, letters, low, high, context, spelt, own, known_case, mass, case)
        return after, math.log(mass / spot.mass * fits)

    def _is_word(self, spot: Spot) -> bool:
        """Whether the letters are a word of the table, all of it."""
        return spot.low < spot.high and self.language.words[spot.low] == spot.letters

    def _whole(self, spot: Spot) -> float:
        """The chance that they are, and that it ends here."""
        if not self._is_word(spot):
            return 0.0
        return (1.0 - self._unknown) * self.language.share(spot.low, spot.low + 1, spot.after)

    def _ended(self, spot: Spot) -> float:
        """The same of any word."""
        spelt = spot.spelt * self.language.spelling.follow(spot.context, END)[1]
        own = spot.own * (1.0 if spot.letters.endswith("s") else 1.0 - ITS_S)
        return max(((1.0 - POSSESSIVE) * self._whole(spot) + own) * spot.known_case + spelt, LEAST)

    def _leave(self, spot: Spot, character: str) -> tuple[Spot, float]:
        after, fits = self.language.anywhere, 1.0
        if self._is_word(spot):
            after = spot.low
            if after in self.language.proper:
                fits = NAME_SMALL / (1 - spot.capital) if spot.case == LOWER else (1 - NAME_SMALL) / spot.capital
        here = Spot(IN_WORD, after, CAPITALS["amid"])
        chance = self._ended(spot) / spot.mass
        return self._marked(here, character), math.log(chance * fits * AFTER_WORD.get(character, RARE))

    def _marked(self, spot: Spot, character: str) -> Spot:
        """After a space or a mark."""
        after, capital = spot.after, spot.capital
        if character == " ":
            return Spot(BEFORE_WORD, after, capital)
        if character in ENDS:
            return Spot(AFTER_MARK, self.language.at_start, CAPITALS["start"])
        if character == "-" and spot.kind == IN_WORD:
            return Spot(BEFORE_WORD, self.language.anywhere, CAPITALS["amid"])
        return Spot(spot.kind if spot.kind == BEFORE_WORD else AFTER_MARK, after, capital)


def _unknown_case(spot: Spot, character: str) -> float:
    """How likely the case of an unknown word's first letter is; 1 where nothing is written with capitals."""
    likely = max(spot.capital, UNKNOWN_CAPITAL) if spot.capital else 0.0
    return likely if character.isupper() else 1.0 - likely


def _case(spot: Spot, character: str) -> tuple[int, float]:
    """How the word looks with one character more, and how likely that character's case is."""
    if character == "'":
        return spot.case, 1.0
    upper = character.isupper()
    if not spot.letters:
        return (CAPITAL, spot.capital) if upper else (LOWER, 1.0 - spot.capital)
    if spot.case == LOWER:
        return LOWER, CHANGE if upper else 1.0 - CHANGE
    if spot.case == ALL_CAPITALS:
        return ALL_CAPITALS, 0.95 if upper else 0.05
    if len(spot.letters) == 1:
        return (ALL_CAPITALS, CAPITALS_GO_ON) if upper else (CAPITAL, 1.0 - CAPITALS_GO_ON)
    return CAPITAL, CHANGE if upper else 1.0 - CHANGE
