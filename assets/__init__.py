"""Where the files lie that the app reads beside its code: weights, hands, icons, example pages and drawn signs.

The one place that says so. A package, so that it is found alike in a checkout, in an editable install and in a wheel.
"""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent
WEIGHTS = _HERE / "weights"  # the wheel leaves out graves.*: no command of the app reads it
ICONS = _HERE / "icons"
EXAMPLES = _HERE / "examples"
HANDS = _HERE / "hands"  # written by the network; the folder may be missing
SIGNS = _HERE / "signs"
LANGUAGE = _HERE / "language" / "english.npz"  # words and how likely each is after another
