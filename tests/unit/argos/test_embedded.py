"""The packages that come with the program: unpacked once, whole, into a folder that may be deleted."""

import os
import shutil
from pathlib import Path

import pytest

from digest.argos.embedded import FOLDER, embedded
from digest.argos.install import remove
from digest.errors import DigestError
from tests import tiny_package


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    return tiny_package.pack(tiny_package.build(folder / "ar_en"), folder / "ar_en.argosmodel")


def test_an_embedded_package_is_unpacked_once(archive: Path, tmp_path: Path) -> None:
    (first,) = embedded(tmp_path / "cache", [archive])
    assert (first.name, first.embedded) == ("bulletins", True)
    stamp = (first.path / "metadata.json").stat().st_mtime_ns
    assert embedded(tmp_path / "cache", [archive]) == [first]
    assert (first.path / "metadata.json").stat().st_mtime_ns == stamp


def test_the_cache_may_be_deleted_at_any_time(archive: Path, tmp_path: Path) -> None:
    (first,) = embedded(tmp_path / "cache", [archive])
    shutil.rmtree(tmp_path / "cache")
    assert embedded(tmp_path / "cache", [archive])[0].digest == first.digest


def test_nothing_but_the_packages_is_left_in_the_cache(archive: Path, tmp_path: Path) -> None:
    (package,) = embedded(tmp_path / "cache", [archive])
    assert list((tmp_path / "cache").iterdir()) == [package.path]


def test_another_archive_of_the_same_name_gets_a_folder_of_its_own(archive: Path, tmp_path: Path) -> None:
    newer = shutil.copy(archive, tmp_path / archive.name)
    with Path(newer).open("ab") as file:
        file.write(b"\0")
    assert len({embedded(tmp_path / "cache", [each])[0].path for each in (archive, Path(newer))}) == 2


def test_an_embedded_package_cannot_be_removed(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(DigestError, match="came with the program"):
        remove(embedded(tmp_path / "cache", [archive])[0])


def test_a_cache_that_cannot_be_written_is_named(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file stands in its place")
    with pytest.raises(DigestError, match="the embedded package cannot be unpacked") as error:
        embedded(tmp_path / "cache", [archive])
    assert error.value.problems[0].where == str(tmp_path / "cache")


def test_the_program_brings_a_package_for_each_direction(tmp_path: Path) -> None:
    pairs = {(package.from_code, package.to_code) for package in embedded(tmp_path / "cache")}
    assert pairs == {("ar", "en"), ("en", "ar")}
    assert len(os.listdir(tmp_path / "cache")) == len(list(FOLDER.glob("*.argosmodel")))  # noqa: PTH208
