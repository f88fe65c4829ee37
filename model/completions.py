"""How a line that is being written may go on in words: what its ink may say × what a language says comes next. numpy alone.

Not only the likeliest reading counts: each text of the beam (``model.word_beam``) has its weight, and a word's chance is the
sum over them. A pen that rests has more likely ended a word than at another lift (``model.word_gap``). The last letter may be
unfinished, an l that is to be a t: then the word goes on from the letter before. What no table has keeps its part.
"""

from __future__ import annotations

import math
import re
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from model.character_lstm import CharacterLstm, CharacterState
from model.guess import Guess, Line
from model.text_model import AFTER_MARK, ALL_CAPITALS, BEFORE_WORD, IN_WORD, Spot, TextModel
from model.word_beam import SoFar, WordBeam
from model.word_confidence import TEMPERATURE
from model.word_gap import ODDS
from model.word_search import WordSearch

UNFINISHED = 0.05  # how likely a letter at which the pen rests is unfinished
READINGS = 3  # what the line may say so far, of which the words that come next are asked
LEAST_WEIGHT = 0.03  # of a reading that is asked
NETWORK_WEIGHT = 0.15  # and of one of which the network is asked, too: it takes ten times as long as the table
OFFERED = 12  # words that each model offers
NETWORK_SHARE = 0.5  # of the mean of both models
BEFORE = 160  # characters of what stands before that the network reads
KEPT_STATES = 256  # each 5 KB
WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*")
# Words by which a text's language is told, and nats a word of their chances, below which it is another: of beginnings of
# English lines 5 % are below at three words and 1 % at six, of sentences in others 87 and 100 % (``lab.language.foreign``)
JUDGED, FEWEST_JUDGED, FOREIGN = 6, 3, -11.5
UNLISTED = math.exp(-18.0)  # the chance of a word that the table does not have


