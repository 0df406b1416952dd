"""A build that is killed at any moment leaves whole files only, and the next one equals a clean build."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.sites import ARTICLE, make_site, tree

SLUGS = [f"story-{number}" for number in range(12)]


def articles(day: str) -> dict[str, str]:
    return {f"2026-11-02-{slug}.txt": ARTICLE.replace("الخميس", f"{day} {slug}") for slug in SLUGS}


def start(root: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "digest", "build", "--allow-untranslated", "--now", "2026-11-23T12:00"]
    environment = {**os.environ, "ARGOS_PACKAGES_DIR": str(root / "none"), "XDG_CACHE_HOME": str(root / "cache")}
    return subprocess.Popen(command, cwd=root, env=environment, stderr=subprocess.DEVNULL)


def test_a_build_that_is_killed_leaves_whole_files_and_the_next_one_heals_the_site(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", articles("الأحد"))
    began = time.monotonic()
    assert start(root).wait() == 0
    seconds = time.monotonic() - began
    old = tree(root / "public")
    clean = make_site(tmp_path / "clean", articles("الاثنين"))
    assert start(clean).wait() == 0
    new = tree(clean / "public")
    assert new.keys() == old.keys()
    assert new != old
    moments = random.Random(7)
    for _ in range(4):
        make_site(root, articles("الاثنين"))
        process = start(root)
        time.sleep(moments.uniform(0.2, 1) * seconds)
        process.send_signal(signal.SIGKILL)
        process.wait()
        found = tree(root / "public")
        assert all(found[path] in (old[path], new[path]) for path in old)
        assert found.keys() == old.keys()
        assert start(root).wait() == 0
        assert tree(root / "public") == new
        make_site(root, articles("الأحد"))
        assert start(root).wait() == 0
        assert tree(root / "public") == old
