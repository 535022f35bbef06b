"""Learn: chapters that go from a bet to a theory; each is one file beside this one, played by one small player."""
