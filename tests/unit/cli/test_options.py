import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest

from digest.cli.options import build_time, cache_folder, index_url, machine_for, named_packages, package_folders
from digest.config import Config, load
from digest.errors import DigestError
from tests.sites import make_site


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return load(make_site(tmp_path / "site", {}, 'time_zone = "Asia/Damascus"\nbeam_size = 2\nround_trip = true\n'))


@pytest.fixture(autouse=True)
def _environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "packages"))


def test_the_index_of_packages_is_the_one_that_argos_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("ARGOS_PACKAGE_INDEX", raising=False)
    usual = index_url()
    settings = tmp_path / "argos-translate" / "settings.json"
    settings.parent.mkdir()
    settings.write_text('{"ARGOS_PACKAGE_INDEX": "https://of-the-file.example/"}')
    assert index_url() == "https://of-the-file.example/" != usual
    monkeypatch.setenv("ARGOS_PACKAGE_INDEX", "https://of-the-environment.example/")
    assert index_url() == "https://of-the-environment.example/"


def test_a_time_without_a_zone_is_of_the_sites_zone(config: Config) -> None:
    assert build_time("2026-11-23T08:00", config) == datetime(2026, 11, 23, 5, tzinfo=UTC)
    assert build_time("2026-11-23T08:00+01:00", config) == datetime(2026, 11, 23, 7, tzinfo=UTC)


def test_without_a_time_that_of_source_date_epoch_counts_and_else_the_clock(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert abs(build_time(None, config) - datetime.now(UTC)) < timedelta(minutes=1)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert build_time(None, config) == datetime(1970, 1, 2, tzinfo=UTC)
    assert build_time("2026-11-23T08:00Z", config) == datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.mark.parametrize("epoch", ["yesterday", "1" * 40, "1.5"])
def test_what_is_no_time_is_refused_by_its_name(config: Config, monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(click.BadParameter, match="is not a time") as refused:
        build_time(None, config)
    assert refused.value.param_hint == "SOURCE_DATE_EPOCH"
    with pytest.raises(click.BadParameter) as refused:
        build_time("yesterday", config)
    assert refused.value.param_hint == "--now"


def test_the_machine_is_set_as_the_site_wants_it(config: Config) -> None:
    machine = machine_for(config)
    assert (machine.round_trip, machine.second) == (True, None)
    assert machine.folders == tuple(package_folders())
    assert machine.is_set_like(machine_for(config))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a folder of its own for it")
def test_the_cache_lies_where_the_user_keeps_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache_folder() == tmp_path / "cache" / "digest"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_folder() == Path.home() / ".cache" / "digest"


def test_embedded_packages_have_a_name_only_where_they_are_asked_for() -> None:
    assert {package.from_code for package in named_packages("bulletins", with_embedded=True)} == {"ar", "en"}
    with pytest.raises(DigestError, match="the package `bulletins` comes with the program"):
        named_packages("bulletins")
