"""What the tests of growth share: how much longer a piece of work takes when there is twice as much of it."""

import math
import time
from collections.abc import Callable


def times_longer(work: Callable[[int], object], size: int) -> float:
    """Return how many times longer twice as much work takes: 2 where time grows with the size, 4 with its square.

    It is the mean of two doublings, from half of `size` to twice of it, of CPU time, the least of three tries each: so
    that a busy machine hardly shows.
    """
    return math.sqrt(_seconds(work, 2 * size) / _seconds(work, size // 2))


def _seconds(work: Callable[[int], object], size: int) -> float:
    tries = []
    for _ in range(3):
        begun = time.process_time()
        work(size)
        tries.append(time.process_time() - begun)
    return max(min(tries), 1e-6)
