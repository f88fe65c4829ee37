"""The network: data, training, evaluation and sampling. Knows torch, NumPy and SciPy; no Qt and no inkapp."""
