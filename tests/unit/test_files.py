"""Files: read whole or with a reason, told apart when changed, replaced as a whole or not at all."""

import os
import stat
import threading
from pathlib import Path

import pytest

from digest import files
from digest.errors import DigestError
from digest.files import (
    NEVER_MATCHES,
    RACY_WINDOW,
    check_file,
    is_below,
    is_settled,
    make_file,
    read_bytes,
    real_path,
    replace_file,
    signature,
    signature_of,
    write_file,
)

needs_permissions = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root"
)


# --- replacing --------------------------------------------------------------------------------------------------------


def test_a_file_is_made_or_replaced_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    for body in (b"first", b"", "ثان".encode()):
        replace_file(file, body)
        assert file.read_bytes() == body
        assert list(tmp_path.iterdir()) == [file]


def test_who_has_the_old_file_open_reads_it_to_its_end(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    with file.open("rb") as opened:
        replace_file(file, b"new")
        assert opened.read() == b"old"
    assert file.read_bytes() == b"new"


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755])
def test_a_file_that_is_replaced_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    file.chmod(mode)
    replace_file(file, b"new")
    assert stat.S_IMODE(file.stat().st_mode) == mode


def test_a_new_file_has_the_mode_that_any_new_file_has(tmp_path: Path) -> None:
    replace_file(tmp_path / "a.txt", b"")
    (tmp_path / "b.txt").write_bytes(b"")
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "b.txt").stat().st_mode


@pytest.mark.parametrize("step", ["write_bytes", "replace"])
@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_replacement_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, fault: BaseException
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr(Path, step, fail)
    with pytest.raises(type(fault)):
        replace_file(file, b"new")
    monkeypatch.undo()
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_in_the_place_of_the_file_stays(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(OSError, match="directory"):
        replace_file(tmp_path / "a.txt", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        replace_file(tmp_path / "none" / "a.txt", b"new")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["a" * 255, "خبر" * 40 + ".txt", "报" * 83 + ".md"])
def test_a_name_of_the_greatest_length_is_no_obstacle(tmp_path: Path, name: str) -> None:
    replace_file(tmp_path / name, b"new")
    assert (tmp_path / name).read_bytes() == b"new"


def test_two_writers_at_once_never_mix(tmp_path: Path) -> None:
    file, bodies = tmp_path / "a.txt", [letter * 100_000 for letter in (b"a", b"b", b"c")]
    file.write_bytes(bodies[0])
    seen: set[bytes] = set()

    def write(body: bytes) -> None:
        for _ in range(50):
            replace_file(file, body)

    writers = [threading.Thread(target=write, args=(body,)) for body in bodies]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        seen.add(file.read_bytes())
    assert seen <= set(bodies)
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_cannot_be_written_is_called_by_its_path(tmp_path: Path) -> None:
    with pytest.raises(DigestError) as error:
        write_file(tmp_path / "none" / "a.po", b"", "a.po")
    assert str(error.value) == "a.po: cannot write it: no such file or directory"
    write_file(tmp_path / "a.po", b"body", "a.po")
    assert (tmp_path / "a.po").read_bytes() == b"body"


# --- links ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "inside"),
    [
        ("top/a.txt", True),
        ("top/sub/none/b.txt", True),
        ("top", True),
        ("top/in/a.txt", True),
        ("top/out/a.txt", False),
        ("top/out.txt", False),
        ("top/sub/out/sub/a.txt", False),
        ("top/self/a.txt", True),
        ("top/sub/../a.txt", True),
        ("top/../a.txt", False),
        ("top/in/../../a.txt", False),
        ("top/deep/../a.txt", True),
        ("top/out/../top/a.txt", True),
        ("topmost/a.txt", False),
        ("a.txt", False),
        ("link/a.txt", True),
        ("link/out/a.txt", False),
    ],
)
def test_a_file_is_below_a_folder_when_all_links_and_dots_are_followed(tmp_path: Path, path: str, inside: bool) -> None:
    top = tmp_path / "top"
    (top / "sub" / "sub").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    links = {"in": "sub", "out": "../outside", "out.txt": "../outside/a.txt", "self": "self", "deep": "sub/sub"}
    for link, target in {**links, "sub/out": "../out", "../link": "top"}.items():
        (top / link).symlink_to(target)
    (tmp_path / "outside" / "sub").symlink_to("../outside")
    assert is_below(tmp_path / path, top) is inside
    assert is_below(str(tmp_path / path), tmp_path / "link") is inside
    assert is_below(tmp_path / path, top) is real_path(tmp_path / path).is_relative_to(real_path(top))


