"""The packages of a computer: which is found for a pair, which give a second opinion, and what stays loaded."""

from collections.abc import Callable
from pathlib import Path

import pytest

from digest.argos import Machine, Package
from digest.errors import DigestError
from tests import tiny_package
from tests.tiny_package import hollow


def installed(tmp_path: Path, *, second: str | None = None, round_trip: bool = False) -> Machine:
    return Machine(folders=[tmp_path / "packages"], cache=tmp_path / "cache", second=second, round_trip=round_trip)


@pytest.fixture
def install(tmp_path: Path) -> Callable[..., None]:
    """Return a function that installs a package without a model."""

    def add(name: str, from_code: str = "ar", to_code: str = "en", **fields: object) -> None:
        hollow(tmp_path / "packages", name, name=name, from_code=from_code, to_code=to_code, **fields)

    return add


Install = Callable[..., None]


def found(machine: Machine, name: str | None = None, source: str = "ar", target: str = "en") -> Package:
    package = machine.find(name, source, target)
    assert package
    return package


def test_nothing_is_found_where_nothing_is_installed(tmp_path: Path) -> None:
    assert installed(tmp_path).find(None, "ar", "en") is None
    assert not (tmp_path / "cache").exists()


def test_the_bulletins_are_found_by_their_name_only(tmp_path: Path, machine: Machine) -> None:
    assert machine.find(None, "ar", "en") is None
    assert found(machine, "bulletins").embedded
    assert found(machine, "bulletins", "en", "ar").from_code == "en"


def test_an_installed_package_goes_before_an_embedded_one_of_its_name(tmp_path: Path, install: Install) -> None:
    install("bulletins")
    assert not found(installed(tmp_path), "bulletins").embedded


def test_what_is_installed_meanwhile_is_found(tmp_path: Path, install: Install) -> None:
    machine = installed(tmp_path)
    install("first")
    assert found(machine).name == "first"
    install("second", package_version="2.0")
    assert found(machine).name == "second"


def test_there_is_no_second_opinion_unless_the_settings_ask_for_it(tmp_path: Path, install: Install) -> None:
    install("first")
    install("second")
    machine = installed(tmp_path)
    assert machine.second_opinions(found(machine, "first")) == (None, None)


def test_the_second_package_gives_a_second_opinion(tmp_path: Path, install: Install) -> None:
    install("first")
    install("second", sort="of its own")
    machine = installed(tmp_path, second="second")
    assert machine.second_opinions(found(machine, "first")) == (found(machine, "second"), None)


def test_a_package_is_no_second_opinion_on_its_own_words(tmp_path: Path, install: Install) -> None:
    install("first")
    machine = installed(tmp_path, second="first")
    assert machine.second_opinions(found(machine)) == (None, None)


def test_a_second_package_for_the_other_direction_only_is_not_asked_in_this_one(
    tmp_path: Path, install: Install
) -> None:
    install("first")
    install("second", "en", "ar")
    machine = installed(tmp_path, second="second")
    assert machine.second_opinions(found(machine, "first")) == (None, None)


def test_a_second_package_that_is_not_installed_is_an_error(tmp_path: Path, install: Install) -> None:
    install("first")
    machine = installed(tmp_path, second="absent")
    with pytest.raises(DigestError, match="no package `absent` is installed to compare translations with") as error:
        machine.second_opinions(found(machine))
    assert error.value.problems[0].where == "site.toml"


def test_words_are_translated_back_by_the_package_of_the_same_name_else_by_any(
    tmp_path: Path, install: Install
) -> None:
    install("other", "en", "ar", package_version="9")
    install("first")
    machine = installed(tmp_path, round_trip=True)
    assert machine.second_opinions(found(machine, "first")) == (None, found(machine, "other", "en", "ar"))
    hollow(tmp_path / "packages", "back", name="first", from_code="en", to_code="ar")
    assert machine.second_opinions(found(machine, "first")) == (None, found(machine, "first", "en", "ar"))


def test_nobody_to_translate_back_is_an_error_that_says_how_to_get_one(tmp_path: Path, install: Install) -> None:
    install("first")
    machine = installed(tmp_path, round_trip=True)
    with pytest.raises(DigestError, match="to translate back from `en` to `ar`") as error:
        machine.second_opinions(found(machine))
    assert "digest models install en ar" in error.value.problems[0].hint


def test_an_engine_is_loaded_once_for_the_same_files(tmp_path: Path) -> None:
    tiny_package.build(tmp_path / "packages" / "ar_en")
    tiny_package.build(tmp_path / "packages" / "en_fr", from_code="en", to_code="fr", width=24)
    machine = installed(tmp_path)
    direct, pivot = found(machine), found(machine, None, "ar", "fr")
    assert machine.load(direct) is machine.load(found(machine))
    assert machine.load(pivot) is machine.load(found(machine, None, "ar", "fr"))
    assert machine.load(pivot) is not machine.load(direct)


def test_the_settings_tell_searches_of_another_width_apart(tmp_path: Path) -> None:
    keys = {Machine(folders=[], cache=tmp_path, beam_size=size).settings for size in (1, 2, 4)}
    assert len(keys) == 3
    assert Machine(folders=[], cache=tmp_path, threads=2).settings == Machine(folders=[], cache=tmp_path).settings
