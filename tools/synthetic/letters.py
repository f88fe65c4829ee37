"""Letters as pen paths of our own drawing, from which ``tools.synthetic.words`` writes words in a joined hand.

No letter was taken from a font or from anybody's handwriting. A path is "x,y x,y …" with the baseline at 0, the height of an x
at 1 and y up; the last point is where the pen leaves for the next letter, or is lifted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inkapp.ink.document import Float64Array


@dataclass(frozen=True, eq=False, slots=True)
class Letter:
    """``path``: (n, 2). ``lead``: (n, 2), how the pen comes from a letter before, over the bowl. ``later``: bars and dots.

    ``high``: the pen leaves near the height of an x. ``lifts``: it is lifted before the next letter.
    """

    path: Float64Array
    lead: Float64Array
    later: tuple[Float64Array, ...] = ()
    lifts: bool = False

    @property
    def high(self) -> bool:
        return bool(self.path[-1, 1] > 0.5)


_BOWL = ".74,.84 .48,.99 .2,.82 .06,.42 .2,.04 .46,.08 .7,.48"

_PATHS = {
    "a": f"{_BOWL} .8,.95 .76,.5 .82,.08 1.0,.03 1.18,.3",
    "b": ".12,.4 .42,1.3 .44,1.98 .29,2.02 .2,1.4 .16,.5 .26,.05 .52,.04 .74,.4 .66,.84 .52,.8 .7,.68 1.0,.82",
    "c": ".7,.78 .48,.98 .2,.8 .08,.4 .22,.05 .5,.02 .86,.3",
    "d": f"{_BOWL} .86,1.3 .93,2.05 .84,1.2 .79,.4 .88,.05 1.04,.04 1.2,.3",
    "e": ".1,.24 .46,.5 .6,.8 .44,1.0 .2,.8 .1,.38 .24,.04 .5,.02 .84,.3",
    "f": ".14,.4 .46,1.3 .52,1.95 .38,2.04 .28,1.4 .22,.2 .16,-.7 .26,-.92 .36,-.6 .32,.0 .5,.16 .8,.3",
    "g": f"{_BOWL} .8,.95 .74,.3 .68,-.5 .46,-.95 .2,-.82 .34,-.45 .8,-.05 1.14,.3",
    "h": ".12,.4 .4,1.3 .42,1.98 .28,2.02 .2,1.4 .12,.02 .22,.52 .48,.94 .68,.86 .7,.45 .76,.08 .92,.03 1.12,.3",
    "i": ".2,.6 .3,.96 .25,.5 .3,.08 .46,.03 .66,.3",
    "j": ".2,.6 .32,.96 .26,.2 .18,-.6 -.04,-.93 -.2,-.75 .1,-.35 .56,.3",
    "k": ".12,.4 .4,1.3 .42,1.98 .28,2.02 .2,1.4 .12,.02 .24,.5 .52,.92 .66,.76 .5,.52 .3,.46 .52,.3 .74,.03 .9,.04 1.06,.3",
    "l": ".12,.4 .42,1.3 .46,1.95 .31,2.04 .22,1.4 .2,.4 .3,.05 .46,.04 .7,.3",
    "m": ".14,.7 .22,.95 .2,.5 .15,.02 .26,.58 .48,.94 .6,.84 .58,.4 .56,.02 .66,.56 .88,.94 1.03,.84 1.02,.42 1.08,.08"
    " 1.24,.03 1.44,.3",
    "n": ".14,.7 .22,.95 .2,.5 .15,.02 .26,.56 .5,.95 .68,.84 .68,.42 .74,.08 .9,.03 1.1,.3",
    "o": ".62,.9 .42,.98 .16,.78 .06,.4 .2,.05 .46,.03 .7,.36 .7,.76 .5,.98 .44,.86 .64,.78 .98,.86",
    "p": ".14,.7 .24,.98 .2,.3 .1,-.9 .18,-.1 .3,.66 .52,.98 .74,.82 .76,.4 .56,.05 .36,.08 .6,.03 1.0,.3",
    "q": f"{_BOWL} .8,.95 .74,.2 .68,-.9 .8,-.75 .98,-.2 1.16,.3",
    "r": ".14,.7 .22,.95 .2,.5 .16,.03 .24,.5 .42,.86 .6,.97 .74,.86 .92,.8",
    "s": ".6,.84 .42,.99 .22,.84 .3,.6 .54,.38 .58,.12 .34,-.01 .1,.1",
    "t": ".16,.5 .34,1.1 .42,1.6 .34,1.0 .28,.35 .36,.05 .52,.03 .74,.3",
    "u": ".18,.6 .27,.96 .22,.5 .26,.1 .44,.02 .64,.32 .8,.95 .76,.5 .82,.08 .98,.03 1.18,.3",
    "v": ".14,.75 .26,.96 .3,.5 .42,.04 .6,.4 .7,.88 .74,.8 .92,.82",
    "w": ".18,.6 .26,.95 .22,.45 .3,.06 .46,.06 .6,.4 .68,.88 .66,.4 .74,.06 .92,.1 1.06,.5 1.06,.92 1.12,.8 1.34,.84",
    "x": ".12,.7 .26,.95 .42,.6 .54,.2 .7,.03 .94,.3",
    "y": ".18,.6 .27,.96 .22,.5 .28,.1 .46,.04 .66,.36 .8,.95 .74,.3 .66,-.5 .44,-.95 .2,-.82 .34,-.45 .8,-.05 1.12,.3",
    "z": ".1,.86 .34,.96 .64,.95 .62,.9 .14,.1 .12,.04 .4,.07 .7,.03 .95,.3",
}
_OVER = ".04,.56 .34,.92"  # along the bowl's back, to where the bowl begins
_LEADS = dict.fromkeys("acdgoqs", _OVER)
_LIFTS = frozenset("s")
_LATER = {
    "i": (".34,1.42 .36,1.4",),
    "j": (".36,1.42 .38,1.4",),
    "t": (".08,1.02 .38,1.06 .76,1.12",),
    "x": (".74,.95 .44,.5 .08,.02",),
}


def _read(path: str) -> Float64Array:
    return np.array([[float(value) for value in point.split(",")] for point in path.split()]).reshape(-1, 2)


LETTERS = {
    name: Letter(
        _read(path), _read(_LEADS.get(name, "")), tuple(map(_read, _LATER.get(name, ()))), lifts=name in _LIFTS
    )
    for name, path in _PATHS.items()
}
