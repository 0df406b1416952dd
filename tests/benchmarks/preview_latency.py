"""Time from a saved file to the event that its page is there, with a build that costs nothing.

Run it from the repository's root: `.venv/bin/python -m tests.benchmarks.preview_latency`
"""

import statistics
import tempfile
import time
from pathlib import Path

import httpx

from tests.preview_site import TinySite, previewed

SAVES = 40


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = TinySite(Path(folder))
        site.save("index.html", "first")
        with previewed(site):
            site.built()
            with httpx.stream("GET", f"{site.url}__digest/events", timeout=20) as response:
                states = (line for line in response.iter_lines() if line.startswith("data: "))
                next(states)
                milliseconds = []
                for number in range(SAVES):
                    site.save("index.html", str(number))
                    start = time.perf_counter()
                    next(states)
                    milliseconds.append((time.perf_counter() - start) * 1000)
    print(f"median {statistics.median(milliseconds):.0f} ms, worst {max(milliseconds):.0f} ms")


if __name__ == "__main__":
    main()
