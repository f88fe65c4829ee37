"""Parameters counted by arithmetic are those of the network; a width that does not fit is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lab.networks.budget import LATER, NAMES, Setting, count_parameters, fit_width, hold_to_budget, quicken, shared
from lab.networks.cells import LSTMParts
from lab.networks.stack import Stack
from training.network import parameter_count

SETTINGS = [
    Setting(),
    Setting(cell="gru"),
    Setting(cell="rnn-relu", residual=0.1),
    Setting(layers=3),
    Setting(layers=3, skips=False, parameters=20_000),
    *(
        Setting(gates=gates)
        for gates in (
            LSTMParts(output=False),
            LSTMParts(coupled=True),
            LSTMParts(peepholes=True),
            LSTMParts(forget=False, peepholes=True),
        )
    ),
]


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_count_is_the_networks_and_lies_within_two_percent(setting: Setting) -> None:
    hidden = fit_width(setting)
    count = parameter_count([Stack(setting.shape(hidden))])
    assert count == count_parameters(setting.shape(hidden))
    assert abs(count - setting.parameters) <= 0.02 * setting.parameters
    hold_to_budget(setting)
    for other in (hidden - 1, hidden + 1):
        farther = count_parameters(setting.shape(other))
        assert abs(farther - setting.parameters) >= abs(count - setting.parameters)


def test_a_budget_that_no_width_meets_is_refused() -> None:
    with pytest.raises(ValueError, match="no width gives 100 parameters"):
        hold_to_budget(Setting(parameters=100))


def test_what_is_shared_and_what_differs() -> None:
    same, different = shared([Setting(), replace(Setting(), cell="gru", steps=7)])
    assert different == ["cell", "steps"] and same["window"] == Setting().window and "cell" not in same
    assert set(NAMES) == set(same) | set(different)


def test_a_trial_keeps_what_variants_differ_in() -> None:
    one, other = (quicken(Setting(window=window)) for window in (32, 256))
    assert one.window < other.window and one.steps < Setting().steps


def test_a_field_that_came_later_leaves_older_keys_alone() -> None:
    assert not set(LATER) & set(Setting().to_json())
    assert all(getattr(Setting(), name) == value for name, value in LATER.items())
    assert replace(Setting(), clip_by="value").to_json()["clip_by"] == "value"
