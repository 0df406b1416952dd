"""Package files: what may be unpacked is, whole; what must not be is refused before a byte is written."""

import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from digest.argos.archive import Limits, opened
from digest.errors import DigestError

GOOD = {
    "ar_en/metadata.json": b'{"from_code": "ar", "to_code": "en", "package_version": "1.0"}',
    "ar_en/model/model.bin": b"weights",
    "ar_en/sentencepiece.model": b"pieces",
}


def write_zip(path: Path, members: dict[str, bytes], change: Callable[[zipfile.ZipInfo], None] | None = None) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name)
            if change:
                change(entry)
            file.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return path


def unpacked(path: Path, into: Path) -> dict[str, bytes]:
    """Unpack a package file, and return what lies in the folder, by path."""
    with opened(path) as archive:
        archive.unpack(into)
    return {file.relative_to(into).as_posix(): file.read_bytes() for file in into.rglob("*") if file.is_file()}


def refused(path: Path, limits: Limits | None = None) -> str:
    """Open a package file, expect a refusal, and return its message."""
    with pytest.raises(DigestError) as error, opened(path, limits or Limits()):
        pass
    assert error.value.problems[0].where == str(path)
    return str(error.value)


def test_the_files_below_the_one_top_folder_are_unpacked(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "good.argosmodel", {"ar_en/": b"", **GOOD, "ar_en/model/empty/": b""})
    assert unpacked(path, tmp_path / "to") == {name.removeprefix("ar_en/"): body for name, body in GOOD.items()}


@pytest.mark.parametrize("flat", ["decoder.yml", "model.bin"])
def test_an_archive_without_a_top_folder_is_unpacked_as_it_is(tmp_path: Path, flat: str) -> None:
    path = write_zip(tmp_path / "opus.zip", {flat: b"1", "vocab/source.yml": b"2"})
    assert unpacked(path, tmp_path / "to") == {flat: b"1", "vocab/source.yml": b"2"}


def test_a_package_is_never_unpacked_over_what_is_there(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "good.argosmodel", GOOD)
    (tmp_path / "to").mkdir()
    with pytest.raises(FileExistsError), opened(path) as archive:
        archive.unpack(tmp_path / "to")
    assert not list((tmp_path / "to").iterdir())


def test_what_a_mac_adds_to_an_archive_is_left_out(tmp_path: Path) -> None:
    extra = {"__MACOSX/ar_en/._metadata.json": b"x", "ar_en/.DS_Store": b"x"}
    with opened(write_zip(tmp_path / "mac.argosmodel", {**GOOD, **extra})) as archive:
        assert set(archive.members) == {PurePosixPath(name.removeprefix("ar_en/")) for name in GOOD}


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("/etc/passwd", "leads elsewhere"),
        ("ar_en/../../evil", "leads elsewhere"),
        ("../evil", "leads elsewhere"),
        ("ar_en//evil", "leads elsewhere"),
        ("ar_en/./evil", "leads elsewhere"),
        ("C:/evil", "not safe on every system"),
        ("ar_en/..\\evil", "not safe on every system"),
        ("ar_en/a\nb", "not safe on every system"),
        ("ar_en/evil.", "not safe on every system"),
        ("ar_en/evil ", "not safe on every system"),
        ("ar_en/a\u202eb", "not safe on every system"),
        ("other/evil", "2 top folders"),
        ("evil", "outside its folder"),
        ("ar_en/MODEL/model.BIN", "twice"),
        ("ar_en/model/model.bin/inside", "inside a file"),
    ],
)
def test_a_hostile_path_is_refused(tmp_path: Path, name: str, problem: str) -> None:
    assert problem in refused(write_zip(tmp_path / "evil.argosmodel", {**GOOD, name: b"x"}))


@pytest.mark.parametrize("mode", [0o120777, 0o020666, 0o010644])
def test_links_and_devices_are_refused(tmp_path: Path, mode: int) -> None:
    def change(entry: zipfile.ZipInfo) -> None:
        entry.external_attr = mode << 16

    assert "a link or device" in refused(write_zip(tmp_path / "evil.argosmodel", GOOD, change))


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "evil.argosmodel", GOOD)
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "encrypted" in refused(path)


@pytest.mark.parametrize(
    ("limits", "problem"),
    [(Limits(files=2), "holds 3 files; the limit is 2"), (Limits(total=10), "would unpack to")],
)
def test_too_much_is_refused(tmp_path: Path, limits: Limits, problem: str) -> None:
    assert problem in refused(write_zip(tmp_path / "big.argosmodel", GOOD), limits)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "bomb.argosmodel", {**GOOD, "ar_en/model/model.bin": bytes(80 << 20)})
    assert "times its size" in refused(path)


@pytest.mark.parametrize("part", sorted(GOOD))
def test_a_package_that_lacks_a_part_is_refused(tmp_path: Path, part: str) -> None:
    path = write_zip(tmp_path / "half.argosmodel", {name: data for name, data in GOOD.items() if name != part})
    assert part.removeprefix("ar_en/") in refused(path)


def test_another_type_of_package_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "sbd.argosmodel", {**GOOD, "ar_en/metadata.json": b'{"type": "sbd"}'})
    assert "of type `sbd`" in refused(path)


def test_metadata_that_is_damaged_is_refused_with_the_path_of_the_archive(tmp_path: Path) -> None:
    assert "not JSON" in refused(write_zip(tmp_path / "bad.argosmodel", {**GOOD, "ar_en/metadata.json": b"{"}))


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.argosmodel"
    page.write_text("<!doctype html>")
    assert "not a package (an `.argosmodel` is a zip archive)" in refused(page)
    assert "there is no such package file" in refused(tmp_path / "none.argosmodel")
    assert "not a package file" in refused(tmp_path)


def test_an_archive_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "cut.argosmodel", GOOD)
    path.write_bytes(path.read_bytes()[:-40])
    assert "not a package" in refused(path)


def test_a_member_that_is_damaged_is_met_while_it_is_unpacked(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "spoilt.argosmodel", {**GOOD, "ar_en/model/model.bin": b"weights of a model " * 99})
    data = bytearray(path.read_bytes())
    at = data.index(b"model.bin") + len("model.bin") + 4
    data[at : at + 4] = bytes(4)
    path.write_bytes(data)
    with pytest.raises(DigestError, match="the package cannot be unpacked"):
        unpacked(path, tmp_path / "to")


def test_a_way_of_compressing_that_is_not_supported_is_an_error(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "new.argosmodel", GOOD)
    data = path.read_bytes()
    for signature, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = data.rindex(signature)
        data = data[: at + offset] + (99).to_bytes(2, "little") + data[at + offset + 2 :]
    path.write_bytes(data)
    with pytest.raises(DigestError, match="compressed in a way that is not supported"):
        unpacked(path, tmp_path / "to")
