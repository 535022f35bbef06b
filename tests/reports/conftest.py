"""The small comparisons that reports are made of."""

from tests.experiments.conftest import comparison, made_up

__all__ = ["comparison", "made_up"]
