"""What a training asks of a network, whatever it learns: its loss, what it is judged by, and what these are called."""

from __future__ import annotations

from torch import Tensor, nn

from training.data.batch import Samples


class TrainedNetwork(nn.Module):
    """A network that ``training.run`` trains.

    ``unit``: of what the loss is a mean over. ``chosen_by``: which figure of ``judge`` chooses the weights that are kept, the
    lowest. ``dropout``: the run puts its own there.
    """

    unit = "point"
    chosen_by = "nats_per_point"
    dropout: nn.Dropout

    @property
    def loss(self) -> str:
        """What the loss is called."""
        return f"nats_per_{self.unit}"

    def total(self, batch: Samples) -> tuple[Tensor, float]:
        """The nats of a batch, summed, and how many units they are of."""
        raise NotImplementedError

    def judge(self, batch: Samples) -> dict[str, tuple[float, float]]:
        """The figures of held-out lines, of each a sum and of how many; the loss is among them."""
        raise NotImplementedError

    def hold_rest(self) -> None:
        """Puts what is not to be learnt where it belongs; to be called after weights are loaded."""
