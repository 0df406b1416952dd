"""A build that is killed at any moment leaves whole files only, and the next one equals a clean build.

Killed while it translates, it goes on where it stopped and ends in the same bytes.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.sites import ARTICLE, make_site, tree

CITIES = ("دمشق", "بيروت", "القاهرة", "تونس", "بغداد", "عمان", "الرباط", "الجزائر", "صنعاء", "الخرطوم")
KILLS = 20
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


def bulletins() -> dict[str, str]:
    """Return articles with 70 different sentences for the embedded package, some outside its grammar."""
    return {
        f"2026-11-02-{slug}.txt": f"الطقس في {city}\n\n"
        + "".join(
            f"بلغت درجة الحرارة في {city} {degrees} درجة مئوية.\n\n"
            f"وقال الباحث في {city} إن {degrees} مخطوطة لم تنشر قط.\n\n"
            for degrees in range(number + 11, number + 14)
        )
        for number, (slug, city) in enumerate(zip(SLUGS, CITIES, strict=False))
    }


def test_a_translation_that_is_killed_at_any_moment_goes_on_and_ends_in_the_same_bytes(tmp_path: Path) -> None:
    toml = 'package = "bulletins"\nbeam_size = 4\n'
    whole = make_site(tmp_path / "whole", bulletins(), toml)
    began = time.monotonic()
    assert start(whole).wait() == 0
    seconds = time.monotonic() - began
    expected = tree(whole / "public")
    assert any(b'data-origin="machine"' in body for body in expected.values())
    root = make_site(tmp_path / "site", bulletins(), toml)
    moments = random.Random(11)
    killed = resumed = 0
    while killed < KILLS:
        process = start(root)
        try:
            assert process.wait(moments.uniform(0.45, 1) * seconds) == 0
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
            resumed += (root / ".digest" / "machine.sqlite").exists()
            assert tree(root / "public").items() <= expected.items()
        else:
            assert tree(root / "public") == expected
            shutil.rmtree(root / ".digest")
            shutil.rmtree(root / "public")
    assert resumed
    assert start(root).wait() == 0
    assert tree(root / "public") == expected