def test_a_link_that_leads_to_itself_has_a_real_path(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert real_path(tmp_path / "a" / "c").is_relative_to(real_path(tmp_path))


# --- reading ----------------------------------------------------------------------------------------------------------


def test_the_bytes_of_a_file_are_read_as_they_are(tmp_path: Path) -> None:
    body = bytes(range(256)) * 1_000
    (tmp_path / "a.txt").write_bytes(body)
    assert read_bytes(tmp_path / "a.txt", "a.txt") == read_bytes(str(tmp_path / "a.txt"), "a.txt") == body


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DigestError) as error:
        read_bytes(tmp_path / "a.txt", "a.txt")
    assert str(error.value) == "a.txt: there is no such file"


def test_what_cannot_be_read_is_an_error_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(DigestError, match=r"a\.txt: cannot read it: is a directory"):
        read_bytes(tmp_path, "a.txt")


@needs_permissions
def test_a_file_that_may_not_be_read_is_an_error_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch(mode=0)
    with pytest.raises(DigestError, match="permission denied"):
        read_bytes(tmp_path / "a.txt", "a.txt")


def test_what_stands_in_the_place_of_a_file_and_is_none_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "folder")
    for name in ("pipe", "folder", "link"):
        with pytest.raises(DigestError, match="it is not a file") as error:
            check_file(tmp_path / name, name)
        assert error.value.problems[0].where == name


def test_a_file_a_link_to_one_and_nothing_at_all_are_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "file")
    (tmp_path / "broken").symlink_to(tmp_path / "none")
    for name in ("file", "link", "broken", "none"):
        check_file(tmp_path / name, name)


# --- signatures -------------------------------------------------------------------------------------------------------


def test_a_file_that_nobody_touched_has_the_same_signature(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    assert signature_of(tmp_path / "a") == signature_of(str(tmp_path / "a")) == signature((tmp_path / "a").stat())


def test_another_size_time_or_inode_is_another_signature(tmp_path: Path) -> None:
    file = tmp_path / "a"
    seen = []
    file.write_bytes(b"1")
    seen.append(signature_of(file))
    file.write_bytes(b"12")
    os.utime(file, ns=(0, 5))
    seen.append(signature_of(file))
    os.utime(file, ns=(0, 6))
    seen.append(signature_of(file))
    (tmp_path / "b").write_bytes(b"12")
    os.utime(tmp_path / "b", ns=(0, 6))
    (tmp_path / "b").replace(file)
    seen.append(signature_of(file))
    assert len(set(seen)) == 4


def test_a_time_that_was_set_back_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"1")
    before = file.stat()
    while file.stat().st_ctime_ns == before.st_ctime_ns:
        file.write_bytes(b"2")
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (file.stat().st_mtime_ns, file.stat().st_size) == (before.st_mtime_ns, before.st_size)
    assert signature_of(file) != signature(before)


@pytest.mark.parametrize("name", ["none", "a\0b", "broken", "file/below"])
def test_what_is_not_there_has_no_signature(tmp_path: Path, name: str) -> None:
    (tmp_path / "broken").symlink_to(tmp_path / "none")
    (tmp_path / "file").touch()
    assert signature_of(f"{tmp_path}/{name}") is None


def test_one_signature_is_that_of_no_file(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    os.utime(tmp_path / "a", ns=(-1, -1))
    assert signature_of(tmp_path / "a") != NEVER_MATCHES


NOW = 10 * RACY_WINDOW


@pytest.mark.parametrize(
    ("changed", "status_changed", "settled"),
    [
        (0, 0, True),
        (NOW - RACY_WINDOW - 1, 0, True),
        (NOW - RACY_WINDOW, 0, False),
        (0, NOW - RACY_WINDOW, False),
        (NOW, NOW, False),
        (NOW + 1, 0, False),
    ],
)
def test_a_file_is_settled_when_it_last_changed_well_before_it_was_looked_at(
    changed: int, status_changed: int, settled: bool
) -> None:
    assert is_settled((1, changed, status_changed, 7), NOW) is settled


def test_what_is_not_there_is_settled() -> None:
    assert is_settled(None, NOW)


def test_the_folder_of_the_program_is_where_its_files_are() -> None:
    assert (files.PROGRAM / "files.py").is_file()


def test_a_file_is_made_once_with_its_folders_and_below_its_folder(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link").symlink_to(tmp_path / "out")
    make_file(tmp_path / "in" / "a" / "b.txt", b"x", "a/b.txt", within=tmp_path / "in")
    assert (tmp_path / "in" / "a" / "b.txt").read_bytes() == b"x"
    for path in ("a/b.txt", "link/c.txt", "a/b.txt/c.txt"):
        with pytest.raises(DigestError, match=r"already|leads out|cannot make its folder"):
            make_file(tmp_path / "in" / path, b"y", path, within=tmp_path / "in")
    with pytest.raises(DigestError, match="leads out of the in folder"):
        write_file(tmp_path / "in" / "link" / "c.txt", b"y", "c.txt", within=tmp_path / "in")
    assert (tmp_path / "in" / "a" / "b.txt").read_bytes() == b"x"
    assert not list((tmp_path / "out").iterdir())
