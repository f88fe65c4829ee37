"""Typed text as ink: what can be written and how, a hand's measures, signs and accents drawn in it, and where words go."""
