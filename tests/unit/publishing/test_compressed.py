"""Smaller copies of texts."""

import gzip

import pytest

from digest.publishing.compressed import is_text, small_copy, without_copies


@pytest.mark.parametrize(
    ("path", "expected"),
    [("en/index.html", True), ("feed.xml", True), ("a/B.JSON", True), ("picture.webp", False), ("a.pdf", False)],
)
def test_texts_get_one_and_pictures_do_not(path: str, expected: bool) -> None:
    assert is_text(path) == expected


def test_a_copy_is_the_same_at_any_time_and_smaller() -> None:
    body = "خبر وخبر وخبر ".encode() * 100
    copy = small_copy(body)
    assert (gzip.decompress(copy), copy) == (body, small_copy(body))
    assert len(copy) < len(body) / 4


def test_copies_of_files_are_no_files_of_others() -> None:
    assert without_copies({"a.html.gz", "a.html.br", "b.html.gz", "c.gz"}, {"a.html": 1}) == {"b.html.gz", "c.gz"}
