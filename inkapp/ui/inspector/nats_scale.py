"""The colour scale of a loss in each theme: what was expected lies near the sheet's colour, what was not far from it.

Lightness changes steadily along either scale, so that greys keep their order.
"""

from __future__ import annotations

from inkapp.inspect.draw.scale import LOSS, Scale
from inkapp.ui.chrome.theme import Theme

DARK = Scale(((58, 72, 96), (88, 94, 148), (146, 100, 172), (214, 116, 170), (255, 186, 206)))


def nats_scale(theme: Theme) -> Scale:
    """From low to high loss: darker on a light sheet, lighter on a dark one."""
    return DARK if theme.is_dark else LOSS
