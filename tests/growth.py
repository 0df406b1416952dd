"""What the tests of growth share: how much longer a piece of work takes when there is twice as much of it."""

import time
from collections.abc import Callable


def times_longer(work: Callable[[int], object], size: int) -> float:
    """Return the CPU time of `work(2 * size)` in that of `work(size)`, the least of three tries each."""
    return _seconds(work, 2 * size) / _seconds(work, size)


def _seconds(work: Callable[[int], object], size: int) -> float:
    tries = []
    for _ in range(3):
        begun = time.process_time()
        work(size)
        tries.append(time.process_time() - begun)
    return max(min(tries), 1e-6)
