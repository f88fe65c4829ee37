"""Scales as a theme wants them: what is to be noticed stands out from its paper.

Knows: that prices grow darker on light paper and lighter on dark paper, steadily either way, so that grey tells them apart.
Refuses to know: what is priced.
"""

from __future__ import annotations

from inkapp.inspect.draw.scale import PRICE, Scale
from inkapp.ui.chrome.theme import Theme

DARK_PRICE = Scale(((58, 72, 96), (88, 94, 148), (146, 100, 172), (214, 116, 170), (255, 186, 206)))


def price(theme: Theme) -> Scale:
    """From expected, near to the paper, to unexpected, far from it."""
    return DARK_PRICE if theme.is_dark else PRICE
