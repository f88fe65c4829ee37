"""Figures of what the network thought, as SVG of our own: the window exports by the same functions."""
