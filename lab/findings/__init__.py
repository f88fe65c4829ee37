"""From the results of runs to figures, laws and what may be said of them."""
