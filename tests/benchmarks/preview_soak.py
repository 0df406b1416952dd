"""A preview through thousands of random edits: does it end as a clean build, and does its memory stay flat?

Run it from the repository's root: `.venv/bin/python -m tests.benchmarks.preview_soak [edits] [seed]`
"""

import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from digest.argos import Machine
from tests.soak import Day

EDITS = 2000


def megabytes() -> float:
    """Return the memory that this process uses now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def main() -> None:
    """Edit, build, and compare."""
    edits = int(sys.argv[1]) if len(sys.argv) > 1 else EDITS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    with tempfile.TemporaryDirectory() as folder:
        machine = Machine(folders=[], cache=Path(folder) / "packages", beam_size=1, threads=1)
        day = Day(Path(folder) / "site", machine, random.Random(seed))
        start = time.perf_counter()
        for number in range(edits):
            day.edit()
            if number % max(1, edits // 10) == 0:
                print(f"{number} edits, {megabytes():.0f} MB, {time.perf_counter() - start:.0f} s", flush=True)
        day.end()
        equal = day.equals_a_clean_build(Path(folder) / "clean")
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(day.edits.items()))
        print(f"{day.builds} builds ({day.failures} failed): {kinds}")
        print(f"{megabytes():.0f} MB at the end; equal to a clean build: {'yes' if equal else 'NO'}")
    sys.exit(not equal)


if __name__ == "__main__":
    main()
