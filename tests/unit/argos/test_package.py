"""What is installed, and where: read from the folders alone."""

import subprocess
import sys
from pathlib import Path

import pytest

from digest import argos
from tests.tiny_package import hollow


def test_argos_packages_dir_wins() -> None:
    environ = {"ARGOS_PACKAGES_DIR": "/srv/packages", "XDG_DATA_HOME": "/data"}
    assert argos.folders(environ, Path("/home/a")) == [Path("/srv/packages")]


def test_xdg_data_home_is_honoured() -> None:
    assert argos.folders({"XDG_DATA_HOME": "/data"}, Path("/home/a")) == [Path("/data/argos-translate/packages")]


def test_the_default_folder_is_in_the_home() -> None:
    assert argos.folders({}, Path("/home/a")) == [Path("/home/a/.local/share/argos-translate/packages")]


def test_argos_own_settings_file_is_read(tmp_path: Path) -> None:
    settings = tmp_path / ".config" / "argos-translate" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"ARGOS_PACKAGES_DIR": "/elsewhere"}')
    assert argos.folders({}, tmp_path) == [Path("/elsewhere")]
    settings.write_text("broken")
    assert argos.folders({}, tmp_path) == [tmp_path / ".local/share/argos-translate/packages"]


def test_a_missing_folder_holds_no_packages(tmp_path: Path) -> None:
    assert argos.installed([tmp_path / "none"]) == argos.Installed()


def test_the_newest_version_comes_first(tmp_path: Path) -> None:
    for version in ("1.9", "1.10", "1.2"):
        hollow(tmp_path, version, package_version=version)
    versions = [package.version for package in argos.installed([tmp_path]).packages]
    assert versions == ["1.10", "1.9", "1.2"]


def test_a_package_without_a_name_gets_the_one_that_argos_gives_it(tmp_path: Path) -> None:
    hollow(tmp_path, "ar_en")
    hollow(tmp_path, "other", name="opus mt/../big")
    names = [package.name for package in argos.installed([tmp_path]).packages]
    assert names == ["opus-mt-..-big", "translate-ar_en"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"{", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "not a JSON object"),
        (b"{}", "no valid `from_code`"),
        (b'{"from_code": "ar", "to_code": 7}', "no valid `to_code`"),
        (b'{"from_code": "../ar", "to_code": "en"}', "no valid `from_code`: `../ar`"),
        (b" " * 2_000_000, "larger than"),
    ],
)
def test_broken_metadata_is_a_problem_and_no_crash(tmp_path: Path, data: bytes, problem: str) -> None:
    hollow(tmp_path, "good")
    (hollow(tmp_path, "bad") / "metadata.json").write_bytes(data)
    found = argos.installed([tmp_path])
    assert [package.path.name for package in found.packages] == ["good"]
    assert len(found.problems) == 1
    assert problem in found.problems[0].problem
    assert found.problems[0].where == str(tmp_path / "bad" / "metadata.json")


def test_a_stray_folder_is_a_problem_and_a_hidden_one_or_a_file_is_nothing(tmp_path: Path) -> None:
    (tmp_path / "stray").mkdir()
    (tmp_path / ".digest-half").mkdir()
    (tmp_path / "notes.txt").write_text("hello")
    found = argos.installed([tmp_path])
    assert not found.packages
    assert [problem.where for problem in found.problems] == [str(tmp_path / "stray" / "metadata.json")]


@pytest.mark.parametrize("part", ["model/model.bin", "sentencepiece.model"])
def test_a_package_that_lacks_a_part_is_a_problem(tmp_path: Path, part: str) -> None:
    (hollow(tmp_path, "ar_en") / part).unlink()
    assert part in argos.installed([tmp_path]).problems[0].problem


def test_packages_of_other_types_are_passed_over(tmp_path: Path) -> None:
    hollow(tmp_path, "sbd", type="sbd")
    assert argos.installed([tmp_path]) == argos.Installed()


def test_the_digest_changes_with_what_decides_a_translation_and_with_nothing_else(tmp_path: Path) -> None:
    path = hollow(tmp_path, "ar_en")

    def digest() -> str:
        return argos.installed([tmp_path]).packages[0].digest

    first = digest()
    (path / "README.md").write_text("changed")
    (path / "stanza").mkdir()
    (path / "stanza" / "ar.pt").write_bytes(b"never used")
    assert digest() == first
    (path / "sentencepiece.model").write_bytes(b"others")
    second = digest()
    (path / "model" / "model.bin").write_bytes(b"changed")
    assert len({first, second, digest()}) == 3


def test_the_digest_covers_a_tokenizer_of_the_target_language(tmp_path: Path) -> None:
    path = hollow(tmp_path, "ar_en")
    before = argos.installed([tmp_path]).packages[0].digest
    (path / "target.spm").write_bytes(b"pieces")
    assert argos.installed([tmp_path]).packages[0].digest != before


def test_a_package_may_say_how_to_weigh_lengths(tmp_path: Path) -> None:
    hollow(tmp_path, "ar_en", length_penalty=1)
    assert argos.installed([tmp_path]).packages[0].length_penalty == 1.0


def test_the_id_names_package_version_and_short_digest(tmp_path: Path) -> None:
    hollow(tmp_path, "ar_en")
    package = argos.installed([tmp_path]).packages[0]
    assert package.id == f"translate-ar_en 1.0 {package.digest[:8]}"


def test_find_takes_the_newest_of_the_pair(tmp_path: Path) -> None:
    hollow(tmp_path, "old", package_version="1.0")
    hollow(tmp_path, "new", package_version="1.1")
    hollow(tmp_path, "back", from_code="en", to_code="ar", package_version="9")
    packages = argos.installed([tmp_path]).packages
    found = argos.find(packages, "ar", "en")
    assert found
    assert found.path.name == "new"
    assert argos.find(packages, "ar", "fr") is None


def test_find_meets_the_bulletins_only_by_name_or_where_a_user_installed_nothing_else(tmp_path: Path) -> None:
    path = hollow(tmp_path, "embedded", name="bulletins")
    came_with = argos.open_package(path, embedded=True)
    assert came_with
    assert argos.find([came_with], "ar", "en") is None
    assert argos.find([came_with], "ar", "en", "bulletins") is came_with
    by_user = argos.open_package(hollow(tmp_path, "installed", name="bulletins", package_version="2.0"))
    full = argos.open_package(hollow(tmp_path, "full"))
    assert by_user
    assert full
    assert argos.find([came_with, by_user], "ar", "en") is by_user
    assert argos.find([came_with, by_user], "ar", "en", "bulletins") is by_user
    assert argos.find([by_user, full], "ar", "en") is full


def test_reading_what_is_installed_imports_no_model_library(tmp_path: Path) -> None:
    hollow(tmp_path, "ar_en")
    code = (
        "import sys; from pathlib import Path; from digest import argos;"
        "assert argos.installed([Path(sys.argv[1])]).packages[0].digest;"
        "assert not {'ctranslate2', 'sentencepiece', 'argostranslate', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)
