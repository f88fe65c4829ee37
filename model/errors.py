"""The root of the errors that the networks' half raises on purpose; each message is one line for a person.

Each class stands in the module that raises it::

    ModelError
    ├── CheckpointError      model.checkpoint      weights or their JSON: missing, damaged, of an unknown architecture
    ├── LanguageError        model.word_table      a table of words: missing, damaged
    ├── TableError           model.cell_table      a table of cells: missing, damaged, made for other weights
    ├── DataError            training.data.iam     the data set: missing, damaged, not the archives that were named
    ├── TeamError            training.parallel     processes that train together cannot begin or go on
    │   └── Lost             training.parallel     another process has ended
    ├── LabError             lab.findings.store    a study cannot be run or printed
    ├── RobustnessError      lab.measure.robustness  a table of robustness cannot be made
    └── BenchError           bench.errors          a measurement cannot be made

``training.folder_lock.Busy`` is an OSError, since it reports a lock that the system refused. A wrong argument is a ValueError.
The app's own errors are in ``inkapp.ink.errors``.
"""

from __future__ import annotations


class ModelError(Exception):
    """Something that was asked of a network, its files or its data cannot be done."""
