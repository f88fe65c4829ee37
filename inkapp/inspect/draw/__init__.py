"""Figures of what the network computed, as SVG of our own: the window exports by the same functions."""
