"""Running an experiment: one pair of runs, threads or a cluster, order, failures, and when it is precise enough."""
