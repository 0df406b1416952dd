"""Repairs of model output, and checks of a pair of sentences. Neither needs a model."""

from digest.quality.agreement import chrf
from digest.quality.check import CHECKS, FLAGS, check, is_copy, oddity
from digest.quality.repair import REPAIRS, marks_in, repair, without_added_stop
from digest.quality.retry import Attempt, Candidate, attempts, best, doubt
from digest.quality.text import has_words

__all__ = [
    "CHECKS",
    "FLAGS",
    "REPAIRS",
    "Attempt",
    "Candidate",
    "attempts",
    "best",
    "check",
    "chrf",
    "doubt",
    "has_words",
    "is_copy",
    "marks_in",
    "oddity",
    "repair",
    "without_added_stop",
]
