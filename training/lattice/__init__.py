"""The lattice that the digitizer's rounding left in the data, and what a network gains by using it."""
