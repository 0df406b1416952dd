import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from digest.memory import Cache
from digest.model import Hypothesis
from tests.sites import let_others_in

SAID = Hypothesis(text="مكتبة «جديدة»", score=-0.25, flags=("truncated", "loop"), alignment="0-0:97 1-1:61")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".digest" / "machine.sqlite"


def in_another_process(script: str, *arguments: object) -> "subprocess.Popen[str]":
    """Start a script that has `cache`, `Hypothesis` and its `arguments`."""
    setting = (
        "import sys\nfrom pathlib import Path\nfrom digest.memory import Cache\nfrom digest.model import Hypothesis\n"
        "cache, arguments = Cache(Path(sys.argv[1])), sys.argv[2:]\n"
    )
    command = [sys.executable, "-c", setting + script, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_what_was_put_is_found_in_the_next_run(path: Path) -> None:
    with Cache(path) as cache:
        cache.put("a", SAID)
        assert cache.get_many(["a", "b"]) == {"a": SAID}
    with Cache(path) as cache:
        assert cache.get_many(["b", "a"]) == {"a": SAID}
        assert not cache.warnings


def test_a_flag_that_only_another_version_knows_is_passed_over(path: Path) -> None:
    with Cache(path) as cache:
        cache.put("a", Hypothesis(text="x", flags=("truncated", "smell", "loop")))
    with Cache(path) as cache:
        assert cache.get_many(["a"])["a"].flags == ("truncated", "loop")


def test_what_is_put_again_is_replaced(path: Path) -> None:
    with Cache(path) as cache:
        cache.put("a", Hypothesis(text="old"))
        cache.put("a", SAID)
        assert cache.get_many(["a"]) == {"a": SAID}


def test_there_may_be_more_keys_than_a_query_takes(path: Path) -> None:
    keys = [str(number) for number in range(1201)]
    with Cache(path) as cache:
        for key in keys:
            cache.put(key, Hypothesis(text=key))
        assert cache.get_many(["missing", *keys]) == {key: Hypothesis(text=key) for key in keys}


@pytest.mark.parametrize("keys", [[], ["a"]])
def test_a_build_that_puts_nothing_makes_no_file(path: Path, keys: Sequence[str]) -> None:
    with Cache(path) as cache:
        assert cache.get_many(keys) == {}
    assert not path.parent.exists()


def test_a_cache_that_is_not_used_imports_no_database() -> None:
    script = "cache.get_many([])\ncache.close()\nprint('sqlite3' in sys.modules)"
    assert in_another_process(script, "nowhere").communicate()[0].strip() == "False"


def test_what_was_put_survives_a_killed_process(path: Path) -> None:
    script = "for n in range(200): cache.put(str(n), Hypothesis(text='x'))\nprint('done', flush=True)\nsys.stdin.read()"
    with in_another_process(script, path) as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    with Cache(path) as cache:
        assert len(cache.get_many(map(str, range(200)))) == 200


def test_processes_may_share_it(path: Path) -> None:
    script = (
        "for n in range(100): cache.put(f'{arguments[0]} {n}', Hypothesis(text='x')); cache.get_many(['a'])\n"
        "cache.close()\nprint(len(cache.warnings))"
    )
    processes = [in_another_process(script, path, name) for name in "abc"]
    assert [process.communicate()[0].strip() for process in processes] == ["0"] * 3
    with Cache(path) as cache:
        assert len(cache.get_many(f"{name} {n}" for name in "abc" for n in range(100))) == 300


@pytest.mark.parametrize(
    "junk",
    [b"not a database at all, but long enough to be looked at" * 100, b"SQLite format 3\0" + b"\xff" * 5000],
    ids=["text", "damaged"],
)
def test_a_damaged_file_is_moved_aside_and_started_anew(path: Path, junk: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(junk)
    with Cache(path) as cache:
        assert cache.get_many(["a"]) == {}
        cache.put("a", SAID)
        assert cache.get_many(["a"]) == {"a": SAID}
        assert not cache.warnings
    assert path.with_name("machine.sqlite.broken").read_bytes() == junk


def test_a_file_damaged_while_in_use_is_started_anew(path: Path) -> None:
    with Cache(path) as cache:
        for number in range(2000):
            cache.put(str(number), SAID)
    data = path.read_bytes()
    path.write_bytes(data[:4096] + os.urandom(len(data) - 4096))
    with Cache(path) as cache:
        assert cache.get_many(["1"]) == {}
        cache.put("a", SAID)
        assert cache.get_many(["a"]) == {"a": SAID}


@pytest.mark.parametrize("length", [0, 1, 50, 4096])
def test_a_file_cut_short_is_no_obstacle(path: Path, length: int) -> None:
    with Cache(path) as cache:
        cache.put("a", SAID)
    path.write_bytes(path.read_bytes()[:length])
    with Cache(path) as cache:
        cache.put("b", SAID)
        assert cache.get_many(["b"]) == {"b": SAID}
        assert not cache.warnings


def test_a_file_of_another_format_is_started_anew(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 7")
    database.close()
    with Cache(path) as cache:
        cache.put("a", SAID)
        assert cache.get_many(["a"]) == {"a": SAID}
        assert not cache.warnings


def test_the_folder_may_be_deleted_at_any_time(path: Path) -> None:
    with Cache(path) as cache:
        cache.put("a", SAID)
        shutil.rmtree(path.parent)
        cache.put("b", SAID)
        assert cache.get_many(["b"]) == {"b": SAID}
    with Cache(path) as cache:
        cache.put("c", SAID)
        assert cache.get_many(["c"]) == {"c": SAID}
        assert not cache.warnings


def test_where_it_cannot_be_written_what_was_said_is_kept_in_memory_with_one_warning(tmp_path: Path) -> None:
    obstacle = tmp_path / ".digest"
    obstacle.write_text("a file, not a folder")
    with Cache(obstacle / "machine.sqlite") as cache:
        cache.put("a", SAID)
        cache.put("b", SAID)
        assert cache.get_many(["a", "b", "c"]) == {"a": SAID, "b": SAID}
        assert [warning.problem.partition(":")[0] for warning in cache.warnings] == ["cannot use the machine cache"]
    assert obstacle.read_text() == "a file, not a folder"


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="Windows has no read-only folders")
def test_a_cache_in_a_read_only_folder_is_read(path: Path, tmp_path: Path) -> None:
    with Cache(path) as cache:
        cache.put("a", Hypothesis(text="x"))
    script = (
        "import os, sqlite3\nif os.getuid() == 0: os.setuid(65534)\n"
        "found = cache.get_many(['a'])\ncache.put('b', Hypothesis(text='y'))\n"
        "print(len(found), len(cache.get_many(['a', 'b'])), len(cache.warnings))"
    )
    let_others_in(tmp_path)
    path.parent.chmod(0o555)
    try:
        assert in_another_process(script, path).communicate()[0].split() == ["1", "2", "1"]
    finally:
        path.parent.chmod(0o755)
