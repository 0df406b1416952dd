"""Repairs of model output, and checks of a pair of sentences. Neither needs a model."""

from digest.quality.check import CHECKS, FLAGS, check
from digest.quality.repair import REPAIRS, repair
from digest.quality.retry import Attempt, attempts, doubt, least_doubtful

__all__ = [
    "CHECKS",
    "FLAGS",
    "REPAIRS",
    "Attempt",
    "attempts",
    "check",
    "doubt",
    "least_doubtful",
    "repair",
]
