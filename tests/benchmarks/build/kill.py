"""Kill builds at random moments: only whole files, no process left, and the next build equals a clean one.

`python -m tests.benchmarks.build.kill --kills 50 --articles 1000`; exits 1 when any of that does not hold.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.build import corpus
from tests.benchmarks.build.peers import Digest
from tests.killing import GONE, differing, finish, kill, start
from tests.sites import tree


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--jobs", default="2")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(run(Path(folder), options.kills, options.articles, options.jobs, random.Random(options.seed)))


def run(folder: Path, kills: int, articles: int, jobs: str, moments: random.Random) -> int:
    peer = Digest(folder / "tools")
    root, clean = folder / "site", folder / "clean"
    for site in (root, clean):
        peer.make(site, corpus.articles(articles))
    _edit(peer, root, articles, 0)
    _edit(peer, clean, articles, 1)
    began = time.monotonic()
    assert finish(start(root, "--jobs", jobs))[0] == 0
    seconds = time.monotonic() - began
    assert finish(start(clean, "--jobs", "1"))[0] == 0
    versions = tree(root / "public"), tree(clean / "public")
    killed = ended = partly = faults = 0
    longest = 0.0
    while killed < kills:
        # Old and new in turn, each with a build state and without; as the template is edited, every page is made.
        number = (killed + 1) % 2
        old, new = versions[1 - number], versions[number]
        _edit(peer, root, articles, number)
        if killed % 4 < 2:
            shutil.rmtree(root / ".digest", ignore_errors=True)
        process = start(root, "--jobs", jobs)
        time.sleep(moments.uniform(0.05, 1) * seconds)
        if process.poll() is not None:
            ended += 1
            finish(process)
        else:
            left = kill(process, old, new, root / "public")
            killed += 1
            partly += 0 < left.new < len(differing(old, new))
            longest = max(longest, left.seconds)
            if left.broken or left.seconds > GONE:
                faults += 1
                print(f"kill {killed}: {left.seconds:.1f} s until all had ended, broken: {left.broken[:3]}")
        code, said = finish(start(root, "--jobs", jobs))
        if code or tree(root / "public") != new:
            faults += 1
            print(f"kill {killed}: the next build ended with {code} and differs from a clean one\n{said}")
    print(
        f"{killed} kills of a build of {articles} articles ({seconds:.1f} s, {len(versions[0])} files), {partly} while "
        f"it published, {ended} came too late; all processes had ended after {longest:.2f} s at most; {faults} faults"
    )
    return 1 if faults else 0


def _edit(peer: Digest, site: Path, articles: int, number: int) -> None:
    for each in range(0, articles, 7):
        peer.edit(site, corpus.article(each), "article", number)
    peer.edit(site, corpus.article(0), "template", number)


if __name__ == "__main__":
    main()
