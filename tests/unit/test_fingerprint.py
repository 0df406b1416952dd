"""Fingerprints: equal when what they were taken of is, and else not."""

import hashlib
from pathlib import Path

import pytest

from digest.errors import DigestError
from digest.fingerprint import SHORT, fingerprint, fingerprint_bytes, fingerprint_files, fingerprint_values


def test_a_fingerprint_is_as_long_as_was_asked_for() -> None:
    whole = hashlib.sha256("نص".encode()).hexdigest()
    assert fingerprint("نص", length=64) == fingerprint_bytes("نص".encode()) == whole
    assert fingerprint("نص") == whole[:SHORT]


def test_where_one_text_ends_and_the_next_begins_counts() -> None:
    assert len({fingerprint("ab", "c"), fingerprint("a", "bc"), fingerprint("abc"), fingerprint("abc", "")}) == 4
    assert fingerprint("a", "b") != fingerprint("b", "a")


def test_the_name_of_a_file_that_is_not_unicode_has_a_fingerprint() -> None:
    assert fingerprint("\udcff") != fingerprint("\udcfe")


def test_values_that_are_written_alike_have_the_same_fingerprint() -> None:
    assert fingerprint_values(1, ("a", None), {"b": True}) == fingerprint_values(1, ["a", None], {"b": True})
    others = [fingerprint_values(*values) for values in ((1, 2), (2, 1), ((1, 2),), ("1", 2), (), (None,))]
    assert len(set(others)) == len(others)
    assert {len(each) for each in others} == {SHORT}


def files(root: Path, **bodies: str) -> list[tuple[str, Path]]:
    for name, body in bodies.items():
        (root / name).write_text(body)
    return [(name, root / name) for name in bodies]


def test_files_have_one_fingerprint_in_any_order(tmp_path: Path) -> None:
    found = files(tmp_path, a="1", b="2")
    assert fingerprint_files(found) == fingerprint_files(reversed(found))


def test_names_and_bytes_of_files_both_count(tmp_path: Path) -> None:
    prints = [
        fingerprint_files(files(tmp_path, **bodies))
        for bodies in ({}, {"a": "1"}, {"a": "2"}, {"b": "1"}, {"a": "1", "b": "2"}, {"a": "2", "b": "1"})
    ]
    assert len(set(prints)) == len(prints)


def test_a_file_that_is_not_there_is_an_error_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(DigestError, match="there is no such file") as error:
        fingerprint_files([("a", tmp_path / "a")])
    assert error.value.problems[0].where == str(tmp_path / "a")
