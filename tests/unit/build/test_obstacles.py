import threading
from pathlib import Path

import pytest

from digest.build.obstacles import check, clear_state
from digest.errors import DigestError, Problem


def obstacles(folder: Path, *paths: str) -> tuple[Problem, ...]:
    with pytest.raises(DigestError) as caught:
        check(folder, paths)
    return caught.value.problems


def test_nothing_is_in_the_way_of_files_in_new_folders_and_of_those_that_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/index.html").write_bytes(b"old")
    (tmp_path / "linked").symlink_to("a")
    check(tmp_path, ["a/index.html", "b/c/index.html", "linked/index.html"])
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["a", "linked"]


def test_everything_that_is_in_the_way_is_named_with_its_place(tmp_path: Path) -> None:
    output = tmp_path / "public"
    output.mkdir()
    (output / "blocked").write_bytes(b"mine")
    (output / "folder.html").mkdir()
    (output / "outside").symlink_to(tmp_path)
    long = "و" * 128
    paths = ["a/index.html", "blocked/index.html", "folder.html", "outside/index.html", f"tags/{long}/index.html"]
    found = obstacles(output, *paths)
    assert [(problem.problem, problem.where) for problem in found] == [
        ("a file stands where a folder is needed", str(output / "blocked")),
        ("a link in the output folder leads out of it", str(output / "outside")),
        (f"`{'و' * 40}…` is too long for the name of a folder", str(output / "tags")),
        ("a folder stands where a file is needed", str(output / "folder.html")),
    ]
    assert not (output / "tags").exists()
    assert not (output / "a").exists()


def test_a_file_that_goes_while_its_folder_is_looked_through_is_no_fault(tmp_path: Path) -> None:
    ended = threading.Event()

    def come_and_go() -> None:
        while not ended.is_set():
            (tmp_path / "journal").write_bytes(b"")
            (tmp_path / "journal").unlink()

    other = threading.Thread(target=come_and_go)
    other.start()
    try:
        assert [clear_state(tmp_path) for _ in range(500)] == [[]] * 500
    finally:
        ended.set()
        other.join()
