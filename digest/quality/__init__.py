"""Repairs of model output, and checks of a pair of sentences. Neither needs a model."""

from digest.quality.check import CHECKS, FLAGS, check
from digest.quality.repair import REPAIRS, repair
from digest.quality.retry import Attempt, attempts, doubt, least_doubtful

__all__ = [
    "CHECKS",
    "FLAGS",
    "REPAIRS",
    "VERSION",
    "Attempt",
    "attempts",
    "check",
    "doubt",
    "least_doubtful",
    "repair",
]

VERSION = 1
"""Of the repairs and checks, for what is cached after them; raise it when a change can change a text or a flag."""
