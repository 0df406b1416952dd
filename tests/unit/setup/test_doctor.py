import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.argos import Machine, install_path
from digest.config import Config, load
from digest.files import PROGRAM
from digest.setup.doctor import Finding, examine
from tests.sites import NOW, make_site


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return load(make_site(tmp_path / "site", {}), user_cache=tmp_path / "cache")


def findings(config: Config, now: datetime = NOW) -> list[Finding]:
    machine = Machine(folders=[config.root.parent / "packages"], cache=config.root.parent / "cache")
    return list(examine(config, machine, now=now))


def of_state(found: list[Finding], state: str) -> list[str]:
    assert all(bool(each.hint) == (each.state != "good") for each in found)
    return [each.says for each in found if each.state == state]


def test_a_fresh_computer_lacks_only_packages(config: Config) -> None:
    found = findings(config)
    assert of_state(found, "wrong") == []
    assert [says for says in of_state(found, "lacking") if "free on the disk" not in says] == [
        "no translation package for ar → en is installed",
        "no translation package for en → ar is installed",
    ]


@pytest.mark.parametrize(
    ("languages", "source", "lacking"),
    [("ar", "ar", []), ("en", "ar", ["no translation package for ar → en is installed"]), ("en", "en", [])],
)
def test_a_site_in_one_language_lacks_no_package_that_it_does_not_need(
    tmp_path: Path, languages: str, source: str, lacking: list[str]
) -> None:
    toml = f'languages = "{languages}"\nsource_language = "{source}"\n'
    found = of_state(findings(load(make_site(tmp_path / "site", {}, toml))), "lacking")
    assert [says for says in found if "package" in says] == lacking


def test_a_package_is_named_and_one_whose_file_changed_is_wrong(config: Config) -> None:
    package = install_path(PROGRAM / "packages" / "ar_en.argosmodel", config.root.parent / "packages")
    assert any("ar → en is translated by bulletins" in says for says in of_state(findings(config), "good"))
    with (package.path / "metadata.json").open("ab") as file:
        file.write(b"\n")
    assert any("metadata.json" in says for says in of_state(findings(config), "wrong"))


def test_a_clock_before_the_program_was_made_is_wrong(config: Config) -> None:
    found = findings(config, datetime(1970, 1, 1, tzinfo=UTC))
    assert of_state(found, "wrong") == ["the clock says 1970-01-01 00:00 UTC"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_cannot_be_written_is_wrong(config: Config) -> None:
    config.root.chmod(0o500)
    try:
        assert any("permission denied" in says for says in of_state(findings(config), "wrong"))
    finally:
        config.root.chmod(0o700)


def test_what_an_interrupted_build_left_is_told(config: Config) -> None:
    state = config.output / ".digest"
    state.mkdir(parents=True)
    (state / "new-0-1").touch()
    assert any("an interrupted build left 1 file" in says for says in of_state(findings(config), "lacking"))


def test_a_disk_that_is_almost_full_is_told(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(config.root)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=2**20))
    assert any(says.startswith("1 MB are free") for says in of_state(findings(config), "lacking"))
