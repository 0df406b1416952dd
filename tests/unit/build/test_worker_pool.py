import os
import threading
from collections.abc import Sequence

import pytest

from digest.build.worker_pool import WORTH_A_PROCESS, WorkerPool, batches, pack, unpack, worthwhile_size
from digest.errors import DigestError


class Doubler:
    """Doubles numbers; refuses negative ones, and dies of 13."""

    def __init__(self, name: str) -> None:
        self.name = name

    def double(self, number: int) -> tuple[str, int, int]:
        if number == 13:
            os._exit(3)
        if number < 0:
            raise DigestError(f"{number} is negative")
        return self.name, os.getpid(), 2 * number

    def close(self) -> None:
        pass


@pytest.mark.parametrize("size", [1, 2, 3])
def test_every_task_is_done_once_whoever_does_it(size: int) -> None:
    with WorkerPool(Doubler, size) as pool:
        results = list(pool.map_unordered("double", range(1, 11)))
    assert sorted(result[2] for _, result in results) == list(range(2, 21, 2))
    assert {worker for worker, _ in results} <= set(range(size))
    assert len({result[0] for _, result in results}) <= size


def test_one_worker_is_in_this_process_and_does_tasks_in_their_order() -> None:
    with WorkerPool(Doubler, 1) as pool:
        results = [result for _, result in pool.map_unordered("double", [3, 1, 2])]
    assert results == [("0", os.getpid(), 6), ("0", os.getpid(), 2), ("0", os.getpid(), 4)]


@pytest.mark.parametrize("size", [1, 2])
def test_the_problems_of_all_begun_tasks_come_in_the_order_of_the_tasks(size: int) -> None:
    with WorkerPool(Doubler, size) as pool, pytest.raises(DigestError) as caught:
        list(pool.map_unordered("double", [-1, -2, 5, 6, 7, 8, -9]))
    problems = [problem.problem for problem in caught.value.problems]
    assert problems[0] == "-1 is negative"
    assert problems == sorted(problems)
    assert "-9 is negative" not in problems


@pytest.mark.parametrize("size", [1, 2])
def test_certain_workers_can_be_called(size: int) -> None:
    with WorkerPool(Doubler, size) as pool:
        last = size - 1
        assert [result[2] for result in pool.call("double", {last: 21})] == [42]
        with pytest.raises(DigestError, match="-4 is negative"):
            pool.call("double", {last: -4})
        assert pool.call("double", {}) == []


def test_a_process_that_dies_is_an_error_with_its_exit_code() -> None:
    with WorkerPool(Doubler, 2) as pool, pytest.raises(DigestError, match=r"ended before its time \(exit code 3\)"):
        list(pool.map_unordered("double", [13]))


def test_processes_are_spawned_where_there_are_threads_that_a_fork_would_lose() -> None:
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    try:
        with WorkerPool(Doubler, 2) as pool:
            assert sorted(result[2] for _, result in pool.map_unordered("double", [1, 2])) == [2, 4]
    finally:
        end.set()
        thread.join()


@pytest.mark.parametrize(("count", "jobs", "expected"), [(0, 4, 1), (WORTH_A_PROCESS, 4, 1), (300, 4, 3), (900, 4, 4)])
def test_as_many_workers_as_are_worth_their_start(count: int, jobs: int, expected: int) -> None:
    assert worthwhile_size(count, jobs) == expected


@pytest.mark.parametrize(("items", "expected"), [([], []), ([1, 2, 3], [[1, 2], [3]]), ([1, 2], [[1, 2]])])
def test_items_in_batches(items: Sequence[int], expected: Sequence[Sequence[int]]) -> None:
    assert batches(items, 2) == expected


def test_values_are_unpacked_as_they_were_packed() -> None:
    assert unpack(pack({"a": [1, 2]}), dict[str, list[int]]) == {"a": [1, 2]}
