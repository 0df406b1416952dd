"""Repairs of model output, and checks of a pair of sentences. Neither needs a model."""

from digest.quality.agreement import chrf
from digest.quality.check import CHECKS, FLAGS, check, oddity
from digest.quality.repair import REPAIRS, repair
from digest.quality.retry import Attempt, attempts, doubt, least_doubtful

__all__ = [
    "CHECKS",
    "FLAGS",
    "REPAIRS",
    "Attempt",
    "attempts",
    "check",
    "chrf",
    "doubt",
    "least_doubtful",
    "oddity",
    "repair",
]
