"""Live runs: the model is run while somebody looks, fairly for all visitors, and stops when nobody waits any more."""