class Completions:
    """See ``model.guess.Guesser``. ``network``: without one the table guesses alone."""

    def __init__(
        self,
        model: TextModel,
        alphabet: str,
        network: CharacterLstm | None = None,
        *,
        unfinished: float = UNFINISHED,
    ) -> None:
        self._model, self._language, self._network = model, model.language, network
        self._beam = WordBeam(model, alphabet)
        self._search = None if network is None else WordSearch(network, model.language)
        self._unfinished = unfinished
        self._states: OrderedDict[str, CharacterState] = OrderedDict()

    def guesses(self, line: Line, most: int = 3) -> list[Guess]:
        """See ``Guesser``."""
        found: dict[tuple[str, str], Guess] = {}
        for text, spot, weight in self._readings(line):
            for guess in self._of_reading(line.before, text, spot, weight):
                key = guess.word.lower(), guess.more.lower()
                same = found.get(key)
                chance = guess.chance + (same.chance if same is not None else 0.0)
                found[key] = replace(guess if same is None or guess.chance > same.chance else same, chance=chance)
        return sorted(found.values(), key=lambda one: (-one.chance, one.text))[:most]

    def go_on(
        self, guess: Guess, before: str, most: int, least: float, temperature: float = 0.0, seed: int = 0
    ) -> Guess:
        """See ``Guesser``."""
        random = np.random.default_rng(seed)
        for _ in range(most):
            spot = self._model.after(guess.text + " ", self._begin(before))
            words = self._next_words(spot, before, guess.text + " ")
            if not words or words[0][1] < least:
                break
            chosen = 0
            if temperature > 0.0:
                tempered = np.array([chance for _, chance in words]) ** (1.0 / temperature)
                chosen = int(random.choice(len(words), p=tempered / tempered.sum()))
            guess = replace(guess, more=f"{guess.more} {words[chosen][0]}")
        return guess

    def foreign(self, text: str) -> bool:
        """See ``Guesser``: by how rare the last words are in the table, one by one."""
        words = WORD.findall(text)[-JUDGED:]
        if len(words) < FEWEST_JUDGED:
            return False
        language, nats = self._language, 0.0
        for word in words:
            number = language.number(word.lower())
            chance = 0.0 if number is None else language.share(number, number + 1, language.anywhere)
            nats += math.log(max(chance, UNLISTED))
        return nats / len(words) < FOREIGN

    def _begin(self, before: str) -> Spot:
        """Where a line begins after those before it."""
        return self._model.after(f"{before[-BEFORE:]} ") if before else self._model.begin()

    def _so_far(self, line: Line) -> list[SoFar]:
        spot = self._model.after(line.known, self._begin(line.before))
        if line.log_probs is None or not len(line.log_probs):
            return []
        return [replace(one, text=line.known + one.text) for one in self._beam.so_far(line.log_probs, spot)]

    def _readings(self, line: Line) -> list[tuple[str, Spot, float]]:
        """What the line may say so far, each with its weight; those that lead to the same words are one."""
        found = self._so_far(line)
        if not found:
            known = line.known.rstrip()
            return [(known, self._model.after(known, self._begin(line.before)), 1.0)] if known else []
        worths = np.array([one.worth for one in found])
        weights = np.exp((worths - worths[0]) / TEMPERATURE)
        weights /= weights.sum()
        joined: dict[tuple[object, ...], tuple[str, Spot, float]] = {}
        for one, weight in zip(found, weights.tolist(), strict=True):
            key = one.spot.kind, one.spot.after, one.spot.letters, one.spot.case
            text, spot, already = joined.get(key, (one.text, one.spot, 0.0))
            joined[key] = text, spot, already + weight
        ranked = sorted(joined.values(), key=lambda reading: -reading[2])[:READINGS]
        return [reading for reading in ranked if reading[2] >= LEAST_WEIGHT]

    def _of_reading(self, before: str, text: str, spot: Spot, weight: float) -> Iterable[Guess]:
        """All guesses of one reading."""
        by_network = weight >= NETWORK_WEIGHT
        if spot.kind == IN_WORD and spot.letters.strip("'"):
            at = len(text) - len(spot.letters)
            words = self._words(spot.letters, spot, before, text, by_network=by_network)
            ends = max(words.get(spot.letters, 0.0), min(self._model.whole(spot), 1.0))
            ended = ODDS * ends / (ODDS * ends + 1.0 - ends)
            whole = 1.0 - self._unfinished
            for word, chance in words.items():
                if word != spot.letters:
                    goes_on = weight * whole * (1.0 - ended) * chance / max(1.0 - ends, 1e-9)
                    yield Guess(text[:at], _in_case(word, text[at:], spot), len(spot.letters), "", goes_on)
            if len(spot.letters) > 1:
                yield from self._unfinished_letter(before, text, weight * self._unfinished)
            weight *= whole * ended
        elif spot.kind != AFTER_MARK and (spot.kind != BEFORE_WORD or not text.endswith(" ")):
            return  # a number, or an opening mark: nobody knows what comes
        yield from self._next(before, text.rstrip(), spot, weight, by_network=by_network and weight >= NETWORK_WEIGHT)

    def _next(self, before: str, text: str, spot: Spot, weight: float, *, by_network: bool) -> Iterable[Guess]:
        """What may come after a text whose last word is whole."""
        if spot.kind != BEFORE_WORD:
            spot, _ = self._model.follow(spot, " ")
        at = text.rfind(" ") + 1
        for word, chance in self._next_words(spot, before, f"{text} ", by_network=by_network):
            yield Guess(text[:at], text[at:], len(text) - at, f" {word}", weight * chance)

    def _unfinished_letter(self, before: str, text: str, weight: float) -> Iterable[Guess]:
        """What the word may be if its last letter is to be another."""
        shorter = text[:-1]
        spot = self._model.after(shorter, self._begin(before))
        if spot.kind != IN_WORD:
            return
        at = len(shorter) - len(spot.letters)
        for word, chance in self._words(spot.letters, spot, before, shorter, by_network=False).items():
            if word in (spot.letters, text[at:].lower()):  # it would write the last letter once more
                continue
            yield Guess(shorter[:at], _in_case(word, shorter[at:], spot), len(spot.letters), "", weight * chance)

    def _next_words(self, spot: Spot, before: str, text: str, *, by_network: bool = True) -> list[tuple[str, float]]:
        """The likeliest words after a text with its space, as they are written, with their chances."""
        words = self._words("", spot, before, text, by_network=by_network)
        ranked = sorted(words.items(), key=lambda item: (-item[1], item[0]))[:OFFERED]
        capitals = _in_capitals(text)
        return [(word.upper() if capitals else self._as_written(word, spot), chance) for word, chance in ranked]

    def _words(self, letters: str, spot: Spot, before: str, text: str, *, by_network: bool) -> dict[str, float]:
        """Words of the table that begin with ``letters``, each with the chance that the word is it, given these letters.

        ``text``: the line so far, whose last letters they are.
        """
        language, known = self._language, self._model.known(spot)
        chances = {
            number: known * chance
            for number, chance in language.likeliest(letters, spot.after, OFFERED)
            if chance > 0.0
        }
        if by_network and self._search is not None and "'" not in letters:
            if _in_capitals(text):  # it has read few such texts
                text = re.sub(r"\bi\b", "I", text.lower())
            state = self._state(before, text)
            begun = text[len(text) - len(letters) :]
            offered = {n: math.exp(chance) for n, chance in self._search.likeliest(begun, state, OFFERED)}
            for number in {*chances, *offered}:
                by_table = chances.get(number)
                if by_table is None:
                    by_table = known * language.share(number, number + 1, spot.after)
                chances[number] = (1.0 - NETWORK_SHARE) * by_table + NETWORK_SHARE * offered.get(number, 0.0)
        return {language.words[number]: chance for number, chance in chances.items()}

    def _state(self, before: str, text: str) -> CharacterState:
        """The network's after what stands before the line and the line so far; kept after each character."""
        assert self._network is not None
        alphabet = self._network.alphabet
        whole = "".join(c for c in f"{before[-BEFORE:]} {text}".lstrip() if c in alphabet)
        end = len(whole)
        while end and whole[:end] not in self._states:
            end -= 1
        state = self._states[whole[:end]] if end else self._network.begin()
        for at in range(end, len(whole)):
            state = self._network.read(state, whole[at])
            self._states[whole[: at + 1]] = state
        for kept in (whole[:end], whole):
            if kept in self._states:
                self._states.move_to_end(kept)
        while len(self._states) > KEPT_STATES:
            self._states.popitem(last=False)
        return state

    def _as_written(self, word: str, spot: Spot) -> str:
        """A word with the capital that it has where it stands."""
        number = self._language.number(word)
        capital = number in self._language.proper or spot.capital > 0.5
        return word[:1].upper() + word[1:] if capital else word


def _in_case(word: str, begun: str, spot: Spot) -> str:
    """A word of the table that begins as it stands on the paper."""
    rest = word[len(begun) :]
    return begun + (rest.upper() if spot.case == ALL_CAPITALS else rest)


def _in_capitals(text: str) -> bool:
    """Whether a line is written in capitals, as a title may be: of two words or more."""
    return text.isupper() and len(WORD.findall(text)) > 1
