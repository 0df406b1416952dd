"""Reports of how far a long piece of work is: from whatever does it to whoever shows it."""

from collections.abc import Callable
from typing import Literal

Stage = Literal["read", "translate", "retry", "compare", "render", "import"]
"""What is being done: articles read, sentences translated, doubtful ones tried again, second opinions asked for, pages
rendered, articles imported."""

Progress = Callable[[Stage, int, int], None]
"""Called with a stage, how much of it is done, and how much there is in all."""


def quiet(stage: Stage, done: int, total: int) -> None:
    """Take a report of progress, and show nothing."""
