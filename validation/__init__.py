"""What the model is held against: patterns with their mechanism on and off, and figures with their sources."""
