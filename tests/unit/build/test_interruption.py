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
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from digest.argos import Machine
from tests import versions
from tests.killing import GONE, finish, kill, members, start, wait_for, workers
from tests.sites import ARTICLE, make_site, tree
from tests.versions import Versions

CITIES = ("دمشق", "بيروت", "القاهرة", "تونس", "بغداد", "عمان", "الرباط", "الجزائر", "صنعاء", "الخرطوم")
KILLS = 20
SLUGS = [f"story-{number}" for number in range(12)]


def articles(day: str) -> dict[str, str]:
    return {f"2026-11-02-{slug}.txt": ARTICLE.replace("الخميس", f"{day} {slug}") for slug in SLUGS}


def test_a_build_that_is_killed_leaves_whole_files_and_the_next_one_heals_the_site(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", articles("الأحد"))
    began = time.monotonic()
    assert finish(start(root))[0] == 0
    seconds = time.monotonic() - began
    old = tree(root / "public")
    clean = make_site(tmp_path / "clean", articles("الاثنين"))
    assert finish(start(clean))[0] == 0
    new = tree(clean / "public")
    assert new.keys() == old.keys()
    assert new != old
    moments = random.Random(7)
    for _ in range(4):
        make_site(root, articles("الاثنين"))
        process = start(root)
        time.sleep(moments.uniform(0.2, 1) * seconds)
        process.kill()
        finish(process)
        found = tree(root / "public")
        assert all(found[path] in (old[path], new[path]) for path in old)
        assert found.keys() == old.keys()
        assert finish(start(root))[0] == 0
        assert tree(root / "public") == new
        make_site(root, articles("الأحد"))
        assert finish(start(root))[0] == 0
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
    assert finish(start(whole))[0] == 0
    seconds = time.monotonic() - began
    expected = tree(whole / "public")
    assert any(b'data-origin="machine"' in body for body in expected.values())
    root = make_site(tmp_path / "site", bulletins(), toml)
    moments = random.Random(11)
    killed = resumed = 0
    while killed < KILLS:
        process = start(root)
        try:
            process.wait(moments.uniform(0.45, 1) * seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            finish(process)
            killed += 1
            resumed += (root / ".digest" / "machine.sqlite").exists()
            assert tree(root / "public").items() <= expected.items()
        else:
            assert finish(process)[0] == 0
            assert tree(root / "public") == expected
            shutil.rmtree(root / ".digest")
            shutil.rmtree(root / "public")
    assert resumed
    assert finish(start(root))[0] == 0
    assert tree(root / "public") == expected


ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the processes of a build are looked for in /proc")


@pytest.fixture
def both(tmp_path_factory: pytest.TempPathFactory) -> Versions:
    return versions.make(tmp_path_factory.getbasetemp() / "versions", 2)


Moment = Callable[["subprocess.Popen[str]", Path, Versions], bool]


def reading(process: "subprocess.Popen[str]", root: Path, both: Versions) -> bool:
    return len(workers(process)) == both.jobs


def making(process: "subprocess.Popen[str]", root: Path, both: Versions) -> bool:
    return len(workers(process)) == both.jobs and any((root / "public" / ".digest").glob("new*"))


def moving(process: "subprocess.Popen[str]", root: Path, both: Versions) -> bool:
    return any((root / "public" / path).read_bytes() != both.old[path] for path in PAGES)


PAGES = [f"articles/story-{number}/index.html" for number in range(0, 200, 20)]


def begin(root: Path, both: Versions, moment: Moment) -> "subprocess.Popen[str]":
    """Begin to build the new version in two processes, and return when it has come to a moment."""
    for _ in range(20):
        process = start(both.site(root), "--jobs", str(both.jobs))
        if wait_for(process, partial(moment, process, root, both)):
            return process
        assert finish(process)[0] == 0  # it was too fast to be seen
        shutil.rmtree(root)
    raise AssertionError(f"no build is ever seen {moment.__name__}")


@ON_LINUX
@pytest.mark.parametrize("moment", [making, moving])
def test_a_build_in_two_processes_that_is_killed_leaves_whole_files_and_no_process(
    tmp_path: Path, both: Versions, machine: Machine, moment: Moment
) -> None:
    root = tmp_path / "site"
    left = kill(begin(root, both, moment), both.old, both.new, root / "public")
    assert not left.broken
    assert left.seconds < GONE
    assert both.mix(root / "public")
    assert both.ends_well(root, machine)


@ON_LINUX
@pytest.mark.parametrize("moment", [reading, making])
def test_a_worker_that_is_killed_ends_the_build_with_a_message_and_the_old_site_is_whole(
    tmp_path: Path, both: Versions, machine: Machine, moment: Moment
) -> None:
    root = tmp_path / "site"
    process = begin(root, both, moment)
    os.kill(workers(process)[0], signal.SIGKILL)
    code, said = finish(process, within=20)
    assert (code, "Traceback" in said) == (1, False), said
    assert "error: a process of the build ended before its time" in said
    assert "    hint: " in said
    assert not members(process.pid)
    assert tree(root / "public") == both.old
    assert both.ends_well(root, machine)


@ON_LINUX
@pytest.mark.parametrize("moment", [reading, moving])
def test_ctrl_c_ends_a_build_in_two_processes_at_once_and_leaves_whole_files(
    tmp_path: Path, both: Versions, machine: Machine, moment: Moment
) -> None:
    root = tmp_path / "site"
    process = begin(root, both, moment)
    began = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    code, said = finish(process, within=20)
    assert (code, "Traceback" in said) == (130, False), said
    assert time.monotonic() - began < GONE
    assert "interrupted" in said
    assert not members(process.pid)
    assert both.mix(root / "public") if moment is moving else tree(root / "public") == both.old
    assert both.ends_well(root, machine)
