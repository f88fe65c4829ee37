"""Cheap trials of what might help the record, before hours are spent on it."""
