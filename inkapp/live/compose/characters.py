"""What can be typed and how each character comes to the page: learnt, from a card, composed, drawn, by a named substitute, or
as a box.

The network writes the characters it has learnt. What a hand has written on its card is taken from there, but for the letters
and marks that the network joins. A letter with accents is its plain letter and drawn accents, as Unicode's
canonical decomposition parts them. Signs are drawn (``signs``). What is left has a substitute, which must be told, or a box.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from string import ascii_letters

from inkapp.live.compose import signs

# IAM-OnDB's transcriptions hold each of these 50 times or more, and mean them. Q, Z, X, brackets, "/", "*", "_", "@" and "&"
# are there 1 to 24 times; "#", "%" and "+" stand there for what was crossed out or could not be typed. Digits are there often
# enough, but drawn they are read better (docs/decisions.md).
LEARNT = frozenset(ascii_letters + "!\"'(),-.:;?") - frozenset("QXZ")

UNSEEN_MARK = re.compile("[\u034f\u180b-\u180d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
MOST_ACCENTS = 4  # of one letter: polytonic Greek has three
WITHIN = frozenset("'-")  # marks that stand within words, where the network sets them best


class Kind(Enum):
    """How a typed character comes to the page."""

    LEARNT = "learnt"  # the network writes it
    CARD = "card"  # as the hand wrote it on its card
    COMPOSED = "composed"  # a letter with accents, or without its dot
    DRAWN = "drawn"  # by the project's own drawing
    SUBSTITUTED = "substituted"  # other characters stand for it
    BOX = "box"  # it has no form


@dataclass(frozen=True, slots=True)
class Unit:
    """One letter or sign to be written.

    ``base``: its character, without accents. ``drawn``: by ``signs`` or from the card, not by the network. ``accents``:
    combining characters, each with a drawing. ``dotless``: an i or j whose dot is left out though no accent takes its place.
    """

    base: str
    drawn: bool = False
    accents: tuple[str, ...] = ()
    dotless: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """What is written for a typed character. ``text``: the substitute, in plain characters, where there is one."""

    kind: Kind
    units: tuple[Unit, ...]
    text: str = ""


BAR, SHORT_STROKE, LONG_STROKE = map(chr, (0x335, 0x337, 0x338))
CEDILLA, CARON, COMMA_BELOW, COMMA_OVER, COMMA_BESIDE = map(chr, (0x327, 0x30C, 0x326, 0x312, 0x315))

# Letters that Unicode does not part, though they are a letter and a stroke through it
STRUCK = {
    struck: (plain, stroke)
    for stroke, all_struck, all_plain in (
        (BAR, "đħŧƀǥƶɨʉɉɍɏÐĐĦŦɃǤƵƗɈɌɎ", "dhtbgziujryDDHTBGZIJRY"),
        (SHORT_STROKE, "łŁ", "lL"),
        (LONG_STROKE, "øØɇɆȼȻⱥȺ", "oOeEcCaA"),
    )
    for struck, plain in zip(all_struck, all_plain, strict=True)
}
DOTLESS = {"ı": "i", "ȷ": "j"}

# What is written for what has neither a letter nor a drawing: typed=written. Compatibility decompositions (ﬁ, ½, ™, №, Ⅳ) come
# besides.
_SUBSTITUTES = """
    ß=ss ẞ=SS æ=ae Æ=AE œ=oe Œ=OE ĸ=k ŉ=’n ƒ=f ɑ=a ɡ=g ʾ=’ ʿ=‘
    ‐=- ‑=- ‒=– ―=— ⁃=• ‛=‘ ‟=“ ʼ=’ ʻ=‘ ʹ=′ ʺ=″ ˈ=' ⁄=/ ∣=| ˆ=^ ˜=~ ˚=° ‖=|| ⟨=< ⟩=> ⁎=* ⁓=~
    ≔=:= ≅=≈ ≃=≈ ⩽=≤ ⩾=≥ ⟶=→ ⟵=← ➔=→ ➜=→ ⟹=⇒ ↦=→ ●=• ○=• ◦=• ■=• ▪=• ▶=→ ✕=× ✖=× ☓=×
    ✅=✓ ❌=✗ ❤=♥ 💙=♥ ⭐=★ ☺=:) 🙂=:) 😀=:) 😊=:) 😉=;) ☹=:( 🙁=:( 😢=:(
"""
SUBSTITUTES = dict(pair.split("=", 1) for pair in _SUBSTITUTES.split())
# Accents that stand apart from any letter, and accents that look like others
APART = dict(zip(map(chr, (0x300, 0x301, 0x302, 0x303, 0x304, 0x308, 0x30A, 0x327)), "`´^~¯¨°¸", strict=True))
LIKE = {chr(0x340): chr(0x300), chr(0x341): chr(0x301), chr(0x343): chr(0x313)}


def form_of(cluster: str, learnt: Iterable[str] = LEARNT, card: Iterable[str] = ()) -> Form:
    """How a character, with the combining marks after it, is written by a network that has ``learnt`` these ones, in a hand
    whose ``card`` holds those.

    Marks that have no drawing, and more than ``MOST_ACCENTS``, are left out; ``unwritten_marks`` counts them.
    Raises ValueError for no character.
    """
    if not cluster:
        raise ValueError("no character")
    sign = unicodedata.normalize("NFC", "".join(c for c in cluster if not UNSEEN_MARK.match(c)))
    if sign in card and not (sign in learnt and (sign.isalpha() or sign in WITHIN)):
        return Form(Kind.CARD, (Unit(sign, drawn=True),))
    return _form(cluster, learnt if isinstance(learnt, frozenset) else frozenset(learnt))


def unwritten_marks(cluster: str) -> int:
    """How many visible marks of a cluster are not written on its letter."""
    marks = [mark for mark in unicodedata.normalize("NFD", cluster)[1:] if is_visible_mark(mark)]
    return len(marks) - min(sum(signs.has(LIKE.get(mark, mark)) for mark in marks), MOST_ACCENTS)


def is_visible_mark(character: str) -> bool:
    """Whether it is a combining mark that is seen: no selector of a variant, no joiner."""
    return unicodedata.category(character)[0] == "M" and not UNSEEN_MARK.match(character)


@lru_cache(maxsize=8192)
def _form(cluster: str, learnt: frozenset[str]) -> Form:
    character, marks = cluster[0], [mark for mark in cluster[1:] if is_visible_mark(mark)]
    if not marks:
        plain = _plain(character, learnt)
        if plain is not None:
            return plain
    composed = _composed(cluster, learnt)
    if composed is not None:
        return composed
    if not marks:
        parted = unicodedata.normalize("NFD", character)  # ǽ is æ with an accent
        character, marks = parted[0], list(parted[1:])
    substitute = SUBSTITUTES.get(character) or APART.get(character) or unicodedata.normalize("NFKC", character)
    if substitute != character:
        forms = [_form(part, learnt) for part in substitute]
        if all(form.kind is not Kind.BOX for form in forms):
            units = tuple(unit for form in forms for unit in form.units)
            text = "".join(form.text or part for form, part in zip(forms, substitute, strict=True))
            return Form(Kind.SUBSTITUTED, _on_last(units, marks), text)
    return Form(Kind.BOX, (Unit(signs.BOX, drawn=True),))


def _plain(character: str, learnt: frozenset[str]) -> Form | None:
    """A character that is learnt, drawn, or a learnt one with a stroke through it or without its dot."""
    if character in learnt:
        return Form(Kind.LEARNT, (Unit(character),))
    if character in DOTLESS:
        base = _plain(DOTLESS[character], learnt)
        return base and Form(Kind.COMPOSED, (replace(base.units[0], dotless=True),))
    if character in STRUCK:
        letter, stroke = STRUCK[character]
        base = _plain(letter, learnt)
        return base and Form(Kind.COMPOSED, (replace(base.units[0], accents=(stroke,)),))
    if signs.has(character) and not unicodedata.combining(character):
        return Form(Kind.DRAWN, (Unit(character, drawn=True),))
    return None


def _composed(cluster: str, learnt: frozenset[str]) -> Form | None:
    """A letter and its accents; None where it is no such thing, or the letter has no form of its own."""
    parted = unicodedata.normalize("NFD", cluster)
    base = _plain(parted[0], learnt)
    marks = [mark for mark in parted[1:] if is_visible_mark(mark)]
    if base is None or not marks:
        return base
    return Form(Kind.COMPOSED, _on_last(base.units, marks))


def _on_last(units: tuple[Unit, ...], marks: list[str]) -> tuple[Unit, ...]:
    """The units, with accents on the last one."""
    base = units[-1]
    accents = [_as_written(base.base, LIKE.get(mark, mark)) for mark in marks]
    drawn = tuple(accent for accent in accents if signs.has(accent))[:MOST_ACCENTS]
    return (*units[:-1], replace(base, accents=(*base.accents, *drawn)))


def _as_written(letter: str, accent: str) -> str:
    """The accent as it looks on a letter: Latvian and Romanian commas, and the Czech and Slovak one beside tall letters,
    are cedillas and carons to Unicode."""
    if accent == CEDILLA and letter in "GKLNRTDgklnrtd":
        return COMMA_OVER if letter == "g" else COMMA_BELOW
    if accent == CARON and letter in "dtlL":
        return COMMA_BESIDE
    return accent
