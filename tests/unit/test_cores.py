"""How many cores there are to work with."""

import os
import subprocess
import sys

import pytest

from digest.cores import cores


def test_there_is_at_least_one() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system binds no process to a core")
def test_a_process_that_is_bound_to_one_core_has_one() -> None:
    bound = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})"
    program = bound + "; from digest.cores import cores; print(cores())"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout.strip() == b"1"
