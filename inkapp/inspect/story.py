"""How it works, in ten steps: the words of the tour in the window and of docs/how-it-works.md."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chapter:
    """One step of the tour.

    ``name``: for files and settings. ``panel``: the one it is about, by its name in ``inkapp inspect``, "timeline" or "" for
    none. ``words``: paragraphs of plain text. ``deed``: what the reader may try now, one sentence.
    """

    name: str
    title: str
    panel: str
    words: tuple[str, ...]
    deed: str


STORY = (
    Chapter(
        "point",
        "A point goes in",
        "timeline",
        (
            "You see a line. The network gets a list: so far to the right, so far down, is the pen lifted after this, and how"
            " high on the line are we. One such row for every bend of the ink, three hundred or so to a line.",
            "Before that the line is turned level and divided by its own height, so that a large hand and a small one, a quick"
            " mouse and a slow pen, all come out alike. Colour, pressure and speed are left out: it has never seen them.",
        ),
        "Step along the line with Alt+← and Alt+→, from lift to lift with Alt+↑ and Alt+↓; the ring on the page is the point"
        " that goes in.",
    ),
    Chapter(
        "memory",
        "It remembers in two thousand numbers",
        "cells",
        (
            "The network keeps nothing of your line but its state: two layers of 512 cells, and for each cell two numbers,"
            " what it remembers (c) and what it shows (h). That makes 2,048. Every point changes them a little, and what was"
            " there before fades or stays. Then the point is forgotten.",
            "In the picture every row is a cell and every column a point. Long bands are cells that hold on to something;"
            " fine stripes are cells that follow the pen.",
        ),
        "Move over the picture: a column is a point on your page, a row is one cell's life along the line.",
    ),
    Chapter(
        "gates",
        "Three gates decide what stays",
        "step",
        (
            "A cell does not simply add things up. A forget gate says how much of the old number to keep, an input gate how"
            " much of something new to let in, and an output gate how much of it all to show. Each is a number between 0 and"
            " 1, computed anew from the point that came in and from what the cells showed a moment ago.",
            "With f, i and o for the gates, c for the old number, g for what is offered and h for what is shown, the new ones"
            " are c′ = f · c + i · g and h′ = o · tanh c′, where tanh squeezes any number into −1 to 1. That is all of an LSTM;"
            " the rest is that there are a thousand of them.",
        ),
        "Go to a lift of the pen and one step further, and see which gates shut.",
    ),
    Chapter(
        "meaning",
        "Some cells mean something",
        "cell-on-ink",
        (
            "Nobody told any cell what to do. Still, after it had seen ten thousand lines, some stand for things that have a"
            " name: how far along the line we are, how long ago the stroke began, whether a tall letter is under way.",
            "How sure are we? Each claim was scored on pages other than those that suggested it, against as many random"
            " mixtures of cells and against an untrained network. Most cells mean nothing alone: what is known is spread over"
            " many.",
        ),
        "Choose a cell from the list and write on: the ink takes its colour while you write.",
    ),
    Chapter(
        "density",
        "It says how likely, not where",
        "density",
        (
            "Ask what comes next, and it does not name a place. It lays twenty soft hills over the page, each with a weight,"
            " a middle, a width and a slant, and beside them the chance that the pen lifts.",
            "On a straight stroke they all but coincide. At a fork, where an n could be an m, there are two heaps of hills,"
            " and an honest network cannot say more than that.",
        ),
        "Click in the hills to choose the next point yourself: the network takes it and goes on from there.",
    ),
    Chapter(
        "futures",
        "A throw of dice, point after point",
        "futures",
        (
            "To write, it throws dice: a point is sampled from the hills, becomes ink, goes in as the next row, and the"
            " hills are made anew. Fifty throws from one place give fifty futures, alike for a moment"
            " and then each its own.",
            "Where they stay together it is sure of what you are writing. Where they fan out, a letter has often just ended.",
        ),
        "Move along the line and watch the futures draw together inside a letter and spread at its end.",
    ),
    Chapter(
        "temperature",
        "Why temperature",
        "density",
        (
            "Sampled as they are, the hills give all that people do, their slips too, and one slip leads to the next."
            " So the dice are loaded: below 1 the temperature makes likely hills likelier and all of them narrower.",
            "Cold ink is neat and tends to repeat itself; at 1 it is as varied as the hands it was trained on; above, it"
            " scrawls. The pen's chance to lift is left as it is, and steps keep their length, or letters would shrink.",
        ),
        "Turn the temperature while you look at the hills: the dashed ones are those it really samples from.",
    ),
    Chapter(
        "surprise",
        "Where it did not expect you",
        "surprise",
        (
            "Every point you wrote had a likelihood, and the less it was expected the more it costs: minus its logarithm, in"
            " nats. The likelihood is a density, not a probability, so it may exceed 1, and a point that was well predicted"
            " costs less than nothing. Training makes this sum small over all its lines, and has no other goal.",
            "Expect dark spots where letters begin, at corners, and wherever your hand is unlike the ones it has seen.",
        ),
        "Write the same word twice, and then a word with an odd letter in it: which points cost most?",
    ),
    Chapter(
        "forgetting",
        "Why it forgets",
        "gradient",
        (
            "How much would the chance of the next point change if an earlier one had been a little different? That is a"
            " gradient, and on its way back through time it is multiplied at every step. Mostly by less than one: it fades.",
            "In all these networks it sinks to about a hundredth within a letter. In the plain one it goes on fading, and a"
            " word or two back next to nothing is left. The LSTM's cell is a way round the multiplications, open as long as the"
            " forget gates are: there it stays at some thousandths, to the beginning of the line.",
        ),
        "Compare the curves: the network that writes here, and three small ones of other kinds on the same line.",
    ),
    Chapter(
        "limits",
        "What it does not know",
        "",
        (
            "It knows no letters, words or language. What it writes has the look of English because English was in front of"
            " it, written on a whiteboard by some two hundred people; the words are mostly none.",
            "It has seen no mathematics, no drawings, hardly any capitals in a row, and no hand that runs to the left. Its"
            " memory is short: after about a line it keeps only the style. And a likelihood is not a judgement: ink that"
            " surprises it is not bad ink.",
            "What you type is written by a network beside it: the same layers, with a window over your text. At every point it"
            " looks at a letter or two through the window, and says how far that moves on (Graves 2013, section 5).",
        ),
        "Close this and write on. Menu → How it works leads back to the place where you stop.",
    ),
)
