"""Installing package files: good ones whole, bad ones not at all."""

import json
import os
import shutil
import time
from pathlib import Path

import pytest

from digest import argos
from digest.argos import install, isolated_process
from digest.errors import DigestError
from tests import tiny_package


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_package.build(tmp_path_factory.mktemp("built") / "ar_en")


@pytest.fixture(scope="module")
def archive(built: Path) -> Path:
    return tiny_package.pack(built, built.parent / "ar_en.argosmodel")


def tree(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")) if folder.exists() else []


def refused(path: Path, to: Path, limits: argos.Limits | None = None) -> str:
    """Install, expect a refusal that left nothing behind, and return its message."""
    before = tree(to)
    with pytest.raises(DigestError) as error:
        argos.install_path(path, to, limits=limits or argos.Limits())
    assert tree(to) == before
    return str(error.value)


def test_a_package_is_installed_listed_verified_and_removed(archive: Path, tmp_path: Path) -> None:
    to = tmp_path / "new" / "packages"
    package = argos.install_path(archive, to)
    assert (package.name, package.version, package.from_code, package.to_code) == ("translate-ar_en", "1.0", "ar", "en")
    assert argos.installed([to]) == argos.Installed(packages=(package,))
    assert [path.name for path in to.iterdir()] == ["translate-ar_en-1_0"]
    record = json.loads((package.path / "digest.json").read_bytes())
    assert record["source"] == "ar_en.argosmodel"
    assert len(record["archive"]) == 64
    assert set(record["files"]) >= {"metadata.json", "model/model.bin", "sentencepiece.model", "README.md"}
    assert argos.verify(package) == []
    argos.remove(package)
    assert tree(to) == []


def test_verify_names_what_changed_what_is_missing_and_what_is_new(archive: Path, tmp_path: Path) -> None:
    package = argos.install_path(archive, tmp_path)
    (package.path / "model" / "model.bin").write_bytes(b"other")
    (package.path / "README.md").unlink()
    (package.path / "extra").write_bytes(b"")
    assert [problem.problem for problem in argos.verify(package)] == [
        "`README.md` is missing",
        "`extra` is new",
        "`model/model.bin` has changed",
    ]
    (package.path / "digest.json").write_text("[]")
    assert "damaged" in argos.verify(package)[0].problem
    (package.path / "digest.json").unlink()
    assert "no digests" in argos.verify(package)[0].problem


def test_the_same_version_is_replaced_and_another_stays_beside(built: Path, tmp_path: Path) -> None:
    to = tmp_path / "packages"
    first = argos.install_path(tiny_package.pack(built, tmp_path / "a.argosmodel"), to)
    again = argos.install_path(tiny_package.pack(built, tmp_path / "b.argosmodel", extra={"ar_en/new": b"1"}), to)
    assert again.path == first.path
    assert (again.path / "new").exists()
    newer = shutil.copytree(built, tmp_path / "newer")
    about = json.loads((newer / "metadata.json").read_bytes()) | {"package_version": "1.1"}
    (newer / "metadata.json").write_text(json.dumps(about))
    argos.install_path(tiny_package.pack(newer, tmp_path / "c.argosmodel"), to)
    assert [package.version for package in argos.installed([to]).packages] == ["1.1", "1.0"]


def test_a_replaced_version_comes_back_when_the_last_rename_fails(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = argos.install_path(archive, tmp_path)
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if target == package.path and "replaced" not in self.name:
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    message = refused(archive, tmp_path)
    assert "input/output error" in message
    assert argos.verify(package) == []


def test_an_old_package_works(tmp_path: Path) -> None:
    old = tiny_package.age(tiny_package.build(tmp_path / "old", version="1.0"))
    package = argos.install_path(tiny_package.pack(old, tmp_path / "old.argosmodel"), tmp_path / "packages")
    assert next(argos.Engine(package, threads=1).translate(["قال"]))[1].text


def test_byte_pairs_of_the_oldest_packages_are_installed_and_used(tmp_path: Path) -> None:
    old = tiny_package.byte_pairs(tmp_path / "old")
    package = argos.install_path(tiny_package.pack(old, tmp_path / "old.argosmodel"), tmp_path / "packages")
    assert argos.verify(package) == []
    assert next(argos.Engine(package, threads=1).translate(["قال الوزير"]))[1].text


@pytest.mark.parametrize("name", ["stanza", "minisbd", "spacy"])
def test_what_is_beside_the_model_for_argos_changes_nothing(built: Path, tmp_path: Path, name: str) -> None:
    plain = argos.open_package(built)
    extra = {f"ar_en/{name}/ar/tokenize.pt": b"not for us"}
    file = tiny_package.pack(built, tmp_path / "x.argosmodel", extra=extra)
    package = argos.install_path(file, tmp_path / "packages")
    assert plain
    assert package.digest == plain.digest
    assert argos.verify(package) == []


def test_a_package_is_installed_from_a_folder_without_what_is_hidden(built: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(built, tmp_path / "ar_en")
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("x")
    package = argos.install_path(folder, folder / "packages")
    assert argos.verify(package) == []
    assert not (package.path / ".git").exists()


def test_a_folder_that_lacks_a_part_is_refused(built: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(built, tmp_path / "ar_en")
    (folder / "model" / "model.bin").unlink()
    message = refused(folder, tmp_path / "to")
    assert message.startswith(f"{folder}: the package has no `model/model.bin`")


def test_a_package_for_another_pair_than_was_asked_for_is_refused(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(DigestError, match="translates from `ar` to `en`, not from `en` to `ar`"):
        argos.install_path(archive, tmp_path, pair=("en", "ar"))
    assert tree(tmp_path) == []


def test_a_model_that_says_nothing_is_refused(tmp_path: Path) -> None:
    mute = tiny_package.build(tmp_path / "ar_en", favourite="▁")
    path = tiny_package.pack(mute, tmp_path / "mute.argosmodel")
    assert "cannot be used (it says nothing)" in refused(path, tmp_path / "to")


def test_a_folder_that_cannot_be_written_is_named(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    message = refused(archive, tmp_path / "file" / "packages")
    assert "is the folder writable" in message
    assert str(tmp_path / "file" / "packages") in message


def test_a_full_disk_leaves_nothing(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(install, "_record", full)
    assert "no space left on device" in refused(archive, tmp_path / "to")


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.argosmodel"
    page.write_text("<!doctype html>")
    assert "not a package" in refused(page, tmp_path / "to")
    assert "no such package file" in refused(tmp_path / "none.argosmodel", tmp_path / "to")
    assert "neither a package nor a model" in refused(tmp_path, tmp_path / "to")


def test_an_archive_that_is_damaged_inside_leaves_nothing(archive: Path, tmp_path: Path) -> None:
    data = archive.read_bytes()
    spoilt = tmp_path / "spoilt.argosmodel"
    at = data.index(b"model.bin") + 2_000
    spoilt.write_bytes(data[:at] + bytes(100) + data[at + 100 :])
    assert "cannot be unpacked" in refused(spoilt, tmp_path / "to")


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        ("model/model.bin", "cannot be loaded"),
        ("sentencepiece.model", "tokenizer cannot be loaded"),
        ("model/shared_vocabulary.json", "cannot be"),
    ],
)
def test_a_package_that_does_not_load_is_refused(built: Path, tmp_path: Path, part: str, problem: str) -> None:
    broken = shutil.copytree(built, tmp_path / "ar_en")
    (broken / part).write_bytes((broken / part).read_bytes()[:100])
    path = tiny_package.pack(broken, tmp_path / "broken.argosmodel")
    assert problem in refused(path, tmp_path / "to")


def test_a_tokenizer_that_does_not_fit_the_model_is_refused(built: Path, tmp_path: Path) -> None:
    mixed = shutil.copytree(built, tmp_path / "ar_en")
    other = tiny_package.build(tmp_path / "other", text=["żółć gęślą jaźń wąż łoś", "dźwięk śnieg ćma"], pieces=60)
    shutil.copy(other / "sentencepiece.model", mixed / "sentencepiece.model")
    path = tiny_package.pack(mixed, tmp_path / "mixed.argosmodel")
    assert "does not fit" in refused(path, tmp_path / "to")


def test_a_model_that_never_answers_is_refused(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated_process, "_CODE", "import time; time.sleep(60)")
    monkeypatch.setattr(isolated_process, "SECONDS", 0.2)
    assert "no answer in 0.2 seconds" in refused(archive, tmp_path / "to")


def test_a_model_that_crashes_is_refused(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated_process, "_CODE", "import os; os.abort()")
    assert "its process was ended" in refused(archive, tmp_path / "to")


def test_what_a_killed_install_left_is_swept_by_a_later_one(archive: Path, tmp_path: Path) -> None:
    old, young = tmp_path / ".digest-old", tmp_path / ".digest-young"
    old.mkdir()
    young.mkdir()
    os.utime(old, (time.time() - 90_000,) * 2)
    argos.install_path(archive, tmp_path)
    assert not old.exists()
    assert young.exists()


@pytest.mark.parametrize("lead", ["/dev/zero", "/etc", ".", "nowhere", "model/model.bin"])
def test_a_folder_with_a_link_is_refused(built: Path, tmp_path: Path, lead: str) -> None:
    folder = shutil.copytree(built, tmp_path / "ar_en")
    (folder / "model" / "extra").symlink_to(lead)
    assert "the package has a link or device: `model/extra`" in refused(folder, tmp_path / "to")


def test_a_folder_with_a_pipe_is_refused(built: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(built, tmp_path / "ar_en")
    os.mkfifo(folder / "README")
    assert "the package has a link or device: `README`" in refused(folder, tmp_path / "to")


def test_a_model_whose_files_are_devices_is_refused(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "model.bin").symlink_to("/dev/zero")
    assert "the package has a link or device: `model.bin`" in refused(folder, tmp_path / "to")
