"""What the runs of an experiment say: effects, break-even, sensitivity, discovery, regret."""
