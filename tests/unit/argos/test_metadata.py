"""`metadata.json`: what a package may say of itself, and what is made of it when it does not."""

import json
from pathlib import Path

import pytest

from digest.argos import metadata
from digest.argos.metadata import Metadata
from digest.errors import DigestError

PAIR = {"from_code": "ar", "to_code": "en"}


def parse(**fields: object) -> Metadata:
    return metadata.parse(json.dumps(fields).encode(), "metadata.json")


def test_a_package_needs_to_say_no_more_than_its_languages() -> None:
    assert parse(**PAIR) == Metadata(name="translate-ar_en", version="0", from_code="ar", to_code="en")


def test_everything_that_a_package_says_is_kept() -> None:
    assert parse(
        **PAIR,
        name="news",
        code="not-used",
        package_version="1.9",
        target_prefix="__ar__",
        source_prefix=">>ara<<",
        normalization="opus-mt",
        length_penalty=1,
    ) == Metadata(
        name="news",
        version="1.9",
        from_code="ar",
        to_code="en",
        target_prefix="__ar__",
        source_prefix=">>ara<<",
        normalization="opus-mt",
        length_penalty=1.0,
    )


def test_the_code_serves_where_there_is_no_name() -> None:
    assert parse(**PAIR, code="translate-ar_en-big").name == "translate-ar_en-big"
    assert parse(**PAIR, name="  ", code="x").name == "x"


@pytest.mark.parametrize(
    ("written", "kept"),
    [("opus mt/../big", "opus-mt-..-big"), ("-.hidden.-", "hidden"), ("نشرة", ""), ("a" * 90, "a" * 80), ("a\n#", "a")],
)
def test_names_and_versions_are_safe_in_file_names_and_comments(written: str, kept: str) -> None:
    assert metadata.plain(written) == kept
    assert parse(**PAIR, name=written).name == (kept or "translate-ar_en")
    assert parse(**PAIR, package_version=written).version == (kept or "0")


def test_values_of_another_type_count_as_not_given() -> None:
    assert parse(**PAIR, name=7, package_version=[1], target_prefix=None, source_prefix={}) == parse(**PAIR)


def test_a_package_of_another_type_needs_no_languages() -> None:
    assert parse(type="sbd").type == "sbd"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("ar", True), ("arz", True), ("pt-BR", True), ("zh_Hant", True)),
        *(("a", False), ("AR", False), ("ar.zip", False), ("./ar", False), ("ar\n", False), ("", False)),
    ],
)
def test_a_language_code_is_told_from_a_path(text: str, expected: bool) -> None:
    assert metadata.is_code(text) is expected


@pytest.mark.parametrize("key", ["from_code", "to_code"])
@pytest.mark.parametrize("value", [None, 7, "", "../ar", "Arabic language"])
def test_a_language_that_is_none_is_refused(key: str, value: object) -> None:
    with pytest.raises(DigestError, match=f"no valid `{key}`"):
        parse(**{**PAIR, key: value})


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "not a JSON object"),
        (b" " * (metadata.MAX_BYTES + 1), "larger than 1024 KiB"),
    ],
)
def test_what_is_no_metadata_is_refused_by_the_name_of_its_file(data: bytes, problem: str) -> None:
    with pytest.raises(DigestError, match=problem) as error:
        metadata.parse(data, "x/metadata.json")
    assert error.value.problems[0].where == "x/metadata.json"


@pytest.mark.parametrize(
    ("written", "read"), [(1, 1.0), (0, 0.0), (2, 2.0), (None, 0.2), ("1", 0.2), (-1, 0.2), (2.1, 0.2), (1e999, 0.2)]
)
def test_a_length_penalty_that_is_none_is_the_default(written: object, read: float) -> None:
    assert metadata.length_penalty(written, 0.2) == read


def test_a_file_that_is_not_there_is_an_error_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(DigestError, match="no readable") as error:
        metadata.read(tmp_path / "metadata.json")
    assert error.value.problems[0].where == str(tmp_path / "metadata.json")
    (tmp_path / "metadata.json").write_text(json.dumps(PAIR))
    assert metadata.read(tmp_path / "metadata.json").name == "translate-ar_en"


@pytest.mark.parametrize(("written", "kept"), [(1.9, "1.9"), (2, "2"), (True, "0"), (None, "0")])
def test_a_version_may_be_written_as_a_number(written: object, kept: str) -> None:
    assert parse(**PAIR, package_version=written).version == kept
