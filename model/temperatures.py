"""Temperatures: how wild the network's ink may be, and is unless somebody says."""

from __future__ import annotations

HIGHEST_TEMPERATURE = 10.0  # of the sampler's arithmetic, which takes any above 0 up to it
COMMAND_TEMPERATURES = (0.05, 3.0)  # the commands take those that give ink worth a look
SLIDER_TEMPERATURES = (0.1, 1.5)  # the window's slider spans those that give writing
USUAL_TEMPERATURE = 0.5
