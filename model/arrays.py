"""The two precisions of arrays: states, gates and weights are float32; densities, nats and page points float64."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Float32Array = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]
