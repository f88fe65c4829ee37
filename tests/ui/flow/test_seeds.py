"""Seeds: another for each ghost, and what a fixed one does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject

from inkapp.ui.flow.seeds import SEEDS, TYPED_SEEDS, Seeds


@pytest.fixture
def parent(qapp: object) -> QObject:
    return QObject()


def test_another_ghost_has_another_seed_also_where_the_same_is_drawn(parent: QObject):
    drawn, changes = iter([5, 5, SEEDS - 1, SEEDS - 1]), list[int]()
    own = Seeds(lambda: next(drawn), parent)
    own.changed.connect(changes.append)
    for _ in range(3):
        own.renew()
    assert changes == [6, SEEDS - 1, 0] and own.seed == 0


def test_a_fixed_seed_stays_until_it_is_rolled_and_never_grows_too_long(parent: QObject):
    changes = list[int]()
    own = Seeds(lambda: 5, parent)
    own.changed.connect(changes.append)
    own.set_seed(TYPED_SEEDS - 2)
    own.fixed = True
    own.renew()
    assert own.seed == TYPED_SEEDS - 2
    own.roll()
    own.roll()
    assert changes == [TYPED_SEEDS - 2, TYPED_SEEDS - 1, 0] and own.fixed
