"""Ink out of the app and foreign ink into it, always through streams."""
