import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.build.output_folder import STATE, declare, filesystem_now, locked_output
from digest.errors import DigestError
from digest.model import Output
from tests.output import Written, files, write


def test_writes_only_what_changed_and_removes_what_is_no_longer_made(tmp_path: Path) -> None:
    first = write([Output("a/index.html", b"1"), Output("ب/index.html", b"2")], tmp_path)
    assert first == Written(("a/index.html", "ب/index.html"), 0, ())
    stamp = (tmp_path / "a/index.html").stat().st_mtime_ns
    second = write([Output("a/index.html", b"1"), Output("c.txt", b"3")], tmp_path)
    assert second == Written(("c.txt",), 1, ("ب/index.html",))
    assert files(tmp_path) == {"a/index.html": b"1", "c.txt": b"3"}
    assert (tmp_path / "a/index.html").stat().st_mtime_ns == stamp
    assert not (tmp_path / "ب").exists()


def test_nothing_is_written_when_nothing_changed(tmp_path: Path) -> None:
    outputs = [Output("a.html", b"1")]
    write(outputs, tmp_path)
    manifest = tmp_path / STATE / "manifest.json"
    stamp = manifest.stat().st_mtime_ns, manifest.stat().st_ino
    assert write(outputs, tmp_path) == Written((), 1, ())
    assert (manifest.stat().st_mtime_ns, manifest.stat().st_ino) == stamp


def test_files_of_others_are_left_alone_and_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "CNAME").write_bytes(b"news.example.org")
    write([Output("index.html", b"1")], tmp_path)
    write([], tmp_path)
    assert files(tmp_path) == {"CNAME": b"news.example.org"}
    with pytest.raises(DigestError, match="did not make"):
        write([Output("index.html", b"1"), Output("CNAME", b"mine")], tmp_path)
    assert files(tmp_path) == {"CNAME": b"news.example.org"}


def test_a_failure_while_the_pages_are_made_leaves_the_old_site_whole(tmp_path: Path) -> None:
    write([Output("a.html", b"old"), Output("b.html", b"old")], tmp_path)

    def broken() -> Iterator[Output]:
        yield Output("a.html", b"new")
        raise DigestError("a template is wrong")

    with pytest.raises(DigestError, match="template"):
        write(broken(), tmp_path)
    assert files(tmp_path) == {"a.html": b"old", "b.html": b"old"}
    assert write([Output("a.html", b"new")], tmp_path) == Written(("a.html",), 0, ("b.html",))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_disk_that_takes_no_more_is_reported_and_leaves_the_old_site_whole(tmp_path: Path) -> None:
    import resource

    write([Output("a.html", b"old")], tmp_path)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(DigestError, match="file too large"):
            write([Output("a.html", b"new"), Output("b.html", bytes(100_001))], tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert files(tmp_path) == {"a.html": b"old"}


@pytest.mark.parametrize("path", ["../x", "/etc/x", "a/../../x", "", f"{STATE}/manifest.json", "a\\..\\x"])
def test_no_path_leaves_the_output_folder(tmp_path: Path, path: str) -> None:
    with pytest.raises(DigestError, match="can't be published"):
        write([Output(path, b"")], tmp_path / "public")
    assert [found.name for found in tmp_path.iterdir()] == ["public"]


def test_a_lost_or_broken_manifest_adopts_equal_files(tmp_path: Path) -> None:
    write([Output("a.html", b"1")], tmp_path)
    (tmp_path / STATE / "manifest.json").write_bytes(b"{")
    assert write([Output("a.html", b"1")], tmp_path) == Written((), 1, ())
    assert write([Output("b.html", b"1")], tmp_path) == Written(("b.html",), 0, ("a.html",))


def hold(folder: Path, held: "multiprocessing.synchronize.Event") -> None:
    def slow() -> Iterator[Output]:
        yield Output("a", b"1")
        held.set()
        time.sleep(60)

    write(slow(), folder)


def test_a_second_build_is_refused_and_a_killed_one_does_not_lock_for_ever(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    held = context.Event()
    process = context.Process(target=hold, args=(tmp_path, held))
    process.start()
    assert held.wait(30)
    with pytest.raises(DigestError, match="another build"):
        write([Output("b", b"2")], tmp_path)
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert write([Output("b", b"2")], tmp_path) == Written(("b",), 0, ())
    assert files(tmp_path) == {"b": b"2"}
    assert not list((tmp_path / STATE).glob("new-*"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
@pytest.mark.parametrize("body", [b"new", b""])
def test_a_pipe_where_a_page_was_or_will_be_is_named_and_neither_waited_for_nor_replaced(
    tmp_path: Path, body: bytes
) -> None:
    write([Output("a.html", b"old"), Output("b/c.html", b"old")], tmp_path)
    (tmp_path / "b/c.html").unlink()
    os.mkfifo(tmp_path / "b/c.html")
    os.mkfifo(tmp_path / "d.html")
    outputs = [Output("a.html", b"new"), Output("b/c.html", body), Output("d.html", body)]
    with pytest.raises(DigestError) as caught:
        write(outputs, tmp_path)
    places = [str(tmp_path / path) for path in ("b/c.html", "d.html")]
    assert [problem.where for problem in caught.value.problems] == places
    assert all("stands where a file is needed" in problem.problem for problem in caught.value.problems)
    assert files(tmp_path) == {"a.html": b"old"}
    assert all(Path(place).is_fifo() for place in places)


def test_a_forged_manifest_removes_nothing_outside_the_output_folder(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    write([Output("a.html", b"1")], folder)
    (tmp_path / "site.toml").write_bytes(b"")
    (folder / "linked").symlink_to(tmp_path)
    (folder / STATE / "manifest.json").write_text('["../site.toml", "linked/site.toml", "/etc/x", "a.html", 3]')
    write([], folder)
    assert (tmp_path / "site.toml").exists()
    assert not (folder / "a.html").exists()


def test_before_a_file_is_moved_the_manifest_names_it(tmp_path: Path) -> None:
    write([Output("a.html", b"1")], tmp_path)
    with locked_output(tmp_path) as made_before:
        declare(tmp_path, made_before, {"b.html": None})
    with locked_output(tmp_path) as named:
        assert list(named) == ["a.html", "b.html"]


def test_an_interrupted_build_leaves_nothing_that_the_next_one_does_not_take_away(tmp_path: Path) -> None:
    write([Output("a.html", b"1")], tmp_path)
    with locked_output(tmp_path) as made_before:
        declare(tmp_path, made_before, {"b.html": None})
        (tmp_path / "b.html").write_bytes(b"2")  # moved, and then the power went
    assert write([Output("a.html", b"1")], tmp_path).removed == ("b.html",)
    assert files(tmp_path) == {"a.html": b"1"}


def test_the_time_of_the_output_folders_disk_is_later_than_its_files(tmp_path: Path) -> None:
    write([Output("a.html", b"1")], tmp_path)
    with locked_output(tmp_path):
        assert filesystem_now(tmp_path) >= (tmp_path / "a.html").stat().st_mtime_ns
